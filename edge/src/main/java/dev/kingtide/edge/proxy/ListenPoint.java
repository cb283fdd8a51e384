package dev.kingtide.edge.proxy;

import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.report.Metric;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.tls.TlsOpening;
import dev.kingtide.edge.tls.TlsSession;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// An open port of a listener.
public final class ListenPoint {
    private final Engine engine;
    private final String listenerArn;
    private @Nullable Channel server;

    ListenPoint(Engine engine, String listenerArn) {
        this.engine = engine;
        this.listenerArn = listenerArn;
    }

    void opened(Channel channel) {
        server = channel;
    }

    /// The listener whose rules its requests meet.
    public String listenerArn() {
        return listenerArn;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        if (server == null) {
            throw new IllegalStateException("not open");
        }
        return (InetSocketAddress) server.localAddress();
    }

    /// Takes no more connections; those that are there end after the request that they have, once
    /// the listener's routes are gone.
    public void close() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
    }

    /// Makes connections of what is accepted.
    ChannelInitializer<Channel> connections() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (engine.opened(channel)) {
                    channel.pipeline().addLast(new Opening());
                } else {
                    ListenerRoutes routes = engine.routes().listener(listenerArn);
                    if (routes != null) {
                        routes.counters().count(Metric.REJECTED_CONNECTIONS);
                    }
                    var _ = channel.close();
                }
            }
        };
    }

    /// Waits until the connection is active, and then is in nobody's way.
    private final class Opening extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ListenerRoutes routes = engine.routes().listener(listenerArn);
            if (routes == null || (routes.isTls() && routes.tls() == null)) {
                var _ = context.close();
            } else if (routes.tls() != null) {
                int timeout = engine.limits().handshakeMillis();
                TlsOpening opening =
                        new TlsOpening(routes.tls(), timeout, new Shaking(routes.counters()));
                context.pipeline().replace(this, null, opening);
            } else {
                serve(context, null);
            }
        }
    }

    /// Puts the connection in the place of a handler that has done its part.
    private void serve(ChannelHandlerContext place, @Nullable TlsSession tls) {
        ClientConnection connection =
                new ClientConnection(engine.lane(place.channel().eventLoop()), this, place, tls);
        place.pipeline().replace(place.handler(), null, connection);
    }

    /// Shakes hands with a client.
    private final class Shaking implements TlsOpening.Opened {
        private final Counters counters;

        Shaking(Counters counters) {
            this.counters = counters;
        }

        @Override
        public void opened(ChannelHandlerContext place, TlsSession session, boolean http2) {
            if (http2) {
                Exchange.Origin origin =
                        new Exchange.Origin(
                                ClientAddress.of(place.channel().remoteAddress()), session);
                new Http2Client(engine.lane(place.channel().eventLoop()), ListenPoint.this, origin)
                        .begin(place);
            } else {
                serve(place, session);
            }
        }

        @Override
        public void failed(boolean spoke) {
            counters.count(Metric.NEW_CONNECTIONS);
            if (spoke) {
                counters.count(Metric.CLIENT_TLS_ERRORS);
            }
        }
    }
}
