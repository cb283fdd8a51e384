package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.RequestParser;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.route.ListenerRoutes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection that speaks HTTP/1.x: one request after the other, the next one not before
/// the answer to the last.
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientSide, Timed {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private final Lane lane;
    private final ListenPoint point;
    private final ChannelHandlerContext context;
    private final Exchange.Origin origin;
    private final long openedNanos;
    private final @Nullable Counters counters;
    private @Nullable ByteBuf pending;
    private int scanned;
    private @Nullable Exchange exchange;
    private @Nullable BodyReader body;
    private @Nullable ChunkWriter chunks;
    private int minorVersion = 1;
    private boolean hadRequest;
    private boolean requestDone;
    private boolean answerDone;
    private boolean keepAlive;
    private boolean tunnel;
    private boolean lingering;
    private final TimingWheel.Wait wait;
    private boolean processing;
    private boolean reading = true;
    private long activeNanos;

    /// A connection that is active.
    ///
    /// @param origin where its requests come from
    ClientConnection(
            Lane lane, ListenPoint point, ChannelHandlerContext context, Exchange.Origin origin) {
        this.lane = lane;
        this.point = point;
        this.context = context;
        this.origin = origin;
        this.openedNanos = lane.now();
        this.activeNanos = openedNanos;
        this.wait = lane.watch(this);
        ListenerRoutes routes = routes();
        counters = routes == null ? null : routes.counters();
        if (counters != null) {
            counters.opened();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext reader, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        activeNanos = lane.now();
        if (lingering) {
            bytes.release();
            return;
        }
        pending =
                pending == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                reader.alloc(), pending, bytes);
        process();
    }

    /// Does what can be done with the bytes that are there; never twice at once.
    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        while (step()) {}
        processing = false;
        if (pending != null && !pending.isReadable()) {
            pending.release();
            pending = null;
        }
        if (exchange != null && exchange.target() != null && !exchange.ended()) {
            exchange.target().flush();
        }
        read();
    }

    private boolean step() {
        Exchange current = exchange;
        if (lingering || !context.channel().isActive()) {
            return false;
        }
        if (current == null) {
            return pending != null && head(pending);
        }
        if (tunnel) {
            tunnel(current);
            return false;
        }
        if (answerDone && (requestDone || !keepAlive)) {
            next();
            return true;
        }
        BodyReader reader = body;
        return !requestDone && reader != null && body(current, reader);
    }

    private void tunnel(Exchange current) {
        if (pending != null && current.target() != null && current.target().isWritable()) {
            current.target().body(pending);
            pending = null;
        }
    }

    private boolean head(ByteBuf in) {
        if (scanned == 0) {
            Heads.skipEmptyLines(in);
        }
        if (!in.isReadable()) {
            return false;
        }
        int length = Heads.length(in, scanned);
        if (length < 0
                && in.readableBytes() <= RequestParser.HEAD_BYTES
                && Heads.mayBecomeHead(in)) {
            scanned = Heads.scanned(in);
            return false;
        }
        scanned = 0;
        ListenerRoutes routes = routes();
        if (routes == null) {
            var _ = context.close();
            return false;
        }
        if (length < 0 || length > RequestParser.HEAD_BYTES) {
            refuse(routes, Heads.isLineTooLong(in) ? 414 : 400);
            return true;
        }
        Request request = lane.request;
        byte[] bytes = lane.copy(in, length);
        int status = lane.requests.parse(bytes, 0, length, request);
        NamedPort named = point.named();
        if (status == 0 && named != null && !named.leadsTo(request.host(), point)) {
            in.readerIndex(in.readerIndex() - length);
            leave(named, in);
            return false;
        }
        begin(routes, request, status);
        return true;
    }

    /// The request that is there is for another listener of the port: this connection begins anew.
    private void leave(NamedPort named, ByteBuf in) {
        lane.unwatch(wait);
        if (counters != null) {
            counters.closed();
        }
        pending = null;
        reading = true;
        context.channel().config().setAutoRead(true);
        ChannelPipeline pipeline = context.pipeline();
        pipeline.replace(this, null, named.again());
        pipeline.fireChannelRead(in);
    }

    private void begin(ListenerRoutes routes, Request request, int status) {
        Exchange begun = new Exchange(lane, this, routes, origin, request);
        long age = TimeUnit.NANOSECONDS.toMillis(lane.now() - openedNanos);
        begun.received = request.end();
        exchange = begun;
        hadRequest = true;
        answerDone = false;
        minorVersion = request.minorVersion();
        keepAlive =
                status == 0
                        && routes.balancer().desync().passes(request.desync().tier())
                        && request.keepsAlive()
                        && age < routes.balancer().clientMillis()
                        && !begun.closesBoth();
        body = new BodyReader(request.framing(), request.contentLength());
        requestDone = request.framing() == Framing.NONE;
        Forwarder.begin(begun, request, status);
        if (requestDone) {
            begun.requestEnd();
        }
    }

    /// Answers what is no request.
    private void refuse(ListenerRoutes routes, int status) {
        lane.request.clear();
        begin(routes, lane.request, status);
    }

    private boolean body(Exchange current, BodyReader reader) {
        if (!current.takesBody()
                || (!current.dropsBody()
                        && current.target() != null
                        && !current.target().isWritable())) {
            return false;
        }
        ByteBuf in = pending;
        ByteBuf data = in == null ? null : reader.next(in);
        if (data != null) {
            current.received += data.readableBytes();
            current.requestBody(data);
        }
        if (reader.isBroken()) {
            keepAlive = false;
            giveUp(current, 400);
            return true;
        }
        if (reader.isDone()) {
            requestDone = true;
            current.requestEnd();
            return true;
        }
        return data != null;
    }

    private static void giveUp(Exchange current, int status) {
        TargetSide target = current.target();
        boolean wasEnded = current.ended();
        current.fail(status);
        if (target != null && !wasEnded) {
            target.abandon();
        }
    }

    /// The request is answered: the connection is free for the next, or ends.
    private void next() {
        exchange = null;
        body = null;
        chunks = null;
        if (!keepAlive || routes() == null) {
            finish();
        }
    }

    /// Ends the connection when what was written is out. A client that still sends would lose the
    /// answer with a reset, so it is listened to for a while (RFC 9112, section 9.6).
    private void finish() {
        boolean stillSends = !requestDone || (pending != null && pending.isReadable());
        if (stillSends
                && context.channel() instanceof SocketChannel socket
                && context.pipeline().first() == this) {
            lingering = true;
            activeNanos = lane.now();
            if (pending != null) {
                pending.release();
                pending = null;
            }
            context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(done -> {
                        var _ = socket.shutdownOutput();
                    });
        } else {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Reads on, unless what is there already cannot be passed on yet. While nothing is there it
    /// always reads, to see when the client goes away.
    private void read() {
        boolean wants = pending == null || lingering || exchange == null;
        if (wants != reading) {
            reading = wants;
            context.channel().config().setAutoRead(wants);
        }
    }

    private @Nullable ListenerRoutes routes() {
        return lane.engine.routes().listener(point.listenerArn());
    }

    @Override
    public void interim(Response head) {
        if (minorVersion > 0) {
            var _ =
                    context.write(
                            ResponseWriter.interim(context.alloc(), head), context.voidPromise());
        }
    }

    @Override
    public void head(Response head, Exchange of) {
        boolean unknownEnd =
                head.framing() == Framing.CHUNKED || head.framing() == Framing.UNTIL_CLOSE;
        boolean chunked = unknownEnd && minorVersion > 0;
        keepAlive &= !unknownEnd || chunked;
        chunks = chunked ? new ChunkWriter() : null;
        tunnel = head.status() == 101;
        ByteBuf bytes = ResponseWriter.head(context.alloc(), head, of, chunked, keepAlive);
        of.sent += bytes.readableBytes();
        var _ = context.write(bytes, context.voidPromise());
    }

    @Override
    public void body(ByteBuf data) {
        if (exchange != null) {
            exchange.sent += data.readableBytes();
        }
        if (chunks != null) {
            chunks.write(context, data);
        } else {
            var _ = context.write(data, context.voidPromise());
        }
    }

    /// A target that sends them is not asked by clients of HTTP/1.x, who are answered 464.
    @Override
    public void trailers(Http2Headers fields) {}

    @Override
    public void end() {
        if (chunks != null) {
            chunks.end(context);
        }
        context.flush();
        answerDone = true;
        process();
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void answer(Answer answer, Exchange of) {
        ByteBuf bytes = ResponseWriter.answer(context.alloc(), answer, of, keepAlive);
        of.sent += bytes.readableBytes();
        var _ = context.writeAndFlush(bytes, context.voidPromise());
        answerDone = true;
        process();
    }

    @Override
    public void cut() {
        var _ = context.close();
    }

    @Override
    public void goOn() {
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable()) {
            activeNanos = lane.now();
            if (exchange != null && exchange.target() != null && !exchange.ended()) {
                exchange.target().goOn();
            }
        }
    }

    @Override
    public long check(long nowNanos) {
        ListenerRoutes routes = routes();
        long waitMillis;
        if (lingering) {
            waitMillis = lane.engine.limits().lingerMillis();
        } else if (routes != null) {
            waitMillis = routes.balancer().idleMillis();
        } else if (exchange == null) {
            waitMillis = 0;
        } else {
            return LATER;
        }
        long left = activeNanos + TimeUnit.MILLISECONDS.toNanos(waitMillis) - nowNanos;
        if (left > 0) {
            return left;
        }
        if (lingering || routes == null) {
            var _ = context.close();
        } else {
            silent(routes);
        }
        return LATER;
    }

    /// The client has not done anything for the idle timeout. One that does nothing between two
    /// requests is let go without a word.
    private void silent(ListenerRoutes routes) {
        Exchange current = exchange;
        if (current == null && (pending != null || !hadRequest)) {
            refuse(routes, 408);
            process();
        } else if (current == null || !context.channel().isWritable()) {
            var _ = context.close();
        } else if (!requestDone && current.takesBody() && !tunnel) {
            keepAlive = false;
            giveUp(current, 408);
            process();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        lane.unwatch(wait);
        if (counters != null) {
            counters.closed();
        }
        if (exchange != null) {
            exchange.abandon();
            exchange = null;
        }
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        boolean isNews = !(cause instanceof IOException || cause.getCause() instanceof IOException);
        if (isNews) { // and a client that went away, or broke TLS, is none
            LOG.warn("a client's connection failed", cause);
        }
        var _ = context.close();
    }
}
