/// Heads and bodies of HTTP/1.x messages, as functions of bytes: no socket, no clock.
///
/// Read [dev.kingtide.edge.http.RequestParser] first. A head is parsed once into offsets into its
/// bytes and written again by us, so that what a target gets has one meaning whatever the client
/// sent: one request line, no obsolete folding, one framing. Parsed heads are reused and hold no
/// state beyond the bytes given.
@NullMarked
package dev.kingtide.edge.http;

import org.jspecify.annotations.NullMarked;
