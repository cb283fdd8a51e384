package dev.kingtide.edge.proxy;

import dev.kingtide.edge.route.AskedName;
import dev.kingtide.edge.route.ListenerRoutes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// One port for the load balancers of several engines, told apart by the name that a client asks
/// for: the Host of its requests, or the domain of its TLS ([AskedName]).
///
/// Of a connection without TLS every request is looked at; one for another load balancer takes the
/// connection along. With TLS it belongs to the listener that it began with, as with any load
/// balancer.
public final class NamedPort implements AutoCloseable {
    private final Loops loops;
    private final Limits limits;
    private final List<Engine> engines = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Channel server;

    /// What a name leads to.
    sealed interface Found {}

    /// A listener.
    record Place(ListenPoint point) implements Found {}

    /// Nothing.
    ///
    /// @param why for people to read
    record Nowhere(String why) implements Found {}

    /// Opens the port; port 0 is any free one. Clients can connect, and wait until [#begin].
    ///
    /// @param loops which the engines that join share with it
    /// @throws IOException when it cannot be opened: it is taken, say
    public NamedPort(Loops loops, Limits limits, InetSocketAddress address) throws IOException {
        this.loops = loops;
        this.limits = limits;
        this.server =
                loops.open(
                        loops.server().option(ChannelOption.AUTO_READ, false),
                        address,
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept(channel);
                            }
                        });
    }

    /// The event loops that it carries with.
    public Loops loops() {
        return loops;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /// It is known by now what there is: connections are taken, those that wait first.
    public void begin() {
        server.config().setAutoRead(true);
    }

    /// From now on names may lead to an engine's load balancers.
    public void join(Engine engine) {
        engines.add(engine);
    }

    /// No name leads there any more.
    public void leave(Engine engine) {
        engines.remove(engine);
    }

    private void accept(Channel channel) {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            var _ = channel.close();
            return;
        }
        channel.closeFuture().addListener(done -> connections.decrementAndGet());
        channel.pipeline().addLast(new NameOpening(this, limits.handshakeMillis()));
    }

    /// Where a name leads.
    ///
    /// @param host as a Host field has it
    /// @param tls whether the client speaks TLS
    Found find(String host, boolean tls) {
        AskedName asked = AskedName.of(host);
        if (asked == null) {
            return new Nowhere(
                    "\"%s\" is no load balancer's name, such as NAME%s"
                            .formatted(host, AskedName.DOMAIN));
        }
        List<Place> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Engine engine : engines) {
            for (ListenerRoutes routes : engine.routes().named(asked, tls)) {
                String arn = routes.listener().arn();
                places.add(new Place(new ListenPoint(engine, arn, tls ? null : this)));
                names.add(routes.balancer().domain() + AskedName.DOMAIN);
            }
        }
        if (places.size() == 1) {
            return places.getFirst();
        }
        return new Nowhere(
                places.isEmpty()
                        ? "no load balancer with such an %s listener is called %s"
                                .formatted(tls ? "HTTPS" : "HTTP", asked.name())
                        : "several load balancers are called %s; ask for one of %s"
                                .formatted(asked.name(), String.join(", ", names)));
    }

    /// Whether a name leads to this listener.
    boolean leadsTo(String host, ListenPoint point) {
        return find(host, false) instanceof Place(ListenPoint found) && found.isSameAs(point);
    }

    /// A beginning, for a connection that asks for another load balancer than before.
    NameOpening again() {
        return new NameOpening(this, limits.handshakeMillis());
    }

    /// Takes no more connections; those that there are belong to the engines.
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }
}
