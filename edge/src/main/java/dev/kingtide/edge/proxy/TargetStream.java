package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request to a target that speaks HTTP/2.
///
/// What the client does not take yet waits in its connection, at most a flow-control window of it:
/// its bytes are given back to the target's window when the client takes more.
final class TargetStream implements TargetSide {
    private final TargetStreams target;
    private final Http2Stream stream;
    private @Nullable Exchange exchange;
    private boolean head;
    private int untaken;
    private long activeNanos;

    TargetStream(TargetStreams target, Http2Stream stream, Exchange exchange) {
        this.target = target;
        this.stream = stream;
        this.exchange = exchange;
        this.activeNanos = target.lane.now();
    }

    /// Whether the head of its answer has come.
    boolean hasHead() {
        return head;
    }

    boolean isHead() {
        return exchange != null && exchange.isHead;
    }

    /// The head of the answer, or an interim one.
    void head(Response response) {
        activeNanos = target.lane.now();
        if (exchange != null) {
            head = !response.isInterim();
            exchange.answer(response);
        }
    }

    /// A stretch of the answer.
    ///
    /// @return how many bytes of it the client can take
    int data(ByteBuf data) {
        activeNanos = target.lane.now();
        Exchange current = exchange;
        int length = data.readableBytes();
        if (current == null || length == 0) {
            return length;
        }
        current.client.body(data.retainedSlice());
        if (current.client.isWritable()) {
            return length;
        }
        untaken += length;
        return 0;
    }

    /// Fields behind the answer.
    void trailers(Http2Headers fields) {
        if (exchange != null) {
            exchange.client.trailers(fields);
        }
    }

    /// The answer is complete.
    void finish() {
        Exchange done = exchange;
        exchange = null;
        if (done == null) {
            return;
        }
        if (!done.requestEnded()) {
            target.reset(stream, Http2Error.CANCEL);
        }
        done.answerEnd();
    }

    /// There will be no answer, or no more of it.
    void fail(int status) {
        Exchange failed = exchange;
        exchange = null;
        target.reset(stream, Http2Error.CANCEL);
        if (failed != null) {
            failed.fail(status);
        }
    }

    /// The stream is over: if the answer is not, it never will be.
    void closed() {
        Exchange failed = exchange;
        exchange = null;
        if (failed != null) {
            failed.fail(502);
        }
    }

    void flushClient() {
        if (exchange != null && exchange.answered()) {
            exchange.client.flush();
        }
    }

    /// The target takes more of the request.
    void writable() {
        activeNanos = target.lane.now();
        if (exchange != null) {
            exchange.client.goOn();
        }
    }

    /// Ends the wait for the target if that was too long.
    void check(long nowNanos) {
        Exchange current = exchange;
        if (current == null || untaken > 0) {
            return;
        }
        boolean waitsForClient = !current.requestEnded() && isWritable() && !current.answered();
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(current.routes.balancer().idleMillis());
        if (!waitsForClient && nowNanos - activeNanos >= idleNanos) {
            fail(504);
        }
    }

    @Override
    public void body(ByteBuf data) {
        activeNanos = target.lane.now();
        target.data(stream, data, false);
    }

    @Override
    public void end() {
        activeNanos = target.lane.now();
        if (exchange == null || exchange.isWhole) {
            return;
        }
        if (exchange.requestTrailers != null) {
            target.trailers(stream, exchange.requestTrailers);
        } else {
            target.data(stream, Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public boolean isWritable() {
        return target.isWritable(stream);
    }

    @Override
    public void goOn() {
        int taken = untaken;
        untaken = 0;
        if (taken > 0) {
            activeNanos = target.lane.now();
            target.consumed(stream, taken);
        }
    }

    @Override
    public void abandon() {
        exchange = null;
        target.reset(stream, Http2Error.CANCEL);
    }
}
