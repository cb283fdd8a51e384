package dev.kingtide.edge.proxy;

import io.netty.buffer.ByteBuf;

/// Whoever answers a request.
interface TargetSide {

    /// Passes a stretch of the body on, and keeps the buffer.
    void body(ByteBuf data);

    /// The request is complete.
    void end();

    /// Sends what was passed on so far.
    void flush();

    /// Whether it takes more for now; when it does again, it lets the client go on.
    boolean isWritable();

    /// The client takes more of the answer.
    void goOn();

    /// Nobody wants the answer any more.
    void abandon();
}
