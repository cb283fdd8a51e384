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
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// An open port of a listener, or the way to one from a port of several.
public final class ListenPoint {
    private final Engine engine;
    private final String listenerArn;
    private final @Nullable NamedPort named;
    private @Nullable Channel server;

    /// @param named the port of several where clients may ask for other listeners too; else null
    ListenPoint(Engine engine, String listenerArn, @Nullable NamedPort named) {
        this.engine = engine;
        this.listenerArn = listenerArn;
        this.named = named;
    }

    void opened(Channel channel) {
        server = channel;
    }

    /// The listener whose rules its requests meet.
    public String listenerArn() {
        return listenerArn;
    }

    /// The port of several where clients may ask for other listeners too; null without.
    @Nullable NamedPort named() {
        return named;
    }

    /// Whether it is the same listener's.
    boolean isSameAs(ListenPoint other) {
        return engine == other.engine && listenerArn.equals(other.listenerArn);
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
            begin(context);
        }
    }

    /// Takes a connection over from a handler that has found out that it is for this listener.
    ///
    /// @return false when it is closed instead
    boolean take(ChannelHandlerContext place) {
        if (!engine.opened(place.channel())) {
            var _ = place.close();
            return false;
        }
        return begin(place);
    }

    private boolean begin(ChannelHandlerContext place) {
        ListenerRoutes routes = engine.routes().listener(listenerArn);
        if (routes == null || (routes.isTls() && routes.tls() == null)) {
            var _ = place.close();
            return false;
        }
        Exchange.Origin origin = origin(place.channel(), routes);
        ConnectionDraft draft = ConnectionDraft.of(engine.reports(), routes, origin);
        if (routes.tls() != null) {
            Shaking shaking = new Shaking(routes.counters(), origin, draft);
            TlsOpening opening =
                    new TlsOpening(routes.tls(), engine.limits().handshakeMillis(), shaking);
            place.pipeline().replace(place.handler(), null, opening);
        } else {
            if (draft != null) {
                draft.established();
            }
            serve(place, origin);
        }
        return true;
    }

    /// Where the requests of a new connection come from, with the zone of the node that it is with.
    private Exchange.Origin origin(Channel channel, ListenerRoutes routes) {
        return new Exchange.Origin(
                ClientAddress.of(channel.remoteAddress()),
                null,
                engine.routes().node(routes),
                engine.lane(channel.eventLoop()).random.nextLong());
    }

    /// Puts the connection in the place of a handler that has done its part.
    private void serve(ChannelHandlerContext place, Exchange.Origin origin) {
        ClientConnection connection =
                new ClientConnection(engine.lane(place.channel().eventLoop()), this, place, origin);
        place.pipeline().replace(place.handler(), null, connection);
    }

    /// Shakes hands with a client.
    private final class Shaking implements TlsOpening.Opened {
        private final Counters counters;
        private final Exchange.Origin origin;
        private final @Nullable ConnectionDraft draft;

        Shaking(Counters counters, Exchange.Origin origin, @Nullable ConnectionDraft draft) {
            this.counters = counters;
            this.origin = origin;
            this.draft = draft;
        }

        @Override
        public void opened(ChannelHandlerContext place, TlsSession session, boolean http2) {
            if (draft != null) {
                draft.established(place.pipeline().get(SslHandler.class).engine());
            }
            if (http2) {
                Lane lane = engine.lane(place.channel().eventLoop());
                new Http2Client(lane, ListenPoint.this, origin.with(session)).begin(place);
            } else {
                serve(place, origin.with(session));
            }
        }

        @Override
        public void failed(boolean spoke, @Nullable Throwable cause) {
            counters.count(Metric.NEW_CONNECTIONS);
            if (spoke) {
                counters.count(Metric.CLIENT_TLS_ERRORS);
            }
            if (draft != null) {
                draft.failed(cause);
            }
        }
    }
}
