/// The HTTP server in front of the API: whole requests in, whole answers out.
///
/// Read [dev.kingtide.host.http.HttpFront] first. Everything is bounded: connections, requests at
/// work, heads, bodies, and the time that a client may take for a request or between two.
@NullMarked
package dev.kingtide.host.http;

import org.jspecify.annotations.NullMarked;
