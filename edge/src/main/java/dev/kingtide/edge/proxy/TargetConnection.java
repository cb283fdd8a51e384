package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.http.ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a target that speaks HTTP/1.1: one request after the other.
final class TargetConnection extends ChannelInboundHandlerAdapter implements TargetSide, Timed {
    private static final Logger LOG = LoggerFactory.getLogger(TargetConnection.class);
    private final Lane lane;
    private final TargetPool pool;

    /// Whether it waits for a request, and between which others; the pool's own.
    boolean waits;

    @Nullable TargetConnection before;
    @Nullable TargetConnection after;

    private TimingWheel.@Nullable Wait wait;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable BodyReader body;
    private @Nullable ChunkWriter chunks;
    private @Nullable ByteBuf pending;
    private int scanned;
    private boolean keepsAlive;
    private boolean untilClose;
    private boolean tunnel;
    private boolean paused;
    private boolean reset;
    private long idleMillis;
    private long activeNanos;

    TargetConnection(Lane lane, TargetPool pool) {
        this.lane = lane;
        this.pool = pool;
        this.idleMillis = 2L * lane.engine.limits().handshakeMillis();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }

    boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    /// Sends a request's head; the client's side flushes.
    void begin(Exchange next, ByteBuf head) {
        exchange = next;
        body = null;
        chunks = next.isChunked ? new ChunkWriter() : null;
        scanned = 0;
        untilClose = false;
        idleMillis = next.routes.balancer().idleMillis();
        activeNanos = lane.now();
        next.sentTo(this);
        var _ = context().write(head, context().voidPromise());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        activeNanos = lane.now();
        wait = lane.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        activeNanos = lane.now();
        if (exchange
                == null) { // nobody asked: an answer to nothing is not kept for the next request
            bytes.release();
            close();
            return;
        }
        pending =
                pending == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                from.alloc(), pending, bytes);
        process();
    }

    private void process() {
        while (exchange != null && pending != null && pending.isReadable() && step()) {}
        if (pending != null && !pending.isReadable()) {
            pending.release();
            pending = null;
        }
        Exchange current = exchange;
        if (current != null && current.answered()) {
            current.client.flush();
            if (!current.client.isWritable()) {
                paused = true;
                context().channel().config().setAutoRead(false);
            }
        }
    }

    private boolean step() {
        Exchange current = exchange;
        ByteBuf in = pending;
        if (current == null || in == null) {
            return false;
        }
        if (tunnel) {
            pending = null;
            current.client.body(in);
            return false;
        }
        BodyReader reader = body;
        return reader == null ? head(current, in) : body(current, reader, in);
    }

    private boolean head(Exchange current, ByteBuf in) {
        int length = Heads.length(in, scanned);
        if (length > ResponseParser.HEAD_BYTES
                || (length < 0 && in.readableBytes() > ResponseParser.HEAD_BYTES)) {
            fail(502);
            return false;
        }
        if (length < 0) {
            scanned = Heads.scanned(in);
            return false;
        }
        scanned = 0;
        Response response = lane.response;
        byte[] bytes = lane.copy(in, length);
        boolean sound = lane.responses.parse(bytes, 0, length, current.isHead, response);
        if (!sound || (response.status() == 101 && !current.upgrades)) {
            fail(502);
            return false;
        }
        if (response.isInterim()) {
            current.answer(response);
            return true;
        }
        keepsAlive = response.keepsAlive();
        tunnel = response.status() == 101;
        untilClose = response.framing() == Framing.UNTIL_CLOSE;
        BodyReader reader = new BodyReader(response.framing(), response.contentLength());
        body = reader;
        current.answer(response);
        if (reader.isDone() && !tunnel) {
            finish();
        }
        return true;
    }

    private boolean body(Exchange current, BodyReader reader, ByteBuf in) {
        ByteBuf data = reader.next(in);
        if (data != null) {
            current.client.body(data);
        }
        if (reader.isBroken()) {
            fail(502);
        } else if (reader.isDone()) {
            finish();
        }
        return data != null;
    }

    /// The answer is complete: frees the connection first, because the client may have sent its
    /// next request already.
    private void finish() {
        Exchange done = exchange;
        if (done == null) {
            return;
        }
        exchange = null;
        boolean leftover = pending != null && pending.isReadable();
        if (keepsAlive && !leftover && done.requestEnded() && !done.closesBoth()) {
            pool.putBack(this);
        } else {
            close();
        }
        done.answerEnd();
    }

    /// There will be no answer, or no more of it.
    void fail(int status) {
        Exchange failed = exchange;
        exchange = null;
        close();
        if (failed != null) {
            failed.fail(status);
        }
    }

    void close() {
        if (context != null) {
            var _ = context.close();
        }
    }

    @Override
    public void body(ByteBuf data) {
        activeNanos = lane.now();
        if (chunks != null) {
            chunks.write(context(), data);
        } else {
            var _ = context().write(data, context().voidPromise());
        }
    }

    @Override
    public void end() {
        if (chunks != null) {
            chunks.end(context());
        }
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void goOn() {
        if (paused) {
            paused = false;
            activeNanos = lane.now();
            context().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void abandon() {
        exchange = null;
        close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (exchange != null && changed.channel().isWritable()) {
            exchange.client.goOn();
        }
    }

    /// Whether it is the client whose turn it is: the request is not complete.
    private boolean waitsForClient() {
        return exchange != null && !exchange.requestEnded() && !tunnel && isWritable();
    }

    @Override
    public long check(long nowNanos) {
        if (paused || waitsForClient()) {
            return LATER;
        }
        long left = activeNanos + TimeUnit.MILLISECONDS.toNanos(idleMillis) - nowNanos;
        if (left > 0) {
            return left;
        }
        if (exchange == null) {
            close();
        } else {
            fail(504);
        }
        return LATER;
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        lane.unwatch(wait);
        pool.remove(this);
        if (pending != null) {
            pending.release();
            pending = null;
        }
        if (exchange != null && untilClose && !reset) {
            keepsAlive = false;
            finish();
        } else {
            fail(502);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        reset = true;
        boolean isNews = !(cause instanceof IOException || cause.getCause() instanceof IOException);
        if (isNews) { // and a target that went away, or broke TLS, is none
            LOG.warn("a connection to {} failed", pool.target().target().key(), cause);
        }
        close();
    }
}
