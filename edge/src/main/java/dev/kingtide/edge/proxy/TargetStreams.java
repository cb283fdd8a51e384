package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.http.ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a target that speaks HTTP/2: many requests at once, each a [TargetStream].
final class TargetStreams extends Http2FrameAdapter implements Timed {
    private static final Logger LOG = LoggerFactory.getLogger(TargetStreams.class);

    /// At once, as many as a client may have.
    private static final int STREAMS_MAX = 128;

    private static final int LAST_STREAM = Integer.MAX_VALUE - 1_000;

    final Lane lane;
    private final StreamPool pool;
    private final Http2Connection connection = new DefaultHttp2Connection(false);
    private final Http2Connection.PropertyKey ours = connection.newKey();
    private final Http2ConnectionHandler handler;
    private final Set<TargetStream> toFlush = new LinkedHashSet<>();
    private @Nullable ChannelHandlerContext context;
    private boolean ready;
    private boolean leaving;
    private long idleMillis = 60_000;
    private long activeNanos;
    private TimingWheel.@Nullable Wait wait;

    TargetStreams(Lane lane, StreamPool pool) {
        this.lane = lane;
        this.pool = pool;
        this.activeNanos = lane.now();
        this.handler =
                new Http2ConnectionHandlerBuilder()
                        .connection(connection)
                        .frameListener(this)
                        .initialSettings(
                                new Http2Settings()
                                        .pushEnabled(false)
                                        .maxHeaderListSize(ResponseParser.HEAD_BYTES))
                        .gracefulShutdownTimeoutMillis(0)
                        .build();
        connection.addListener(new Streams());
        connection.remote().flowController().listener(this::writable);
    }

    /// Puts its handlers at the end of a pipeline.
    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(handler);
        context = pipeline.context(handler);
        pipeline.addLast(new Tail());
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }

    /// Whether it takes one more request.
    boolean hasRoom() {
        return !leaving
                && context().channel().isActive()
                && connection.numActiveStreams() < STREAMS_MAX
                && connection.local().canOpenStream()
                && connection.local().lastStreamCreated() < LAST_STREAM;
    }

    boolean isIdle() {
        return connection.numActiveStreams() == 0;
    }

    /// Sends a request's head.
    void begin(Exchange exchange, Http2Headers head) {
        activeNanos = lane.now();
        idleMillis = exchange.routes.balancer().idleMillis();
        int id = connection.local().incrementAndGetNextStreamId();
        ChannelHandlerContext to = context();
        boolean ends = exchange.isWhole;
        var written = handler.encoder().writeHeaders(to, id, head, 0, ends, to.newPromise());
        Http2Stream stream = connection.stream(id);
        if (stream == null) {
            LOG.warn("a request did not begin: {}", String.valueOf(written.cause()));
            exchange.fail(502);
            return;
        }
        TargetStream its = new TargetStream(this, stream, exchange);
        stream.setProperty(ours, its);
        exchange.sentTo(its);
        flush();
    }

    private @Nullable TargetStream ours(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null ? null : stream.getProperty(ours);
    }

    private void writable(Http2Stream stream) {
        TargetStream its = stream.getProperty(ours);
        if (its != null && isWritable(stream)) {
            its.writable();
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext reader,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(reader, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext reader,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endOfStream) {
        activeNanos = lane.now();
        TargetStream its = ours(streamId);
        if (its == null) {
            return;
        }
        if (its.hasHead()) {
            its.trailers(headers);
        } else {
            Response response = lane.response;
            boolean sound = lane.answers.parse(headers, endOfStream, its.isHead(), response);
            if (!sound || response.status() == 101) {
                its.fail(502);
                return;
            }
            its.head(response);
        }
        toFlush.add(its);
        if (endOfStream) {
            its.finish();
        }
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext reader,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endOfStream) {
        activeNanos = lane.now();
        TargetStream its = ours(streamId);
        if (its == null) {
            return data.readableBytes() + padding;
        }
        int taken = its.data(data);
        toFlush.add(its);
        if (endOfStream) {
            its.finish();
        }
        return taken + padding;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext reader, Http2Settings settings) {
        if (!ready) {
            ready = true;
            lane.loop.execute(() -> pool.ready(this)); // when the codec has taken them in
        }
    }

    @Override
    public void onGoAwayRead(
            ChannelHandlerContext reader, int lastStreamId, long errorCode, ByteBuf debugData) {
        leaving = true;
    }

    /// The client took bytes of an answer: the target may send as many more.
    void consumed(Http2Stream stream, int length) {
        try {
            if (connection.local().flowController().consumeBytes(stream, length)) {
                flush();
            }
        } catch (Http2Exception e) {
            LOG.warn("the window of a target's stream is wrong", e);
            close();
        }
    }

    /// Writes a stretch of a request, and keeps the buffer.
    void data(Http2Stream stream, ByteBuf data, boolean ends) {
        ChannelHandlerContext to = context();
        var _ = handler.encoder().writeData(to, stream.id(), data, 0, ends, to.newPromise());
    }

    /// Ends a request with fields behind its body.
    void trailers(Http2Stream stream, Http2Headers fields) {
        ChannelHandlerContext to = context();
        var _ = handler.encoder().writeHeaders(to, stream.id(), fields, 0, true, to.newPromise());
    }

    void reset(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext to = context();
        var _ = handler.resetStream(to, stream.id(), why.code(), to.newPromise());
        flush();
    }

    void flush() {
        handler.flush(context());
    }

    boolean isWritable(Http2Stream stream) {
        return connection.remote().flowController().isWritable(stream);
    }

    void close() {
        leaving = true;
        if (context != null) {
            var _ = context.channel().close();
        }
    }

    /// The target is gone: whatever it has not answered fails.
    void cut() {
        all().forEach(its -> its.fail(502));
        close();
    }

    private List<TargetStream> all() {
        List<TargetStream> all = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
                TargetStream its = stream.getProperty(ours);
                if (its != null) {
                    all.add(its);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("nobody throws it", e);
        }
        return all;
    }

    @Override
    public long check(long nowNanos) {
        long waitMillis = ready ? idleMillis : lane.engine.limits().handshakeMillis();
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        if (isIdle()) {
            if (leaving || nowNanos - activeNanos >= idleNanos) {
                close();
            }
        } else {
            all().forEach(its -> its.check(nowNanos));
        }
        return LATER;
    }

    /// Hears of the ends of streams.
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamClosed(Http2Stream stream) {
            activeNanos = lane.now();
            TargetStream its = stream.removeProperty(ours);
            if (its != null) {
                its.closed();
            }
            // The codec still counts the stream while it tells of its end.
            lane.loop.execute(() -> pool.freed(TargetStreams.this));
        }
    }

    /// What is left when Netty's codec has done its part.
    private final class Tail extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext active) {
            wait = lane.watch(TargetStreams.this);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext read) {
            List<TargetStream> all = new ArrayList<>(toFlush);
            toFlush.clear();
            all.forEach(TargetStream::flushClient);
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            leaving = true;
            lane.unwatch(wait);
            pool.remove(TargetStreams.this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
            boolean isNews =
                    !(cause instanceof IOException || cause.getCause() instanceof IOException);
            if (isNews) { // and a target that went away, or broke TLS, is none
                LOG.warn("a connection to {} failed", pool.target().target().key(), cause);
            }
            close();
        }
    }
}
