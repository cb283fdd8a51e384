/// TLS on both sides: which certificate a client is shown, with which versions and ciphers, whom it
/// has to be itself, and how targets are spoken to.
///
/// Read [dev.kingtide.edge.tls.ListenerTls] first. BoringSSL does the work where it runs, else the
/// JDK's own TLS (docs/decisions/0023-tls-by-boringssl.md).
@NullMarked
package dev.kingtide.edge.tls;

import org.jspecify.annotations.NullMarked;
