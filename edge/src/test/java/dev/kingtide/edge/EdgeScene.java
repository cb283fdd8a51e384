package dev.kingtide.edge;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An edge with one load balancer, one listener and one group, and what tests do with them.
public final class EdgeScene implements Closeable {
    public static final String PREFIX = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
    public static final String BALANCER = SampleTraffic.LOAD_BALANCER;
    public static final String LISTENER = PREFIX + "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc";
    public static final String GROUP = PREFIX + "targetgroup/web/6d0ecf831eec9f09";
    public static final Limits LIMITS = new Limits(1_000, 16, 10_000, 1_000);
    public final NettyEdge edge;
    public final List<EdgeObservation> observations = new CopyOnWriteArrayList<>();
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private final SortedMap<String, String> zones = new TreeMap<>();
    private final SortedMap<String, String> ofListener = new TreeMap<>();
    private Listener.@Nullable Tls tls;
    private final List<Closeable> toClose = new ArrayList<>();

    public EdgeScene() {
        this(LIMITS);
    }

    public EdgeScene(Limits limits) {
        this(
                EdgeConfig.standard()
                        .with(limits)
                        .with(Transport.NIO)
                        .withThreads(2)
                        .with(Ports.ALLOCATED));
    }

    public EdgeScene(EdgeConfig config) {
        edge = NettyEdge.start(config, observations::add);
        balancer(Map.of());
        group(GROUP, Map.of());
        rules(List.of());
    }

    /// Gives the load balancer these attributes besides those that it has.
    public EdgeScene balancer(Map<String, String> changes) {
        attributes.putAll(changes);
        edge.accept(
                new EdgeCommand.PutLoadBalancer(
                        SampleTraffic.loadBalancer(zones, true, attributes)));
        return this;
    }

    /// Gives the load balancer nodes in zones, by subnet.
    public EdgeScene zones(Map<String, String> bySubnet) {
        zones.putAll(bySubnet);
        return balancer(Map.of());
    }

    /// Puts a group with these attributes, whose targets take requests before they are found
    /// healthy.
    public EdgeScene group(String arn, Map<String, String> groupAttributes) {
        Map<String, String> all = new TreeMap<>(groupAttributes);
        all.put(
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                "1000");
        return group(arn, HealthCheck.DEFAULT, all);
    }

    public EdgeScene group(String arn, HealthCheck check, Map<String, String> groupAttributes) {
        return group(arn, "HTTP", "HTTP1", check, groupAttributes);
    }

    /// Puts a group whose targets are spoken to so, and take requests at once.
    public EdgeScene group(String protocol, String version, HealthCheck check) {
        String threshold =
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count";
        return group(GROUP, protocol, version, check, Map.of(threshold, "1000"));
    }

    private EdgeScene group(
            String arn,
            String protocol,
            String version,
            HealthCheck check,
            Map<String, String> groupAttributes) {
        edge.accept(
                new EdgeCommand.PutGroup(
                        new TargetGroup(
                                arn,
                                arn.split("/", -1)[1],
                                protocol,
                                version,
                                80,
                                "ip",
                                "vpc-1",
                                check,
                                GroupAttributes.DEFAULT.with(groupAttributes),
                                List.of(BALANCER))));
        return this;
    }

    /// Gives the listener these rules before the default one, which forwards to [#GROUP].
    public EdgeScene rules(List<Rule> rules) {
        List<Rule> all = new ArrayList<>(rules);
        if (all.stream().noneMatch(Rule::isDefault)) {
            all.add(
                    new Rule(
                            PREFIX + "listener-rule/app/shop/1/2/0",
                            Rule.DEFAULT_PRIORITY,
                            List.of(),
                            Rule.Action.Forward.to(GROUP)));
        }
        edge.accept(
                new EdgeCommand.PutListener(
                        new Listener(
                                LISTENER,
                                BALANCER,
                                tls == null ? "HTTP" : "HTTPS",
                                8080,
                                all,
                                tls,
                                ofListener)));
        edge.settle(30_000);
        return this;
    }

    /// Gives the listener these attributes, and its default rule only.
    public EdgeScene listener(Map<String, String> changes) {
        ofListener.putAll(changes);
        return rules(List.of());
    }

    /// Lets the listener speak TLS with these certificates, the default one first, each named as
    /// [CertificateFiles] does.
    public EdgeScene tls(String policy, String... names) {
        for (String name : names) {
            edge.accept(new EdgeCommand.PutCertificate(certificate(name, name)));
        }
        List<String> arns = Stream.of(names).map(EdgeScene::certificateArn).toList();
        tls = new Listener.Tls(policy, arns.getFirst(), arns.subList(1, arns.size()));
        return rules(List.of());
    }

    /// Lets a listener that speaks TLS ask this of its clients; null for nothing.
    public EdgeScene asks(@Nullable MutualTls mutual) {
        Listener.Tls spoken = Objects.requireNonNull(tls);
        tls =
                new Listener.Tls(
                        spoken.policy(),
                        spoken.defaultCertificateArn(),
                        spoken.certificateArns(),
                        mutual);
        return rules(List.of());
    }

    public static String certificateArn(String name) {
        return "arn:aws:acm:us-east-1:123456789012:certificate/" + name;
    }

    /// A certificate of these files, under the ARN of that name.
    public static Certificate certificate(String name, String files) {
        Certificates.New it =
                switch (files) {
                    case "shop" ->
                            CertificateFiles.brought(files, "shop.example", "www.shop.example");
                    case "shop-again" ->
                            CertificateFiles.brought(files, "shop.example", "pay.shop.example");
                    case "wild" -> CertificateFiles.brought(files, "*.shop.example");
                    default -> CertificateFiles.brought(files, files + ".example");
                };
        return new Certificate(
                certificateArn(name),
                it.pem(),
                it.privateKey(),
                it.subject(),
                it.notBeforeMillis(),
                it.notAfterMillis(),
                0,
                0);
    }

    /// Makes one action the default rule.
    public EdgeScene always(Rule.Action action) {
        return rules(
                List.of(
                        new Rule(
                                PREFIX + "listener-rule/app/shop/1/2/0",
                                Rule.DEFAULT_PRIORITY,
                                List.of(),
                                action)));
    }

    /// Starts a target that behaves so, and registers it.
    public TargetServer target(TargetServer.Behaviour behaviour) throws IOException {
        return registered(new TargetServer(behaviour));
    }

    /// Starts and registers a target that answers health checks so too.
    public TargetServer probed(TargetServer.Behaviour behaviour) throws IOException {
        return registered(TargetServer.probed(behaviour));
    }

    private TargetServer registered(TargetServer server) {
        toClose.add(server);
        add(GROUP, server.port());
        return server;
    }

    /// Starts a target that speaks TLS with a certificate, and registers it.
    public TargetServer tlsTarget(String certificate, TargetServer.Behaviour behaviour)
            throws IOException {
        return registered(new TargetServer(TlsClients.serverSocket(certificate), behaviour));
    }

    /// Starts a target that says its name, and registers it.
    public TargetServer saying(String text) throws IOException {
        return target((request, out, socket) -> out.write(TargetServer.ok(text)));
    }

    public Target add(String groupArn, int port) {
        Target target = target(groupArn, port);
        edge.accept(new EdgeCommand.AddTarget(target));
        return target;
    }

    public static Target target(String groupArn, int port) {
        return SampleTraffic.target(groupArn, "127.0.0.1", port);
    }

    public InetSocketAddress address() {
        InetSocketAddress address =
                edge.endpoints().stream()
                        .filter(endpoint -> endpoint.listenerArn().equals(LISTENER))
                        .findFirst()
                        .orElseThrow()
                        .address();
        if (address == null) {
            throw new IllegalStateException("the listener is not open");
        }
        return address;
    }

    public Caller caller() throws IOException {
        Caller caller = new Caller(address());
        toClose.add(caller);
        return caller;
    }

    public void alsoClose(Closeable more) {
        toClose.add(more);
    }

    /// Waits until something is so, for half a minute at most.
    public static void until(BooleanSupplier isSo) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about in half a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : toClose) {
            each.close();
        }
        edge.close();
    }
}
