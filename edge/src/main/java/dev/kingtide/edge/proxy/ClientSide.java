package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;

/// Whoever sent a request, and is to have its answer.
interface ClientSide {

    /// Passes an interim head on.
    void interim(Response head);

    /// Passes the head of a target's answer on.
    void head(Response head, Exchange exchange);

    /// Passes a stretch of the body on, and keeps the buffer.
    void body(ByteBuf data);

    /// Passes fields behind the body on.
    void trailers(Http2Headers fields);

    /// The answer is complete.
    void end();

    /// Sends what was passed on so far.
    void flush();

    /// Whether it takes more for now; when it does again, it lets the target go on.
    boolean isWritable();

    /// Sends a whole answer of our own.
    void answer(Answer answer, Exchange exchange);

    /// The answer broke off in the middle, which the client must be able to see.
    void cut();

    /// The target is there, or takes more: goes on with the request's body.
    void goOn();
}
