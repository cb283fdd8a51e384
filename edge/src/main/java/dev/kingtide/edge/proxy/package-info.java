/// The HTTP engine: bytes from clients to targets and back.
///
/// Read [dev.kingtide.edge.proxy.Engine] first, then [dev.kingtide.edge.proxy.Exchange]. A client's
/// connection, its request and the connection to the target live on one event loop, so nothing here
/// is locked. Bodies are never put together: each stretch that arrives is written on, and reading
/// stops while the other side does not take it. Each wait has an end: `Lane` looks after them all.
@NullMarked
package dev.kingtide.edge.proxy;

import org.jspecify.annotations.NullMarked;
