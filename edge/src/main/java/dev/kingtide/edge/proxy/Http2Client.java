package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.CompressedFields;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.RequestParser;
import dev.kingtide.edge.http.TranslatedHead;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.route.ListenerRoutes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection that speaks HTTP/2: many requests at once, each a [ClientStream] of its
/// own (RFC 9113).
///
/// Netty's codec keeps the protocol: frames, HPACK, states of streams, flow control, and bounds of
/// what costs a server more than a client (resets, settings, pings, empty frames). Here is what
/// becomes of requests, and how long all of it may take.
final class Http2Client extends Http2FrameAdapter implements Timed {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Client.class);

    /// At once (ELB user guide, load-balancer-listeners, protocol versions).
    private static final int STREAMS_MAX = 128;

    /// In the life of a connection (ELB user guide, load-balancer-troubleshooting).
    private static final int REQUESTS_MAX = 10_000;

    /// What all streams together may have sent and no target has taken.
    private static final int WINDOW_BYTES = 1 << 20;

    /// Resets in so many seconds, beyond which a client does nothing else.
    private static final int RESETS_MAX = 200;

    private static final int RESETS_SECONDS = 30;

    /// What is under way when a connection says goodbye ends by its own timeouts.
    private static final int NO_END = -1;

    final Lane lane;
    private final ListenPoint point;
    private final Exchange.Origin origin;
    private final @Nullable Counters counters;
    private final Http2Connection connection = new DefaultHttp2Connection(true);
    private final Http2Connection.PropertyKey ours = connection.newKey();
    private final Http2ConnectionHandler handler;
    private final long openedNanos;
    private @Nullable ChannelHandlerContext context;
    private int requests;
    private boolean closing;
    private long activeNanos;
    private TimingWheel.@Nullable Wait wait;
    private long idleNanos = TimeUnit.SECONDS.toNanos(60);

    /// A connection on which HTTP/2 was agreed on.
    Http2Client(Lane lane, ListenPoint point, Exchange.Origin origin) {
        this.lane = lane;
        this.point = point;
        this.origin = origin;
        this.openedNanos = lane.now();
        this.activeNanos = openedNanos;
        ListenerRoutes routes = routes();
        this.counters = routes == null ? null : routes.counters();
        this.handler =
                new Http2ConnectionHandlerBuilder()
                        .connection(connection)
                        .frameListener(this)
                        .initialSettings(
                                new Http2Settings()
                                        .maxConcurrentStreams(STREAMS_MAX)
                                        .maxHeaderListSize(RequestParser.HEAD_BYTES))
                        .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                        .gracefulShutdownTimeoutMillis(NO_END)
                        .build();
        connection.addListener(new Streams());
        connection.remote().flowController().listener(this::writable);
    }

    /// Takes the place of a handler that has done its part.
    void begin(ChannelHandlerContext place) {
        wait = lane.watch(this);
        if (counters != null) {
            counters.opened();
        }
        place.pipeline().addAfter(place.name(), null, new Tail());
        place.pipeline().addAfter(place.name(), null, handler);
        place.pipeline().addAfter(place.name(), null, new Bounds());
        context = place.pipeline().context(handler);
        place.pipeline().remove(place.handler());
        try {
            Http2Stream whole = connection.connectionStream();
            int more = WINDOW_BYTES - connection.local().flowController().initialWindowSize();
            connection.local().flowController().incrementWindowSize(whole, more);
        } catch (Http2Exception e) {
            throw new IllegalStateException("a window of this size is allowed", e);
        }
        flush();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not begun");
        }
        return context;
    }

    private @Nullable ListenerRoutes routes() {
        return lane.engine.routes().listener(point.listenerArn());
    }

    private @Nullable ClientStream ours(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null ? null : stream.getProperty(ours);
    }

    private void writable(Http2Stream stream) {
        ClientStream its = stream.getProperty(ours);
        if (its != null && connection.remote().flowController().isWritable(stream)) {
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
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(reader, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext reader,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        activeNanos = lane.now();
        ClientStream known = ours(streamId);
        if (known != null) {
            trailers(streamId, known, headers, endOfStream);
        } else {
            request(streamId, headers, endOfStream);
        }
    }

    /// Fields behind the body, which targets of HTTP/2 get and those of HTTP/1.1 do not.
    private static void trailers(
            int streamId, ClientStream known, Http2Headers headers, boolean ends)
            throws Http2Exception {
        Http2Headers trailers = ends ? TranslatedHead.trailers(headers) : null;
        if (trailers == null) {
            throw malformed(streamId);
        }
        known.received(trailers);
        known.process();
    }

    private static Http2Exception malformed(int streamId) {
        return Http2Exception.streamError(
                streamId, Http2Error.PROTOCOL_ERROR, "a head that is no request");
    }

    private void request(int streamId, Http2Headers headers, boolean ends) throws Http2Exception {
        ListenerRoutes routes = routes();
        Http2Stream stream = connection.stream(streamId);
        if (routes == null || stream == null) {
            throw Http2Exception.streamError(
                    streamId, Http2Error.REFUSED_STREAM, "the listener is gone");
        }
        Request request = lane.request;
        int status = lane.translated.parse(headers, ends, request);
        if (status == TranslatedHead.MALFORMED) {
            throw malformed(streamId);
        }
        ClientStream its = new ClientStream(this, stream);
        stream.setProperty(ours, its);
        Exchange exchange = new Exchange(lane, its, routes, origin, request);
        exchange.received = request.end();
        its.begin(exchange);
        if (ends) {
            its.received();
        }
        Forwarder.begin(exchange, request, status);
        its.process();
        long age = TimeUnit.NANOSECONDS.toMillis(lane.now() - openedNanos);
        if (++requests >= REQUESTS_MAX || age >= routes.balancer().clientMillis()) {
            goAway();
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
        ClientStream its = ours(streamId);
        if (its == null) {
            return data.readableBytes() + padding;
        }
        if (data.isReadable()) {
            its.data(data.retainedSlice());
        }
        if (endOfStream) {
            its.received();
        }
        its.process();
        return padding;
    }

    /// A target took bytes of a request: the client may send as many more.
    void consumed(Http2Stream stream, int length) {
        try {
            if (connection.local().flowController().consumeBytes(stream, length)) {
                flush();
            }
        } catch (Http2Exception e) {
            LOG.warn("the window of a client's stream is wrong", e);
            var _ = context().close();
        }
    }

    void headers(Http2Stream stream, Http2Headers headers, boolean ends) {
        ChannelHandlerContext to = context();
        var _ = handler.encoder().writeHeaders(to, stream.id(), headers, 0, ends, to.newPromise());
    }

    /// Writes a stretch of an answer, and keeps the buffer.
    void data(Http2Stream stream, ByteBuf data, boolean ends) {
        ChannelHandlerContext to = context();
        var _ = handler.encoder().writeData(to, stream.id(), data, 0, ends, to.newPromise());
    }

    ByteBuf empty() {
        return Unpooled.EMPTY_BUFFER;
    }

    void reset(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext to = context();
        var _ = handler.resetStream(to, stream.id(), why.code(), to.newPromise());
    }

    void flush() {
        handler.flush(context());
    }

    boolean isWritable(Http2Stream stream) {
        return connection.remote().flowController().isWritable(stream);
    }

    /// Takes no more requests, and ends when those that there are have their answers.
    private void goAway() {
        if (!closing) {
            closing = true;
            var _ = context().channel().close(); // which the codec turns into GOAWAY first
        }
    }

    @Override
    public long check(long nowNanos) {
        ListenerRoutes routes = routes();
        if (routes != null) {
            idleNanos = TimeUnit.MILLISECONDS.toNanos(routes.balancer().idleMillis());
        }
        boolean isIdle = connection.numActiveStreams() == 0;
        if (routes == null || (isIdle && nowNanos - activeNanos >= idleNanos)) {
            goAway();
        }
        try {
            connection.forEachActiveStream(stream -> {
                ClientStream its = stream.getProperty(ours);
                if (its != null) {
                    its.check(nowNanos, idleNanos);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("nobody throws it", e);
        }
        return LATER;
    }

    /// Hears of the ends of streams.
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamClosed(Http2Stream stream) {
            activeNanos = lane.now();
            ClientStream its = stream.removeProperty(ours);
            if (its != null) {
                its.closed();
            }
        }
    }

    /// Looks at what comes before Netty's codec does, which does not say how long it was.
    private static final class Bounds extends ChannelInboundHandlerAdapter {
        private final CompressedFields fields = new CompressedFields();
        private boolean ended;

        @Override
        public void channelRead(ChannelHandlerContext reader, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!ended && !fields.isTooLong(bytes)) {
                reader.fireChannelRead(bytes);
                return;
            }
            bytes.release();
            if (!ended) {
                ended = true;
                reader.fireExceptionCaught(
                        Http2Exception.connectionError(
                                Http2Error.ENHANCE_YOUR_CALM, "a field is too long"));
            }
        }
    }

    /// What is left when Netty's codec has done its part.
    private final class Tail extends ChannelInboundHandlerAdapter {

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            lane.unwatch(wait);
            if (counters != null) {
                counters.closed();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
            boolean isNews =
                    !(cause instanceof IOException || cause.getCause() instanceof IOException);
            if (isNews) { // and a client that went away, or broke TLS, is none
                LOG.warn("a client's connection failed", cause);
            }
            var _ = failed.close();
        }
    }
}
