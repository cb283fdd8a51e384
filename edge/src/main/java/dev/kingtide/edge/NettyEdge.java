package dev.kingtide.edge;

import static java.util.Objects.requireNonNull;

import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Routing;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.health.HttpProbes;
import dev.kingtide.edge.health.LoggedProbes;
import dev.kingtide.edge.health.Prober;
import dev.kingtide.edge.proxy.Engine;
import dev.kingtide.edge.proxy.Loops;
import dev.kingtide.edge.proxy.NamedPort;
import dev.kingtide.edge.proxy.Reports;
import dev.kingtide.edge.report.LogFiles;
import dev.kingtide.edge.report.Meters;
import dev.kingtide.edge.route.LiveGroup;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import dev.kingtide.edge.route.Tokens;
import dev.kingtide.edge.tls.TargetTls;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Load balancers on real ports: an [Edge] that carries HTTP with Netty.
///
/// Commands take effect for the next request and end none that is under way, except as
/// [EdgeCommand.RemoveTarget] says. They may come from any one thread at a time.
public final class NettyEdge implements Edge, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NettyEdge.class);
    private static final long MINUTE = 60_000;
    private final EdgeConfig config;
    private final Routes routes;
    private final Meters meters;
    private final @Nullable LogFiles log;
    private final @Nullable Loops ownLoops;
    private final Engine engine;
    private final Ears ears;
    private final @Nullable EventLoopGroup ownLoop;
    private final Prober prober;
    private final Consumer<EdgeObservation> observations;

    /// What its parts share.
    private record Basis(EdgeConfig config, Routes routes, Meters meters, @Nullable LogFiles log) {
        static Basis of(EdgeConfig config) {
            Meters meters = new Meters();
            Routes routes = new Routes(new Tokens(config.cookieKey()), meters);
            LogFiles log = config.logs() == null ? null : new LogFiles(config.logs());
            return new Basis(config, routes, meters, log);
        }
    }

    private NettyEdge(
            Basis basis,
            @Nullable EventLoopGroup ownLoop,
            Prober prober,
            Consumer<EdgeObservation> observations) {
        this.config = basis.config();
        this.routes = basis.routes();
        this.meters = basis.meters();
        this.log = basis.log();
        this.ownLoop = ownLoop;
        this.prober = prober;
        this.observations = observations;
        NamedPort named = config.named();
        this.ownLoops = named == null ? new Loops(config.transport(), config.threads()) : null;
        Loops loops = ownLoops != null ? ownLoops : requireNonNull(named).loops();
        this.engine = new Engine(routes, new Reports(meters, log), config.limits(), loops);
        if (named != null) {
            named.join(engine);
        }
        this.ears = new Ears(engine, config.ports(), config.sharing());
    }

    /// An edge that knows of no load balancer yet.
    ///
    /// @param observations takes what the edge sees, from any thread, and does not block
    public static NettyEdge start(EdgeConfig config, Consumer<EdgeObservation> observations) {
        EventLoopGroup probing =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("edge-health", true),
                        config.transport().handlers());
        EventLoop loop = probing.next();
        Basis basis = Basis.of(config);
        HttpProbes sent = new HttpProbes(loop, config.transport());
        Prober.Requests probes =
                basis.log() == null ? sent : new LoggedProbes(sent, basis.routes(), basis.log());
        Prober prober = new Prober(loop, probes, observations::accept);
        NettyEdge edge = new NettyEdge(basis, probing, prober, observations);
        long toNextMinute = MINUTE - System.currentTimeMillis() % MINUTE;
        var _ =
                loop.scheduleAtFixedRate(
                        () -> {
                            long now = System.currentTimeMillis();
                            edge.report(now - now % MINUTE);
                        },
                        toNextMinute,
                        MINUTE,
                        TimeUnit.MILLISECONDS);
        var _ =
                loop.scheduleAtFixedRate(
                        edge::judge,
                        Anomaly.INTERVAL_SECONDS,
                        Anomaly.INTERVAL_SECONDS,
                        TimeUnit.SECONDS);
        return edge;
    }

    /// An edge that probes by somebody else's clock.
    static NettyEdge start(
            EdgeConfig config, Prober prober, Consumer<EdgeObservation> observations) {
        return new NettyEdge(Basis.of(config), null, prober, observations);
    }

    @Override
    public synchronized void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.PutLoadBalancer(var balancer) -> routes.put(balancer);
            case EdgeCommand.RemoveLoadBalancer(String arn) -> {
                routes.removeBalancer(arn);
                ears.removeBalancer(arn);
            }
            case EdgeCommand.PutCertificate(var certificate) -> routes.put(certificate);
            case EdgeCommand.RemoveCertificate(String arn) -> routes.removeCertificate(arn);
            case EdgeCommand.PutTrustStore(var store) -> routes.put(store);
            case EdgeCommand.RemoveTrustStore(String arn) -> routes.removeTrustStore(arn);
            case EdgeCommand.PutListener(Listener listener) -> put(listener);
            case EdgeCommand.RemoveListener(String arn) -> {
                routes.removeListener(arn);
                ears.remove(arn);
            }
            case EdgeCommand.PutGroup(TargetGroup group) -> put(group);
            case EdgeCommand.RemoveGroup(String arn) -> routes.removeGroup(arn).forEach(this::gone);
            case EdgeCommand.AddTarget(Target target) -> add(target);
            case EdgeCommand.DrainTarget(Target target) -> {
                LiveTarget known = routes.drain(target);
                if (known != null) {
                    prober.remove(known);
                    engine.drain(known);
                }
            }
            case EdgeCommand.RemoveTarget(Target target) -> {
                LiveTarget known = routes.remove(target);
                if (known != null) {
                    gone(known);
                }
            }
        }
    }

    private void put(Listener listener) {
        if (routes.put(listener)) {
            ears.put(listener);
        } else {
            LOG.warn("listener {} has no load balancer, and is not opened", listener.arn());
        }
    }

    private void put(TargetGroup group) {
        LiveGroup before = routes.group(group.arn());
        boolean otherCheck =
                before != null && !before.settings().healthCheck().equals(group.healthCheck());
        if (group.protocol().equals("HTTPS") || group.healthCheck().protocol().equals("HTTPS")) {
            // here, so that no event loop has to make it
            var _ = TargetTls.of(!group.protocolVersion().equals("HTTP1"));
        }
        routes.put(group);
        if (otherCheck) {
            prober.reconfigured(group.arn());
        }
    }

    private void add(Target target) {
        LiveTarget before = routes.target(target);
        if (before != null) {
            prober.remove(before);
            engine.drain(before);
        }
        InetSocketAddress address = config.addresses().of(target);
        if (address == null) {
            unreachable(target, "it has no address here");
            return;
        }
        LiveTarget added = routes.add(target, address);
        if (added != null) {
            if (target.state() == TargetState.HEALTHY) {
                added.group().found(added, TargetState.HEALTHY); // an edge before this one saw it
            }
            prober.add(added);
        }
    }

    private void unreachable(Target target, String why) {
        LOG.warn("target {} takes no requests: {}", target.key(), why);
        HealthReason reason = HealthReason.FAILED_HEALTH_CHECKS;
        observations.accept(
                new EdgeObservation.TargetHealthChanged(
                        target.key(), TargetState.UNHEALTHY, reason, reason.text()));
    }

    private void gone(LiveTarget target) {
        prober.remove(target);
        engine.remove(target);
    }

    /// Tells what was measured over the minute that ended.
    void report(long endMillis) {
        Map<Meters.Place, Meters.Hosts> hosts = new HashMap<>();
        Map<Meters.Place, Meters.ZoneState> zones = new HashMap<>();
        for (LiveGroup group : routes.groups()) {
            for (String arn : group.settings().loadBalancerArns()) {
                String label =
                        arn.substring(arn.indexOf("loadbalancer/") + "loadbalancer/".length());
                for (LiveTarget target : group.targets()) {
                    Meters.Place place =
                            new Meters.Place(
                                    label, group.settings().label(), target.target().zone());
                    hosts.merge(place, hosts(target), Meters.Hosts::and);
                }
                for (String zone : routes.nodeZones(arn)) {
                    boolean routing = group.mode(zone) == Routing.Mode.HEALTHY_ONLY;
                    zones.put(
                            new Meters.Place(label, group.settings().label(), zone),
                            new Meters.ZoneState(group.isInDns(zone), routing));
                }
            }
        }
        meters.report(endMillis, new Meters.Seen(hosts, zones), observations::accept);
    }

    private static Meters.Hosts hosts(LiveTarget target) {
        boolean healthy = target.state() == TargetState.HEALTHY;
        return new Meters.Hosts(
                healthy ? 1 : 0,
                target.state() == TargetState.UNHEALTHY ? 1 : 0,
                healthy && target.anomaly().anomalous() ? 1 : 0,
                healthy && target.anomaly().isMitigated() ? 1 : 0);
    }

    /// Judges the targets of all groups by what they answered, and tells what is new of it.
    void judge() {
        for (LiveGroup group : routes.groups()) {
            EdgeObservation.AnomaliesChanged news = group.judge();
            if (news != null) {
                observations.accept(news);
            }
        }
    }

    /// How many lines of logs were lost, because the disk did not keep up or failed.
    public long lostLogLines() {
        return log == null ? 0 : log.lost();
    }

    /// Where listeners can be reached now.
    public List<Endpoint> endpoints() {
        return ears.endpoints();
    }

    /// Waits until the ports are open that commands so far ask for.
    ///
    /// @return false when they are not, after so long
    public boolean settle(long millis) {
        return ears.settle(millis);
    }

    /// Takes no more connections, and ends those that there are.
    @Override
    public void close() {
        if (config.named() != null) {
            config.named().leave(engine);
        }
        ears.close();
        engine.close();
        if (ownLoops != null) {
            ownLoops.close();
        }
        if (log != null) {
            log.close();
        }
        if (ownLoop != null) {
            ownLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                    .awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }
}
