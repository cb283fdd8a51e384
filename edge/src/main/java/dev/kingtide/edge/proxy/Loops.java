package dev.kingtide.edge.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Event loops that carry requests, for one engine or for several.
public final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final int BACKLOG = 4_096;

    /// How many connections are taken before those that are there get their turn. With few, a crowd
    /// that comes at once waits for seconds on epoll while those of it that were let in keep the
    /// loop busy.
    private static final int ACCEPTED_AT_ONCE = 256;

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final ByteBufAllocator allocator = new PooledByteBufAllocator(true);

    /// So many event loops, which wait for bytes so.
    public Loops(Transport transport, int threads) {
        this.transport = transport;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory("edge", true), transport.handlers());
        LOG.info("the edge carries with {} event loops on {}", threads, transport);
    }

    Transport transport() {
        return transport;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    List<EventLoop> all() {
        List<EventLoop> all = new ArrayList<>();
        for (EventExecutor loop : group) {
            all.add((EventLoop) loop);
        }
        return all;
    }

    /// What opens ports of its own.
    ServerBootstrap server() {
        return new ServerBootstrap()
                .group(group)
                .channelFactory(transport.serverSockets())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator()
                                .respectMaybeMoreData(false)
                                .maxMessagesPerRead(ACCEPTED_AT_ONCE))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator);
    }

    /// What opens ports where other processes of the same user may listen too, all of which ask for
    /// that.
    ServerBootstrap sharedServer() {
        return server().option(transport.reusePort(), true);
    }

    /// Opens a port; port 0 is any free one. Waits until it is open.
    ///
    /// @param connections makes connections of what is accepted
    /// @throws IOException when it cannot be opened: it is taken, say
    Channel open(
            ServerBootstrap server,
            InetSocketAddress address,
            ChannelInitializer<Channel> connections)
            throws IOException {
        ChannelFuture bound = server.childHandler(connections).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on %s: %s".formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        return bound.channel();
    }

    /// Ends them; those that carry on them ended before.
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
