package dev.kingtide.edge.proxy;

import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import dev.kingtide.edge.tls.TargetTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event loops that carry requests, and the ports through which they come.
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int BACKLOG = 4_096;
    private final Routes routes;
    private final Reports reports;
    private final Limits limits;
    private final Transport transport;
    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final TargetTls toTargets = TargetTls.of(false);
    private final TargetTls toHttp2Targets = TargetTls.of(true);
    private final AtomicInteger connections = new AtomicInteger();
    private final ByteBufAllocator allocator = new PooledByteBufAllocator(true);

    /// An engine without ports.
    ///
    /// @param reports where is told what was carried
    /// @param threads how many event loops carry the requests
    public Engine(Routes routes, Reports reports, Limits limits, Transport transport, int threads) {
        this.routes = routes;
        this.reports = reports;
        this.limits = limits;
        this.transport = transport;
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory("edge", true), transport.handlers());
        for (EventExecutor loop : loops) {
            EventLoop eventLoop = (EventLoop) loop;
            lanes.put(eventLoop, new Lane(this, eventLoop));
        }
        LOG.info("the edge carries with {} event loops on {}", threads, transport);
    }

    Routes routes() {
        return routes;
    }

    /// A listener's routes as they are now; null when it is gone.
    public @Nullable ListenerRoutes listener(String arn) {
        return routes.listener(arn);
    }

    TargetTls targetTls(boolean http2) {
        return http2 ? toHttp2Targets : toTargets;
    }

    Reports reports() {
        return reports;
    }

    Limits limits() {
        return limits;
    }

    Transport transport() {
        return transport;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    Lane lane(EventLoop loop) {
        Lane lane = lanes.get(loop);
        if (lane == null) {
            throw new IllegalStateException("not one of our event loops");
        }
        return lane;
    }

    /// Opens a port for a listener; port 0 is any free one. Waits until it is open.
    ///
    /// @throws IOException when it cannot be opened: it is taken, say
    public ListenPoint listen(String listenerArn, InetSocketAddress address) throws IOException {
        ListenPoint point = new ListenPoint(this, listenerArn);
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channelFactory(transport.serverSockets())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childHandler(point.connections())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on %s: %s".formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        point.opened(bound.channel());
        return point;
    }

    /// Whether there is room for one more connection, which then takes it.
    boolean opened(Channel channel) {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            return false;
        }
        clients.add(channel);
        channel.closeFuture().addListener(done -> connections.decrementAndGet());
        return true;
    }

    /// How many clients are connected.
    public int connections() {
        return connections.get();
    }

    /// A target takes no new requests: idle connections to it are closed.
    public void drain(LiveTarget target) {
        lanes.values().forEach(lane -> lane.loop.execute(() -> lane.drain(target)));
    }

    /// A target is gone: requests that it has not answered fail.
    public void remove(LiveTarget target) {
        lanes.values().forEach(lane -> lane.loop.execute(() -> lane.remove(target)));
    }

    /// Ends all connections; ports are closed before.
    @Override
    public void close() {
        clients.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        List<Lane> all = new ArrayList<>(lanes.values());
        all.forEach(lane -> lane.loop.execute(lane::close));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
