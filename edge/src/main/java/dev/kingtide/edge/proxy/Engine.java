package dev.kingtide.edge.proxy;

import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
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

/// The event loops that carry requests, and the ports through which they come.
public final class Engine implements AutoCloseable {
    private final Routes routes;
    private final Reports reports;
    private final Limits limits;
    private final Loops loops;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connections = new AtomicInteger();

    /// An engine without ports.
    ///
    /// @param reports where is told what was carried
    /// @param loops which carry the requests
    public Engine(Routes routes, Reports reports, Limits limits, Loops loops) {
        this.routes = routes;
        this.reports = reports;
        this.limits = limits;
        this.loops = loops;
        for (EventLoop loop : loops.all()) {
            lanes.put(loop, new Lane(this, loop));
        }
    }

    Routes routes() {
        return routes;
    }

    /// A listener's routes as they are now; null when it is gone.
    public @Nullable ListenerRoutes listener(String arn) {
        return routes.listener(arn);
    }

    Reports reports() {
        return reports;
    }

    Limits limits() {
        return limits;
    }

    Transport transport() {
        return loops.transport();
    }

    ByteBufAllocator allocator() {
        return loops.allocator();
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
    /// @param shared whether other processes may listen there too
    /// @throws IOException when it cannot be opened: it is taken, say
    public ListenPoint listen(String listenerArn, InetSocketAddress address, boolean shared)
            throws IOException {
        ListenPoint point = new ListenPoint(this, listenerArn, null);
        point.opened(
                loops.open(
                        shared ? loops.sharedServer() : loops.server(),
                        address,
                        point.connections()));
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

    /// Ends all connections; ports are closed before, the event loops after.
    @Override
    public void close() {
        clients.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        List<Lane> all = new ArrayList<>(lanes.values());
        all.forEach(lane -> lane.loop.execute(lane::close));
    }
}
