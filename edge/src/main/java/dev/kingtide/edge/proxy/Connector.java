package dev.kingtide.edge.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// Opens connections to targets on one event loop, which calls it. All is done in the same turn of
/// the loop, in which a Bootstrap would look names up and come back twice.
public final class Connector {
    private final EventLoop loop;
    private final Transport transport;
    private final ByteBufAllocator allocator;
    private final int timeoutMillis;

    /// @param timeoutMillis how long a target may take to accept; 0 for as long as it takes
    public Connector(
            EventLoop loop, Transport transport, ByteBufAllocator allocator, int timeoutMillis) {
        this.loop = loop;
        this.transport = transport;
        this.allocator = allocator;
        this.timeoutMillis = timeoutMillis;
    }

    /// Connects.
    ///
    /// @param fill gives the connection its handlers
    /// @return done when the target has accepted; failed with ConnectTimeoutException when it takes
    ///   too long
    public Future<Channel> connect(InetSocketAddress to, Consumer<ChannelPipeline> fill) {
        Channel channel;
        try {
            channel = transport.clientSockets().newChannel();
        } catch (ChannelException e) { // no file descriptor is left
            return loop.newFailedFuture(e);
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.ALLOCATOR, allocator);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
        fill.accept(channel.pipeline());
        Promise<Channel> connected = loop.newPromise();
        loop.register(channel)
                .addListener(registered -> {
                    if (registered.isSuccess()) {
                        channel.connect(to).addListener(done -> tell(channel, done, connected));
                    } else {
                        tell(channel, registered, connected);
                    }
                });
        return connected;
    }

    private static void tell(Channel channel, Future<?> done, Promise<Channel> connected) {
        if (done.isSuccess()) {
            connected.setSuccess(channel);
        } else {
            var _ = channel.close();
            connected.setFailure(done.cause());
        }
    }
}
