package dev.kingtide.edge.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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
    /// @param tls what encrypts the connection, null for nothing
    /// @param fill gives the connection its further handlers
    /// @return done when the target has accepted, and agreed on the encryption; failed with
    ///   ConnectTimeoutException when it takes too long to accept, with an SSLException when it
    ///   does not agree
    public Future<Channel> connect(
            InetSocketAddress to, @Nullable SslHandler tls, Consumer<ChannelPipeline> fill) {
        Channel channel;
        try {
            channel = transport.clientSockets().newChannel();
        } catch (ChannelException e) { // no file descriptor is left
            return loop.newFailedFuture(e);
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.ALLOCATOR, allocator);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
        if (tls != null) {
            channel.pipeline().addLast(tls);
        }
        fill.accept(channel.pipeline());
        Promise<Channel> connected = loop.newPromise();
        loop.register(channel)
                .addListener(registered -> {
                    if (registered.isSuccess()) {
                        channel.connect(to)
                                .addListener(done -> accepted(channel, tls, done, connected));
                    } else {
                        fail(channel, registered.cause(), connected);
                    }
                });
        return connected;
    }

    private static void accepted(
            Channel channel, @Nullable SslHandler tls, Future<?> done, Promise<Channel> connected) {
        if (!done.isSuccess()) {
            fail(channel, done.cause(), connected);
        } else if (tls == null) {
            connected.setSuccess(channel);
        } else {
            tls.handshakeFuture()
                    .addListener(shaken -> {
                        if (shaken.isSuccess()) {
                            connected.setSuccess(channel);
                        } else {
                            Throwable cause = shaken.cause();
                            fail(
                                    channel,
                                    cause instanceof SSLException ? cause : new SSLException(cause),
                                    connected);
                        }
                    });
        }
    }

    private static void fail(Channel channel, Throwable cause, Promise<Channel> connected) {
        var _ = channel.close();
        connected.setFailure(cause);
    }
}
