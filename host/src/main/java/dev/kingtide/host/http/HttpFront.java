package dev.kingtide.host.http;

import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP/1.1 server with keep-alive for whole requests; each is answered on a virtual thread of
/// its own, so that an answer may block.
public final class HttpFront implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private final MultiThreadIoEventLoopGroup loops;
    private final List<Channel> servers = new CopyOnWriteArrayList<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Shared shared;

    /// Answers a request; may block, and throws nothing.
    @FunctionalInterface
    public interface Answerer {

        /// The answer to a request.
        WireResponse answer(WireRequest request);
    }

    /// What is too much.
    ///
    /// @param lineBytes of the request line: answered with 414
    /// @param headBytes of all headers: answered with 431
    /// @param bodyBytes of a body: answered with 413
    /// @param connections at once; more are closed as they come
    /// @param atWork requests that are being answered at once; more get 503
    /// @param requestSeconds from a request's first byte to its last: answered with 408
    /// @param idleSeconds between two requests; then the connection is closed
    public record Limits(
            int lineBytes,
            int headBytes,
            int bodyBytes,
            int connections,
            int atWork,
            int requestSeconds,
            int idleSeconds) {

        /// Room for what AWS's clients send: presigned addresses in the request line, bodies as the
        /// gateway takes them.
        public static final Limits DEFAULT =
                new Limits(64 << 10, 64 << 10, 4 << 20, 10_000, 2_000, 30, 300);
    }

    /// What the connections share.
    record Shared(
            Answerer answerer,
            WebSockets sockets,
            Limits limits,
            Semaphore atWork,
            AtomicInteger connections) {}

    private HttpFront(MultiThreadIoEventLoopGroup loops, Shared shared) {
        this.loops = loops;
        this.shared = shared;
    }

    /// Listens on an address; port 0 is any free one.
    ///
    /// @throws IOException when it cannot: the port is taken, say
    public static HttpFront listen(InetSocketAddress address, Limits limits, Answerer answerer)
            throws IOException {
        return listen(address, limits, answerer, WebSockets.NONE);
    }

    /// The same where connections may become WebSockets.
    public static HttpFront listen(
            InetSocketAddress address, Limits limits, Answerer answerer, WebSockets sockets)
            throws IOException {
        Shared shared =
                new Shared(
                        answerer,
                        sockets,
                        limits,
                        new Semaphore(limits.atWork()),
                        new AtomicInteger());
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        HttpFront front = new HttpFront(loops, shared);
        boolean listening = false;
        try {
            front.listenAlso(address);
            listening = true;
            return front;
        } finally {
            if (!listening) {
                var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            }
        }
    }

    /// Listens on one more address, with the same thread and within the same limits.
    ///
    /// @throws IOException when it cannot; then everything else is as it was
    public void listenAlso(InetSocketAddress address) throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Connection())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        servers.add(bound.channel());
    }

    /// Loads the classes that [#listen] needs.
    public static void load() {
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel channel = new NioServerSocketChannel();
        loops.register(channel).awaitUninterruptibly();
        channel.close().awaitUninterruptibly();
        var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /// The port that it listens on at its first address.
    public int port() {
        return ((InetSocketAddress) servers.getFirst().localAddress()).getPort();
    }

    private final class Connection extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            Limits limits = shared.limits();
            if (shared.connections().incrementAndGet() > limits.connections()) {
                shared.connections().decrementAndGet();
                var _ = channel.close();
                return;
            }
            clients.add(channel);
            channel.closeFuture().addListener(_ -> shared.connections().decrementAndGet());
            channel.pipeline()
                    .addLast(new IdleStateHandler(0, 0, limits.idleSeconds()))
                    .addLast(new Deadline(limits.requestSeconds()))
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(limits.lineBytes())
                                            .setMaxHeaderSize(limits.headBytes())))
                    .addLast(new WholeRequests(limits.bodyBytes()))
                    .addLast(new AnswerHandler(shared));
        }
    }

    /// Takes no more connections, lets requests that are being answered finish for a moment, and
    /// ends.
    @Override
    public void close() {
        servers.forEach(server -> server.close().awaitUninterruptibly());
        try {
            int all = shared.limits().atWork();
            if (shared.atWork().tryAcquire(all, 5, TimeUnit.SECONDS)) {
                shared.atWork().release(all);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
