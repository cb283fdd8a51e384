package dev.kingtide.bench;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.EdgeConfig;
import dev.kingtide.edge.NettyEdge;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;

/// A load balancer in a process of its own, in front of the targets on one port, for [EdgeBench]: a
/// rule with a condition, round robin, metrics; prints its port, and ends with its input.
final class ForwardingEdge {
    private static final String PREFIX = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
    private static final String BALANCER = PREFIX + "loadbalancer/app/bench/1111111111111111";
    private static final String GROUP = PREFIX + "targetgroup/bench/2222222222222222";

    private ForwardingEdge() {}

    /// Carries until its input ends.
    ///
    /// @param args the transport, the targets' port, how many targets
    public static void main(String[] args) throws IOException {
        NettyEdge edge =
                NettyEdge.start(
                        EdgeConfig.standard()
                                .with(Transport.valueOf(args[0]))
                                .with(EdgeConfig.Ports.ALLOCATED)
                                .withThreads(1),
                        seen -> {});
        edge.accept(
                new EdgeCommand.PutLoadBalancer(
                        new LoadBalancer(
                                BALANCER,
                                "bench",
                                "bench.elb.localhost",
                                "internal",
                                "application",
                                "vpc-1",
                                new TreeMap<>(),
                                true,
                                List.of(),
                                new TreeMap<>(),
                                LoadBalancer.State.ACTIVE,
                                0)));
        edge.accept(
                new EdgeCommand.PutGroup(
                        new TargetGroup(
                                GROUP,
                                "bench",
                                "HTTP",
                                "HTTP1",
                                80,
                                "ip",
                                "vpc-1",
                                new HealthCheck(
                                        5, 2, 2, 2, "/1k", "200", "traffic-port", "HTTP", true),
                                GroupAttributes.DEFAULT,
                                List.of(BALANCER))));
        edge.accept(new EdgeCommand.PutListener(listener()));
        int port = Integer.parseInt(args[1]);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            edge.accept(
                    new EdgeCommand.AddTarget(
                            new Target(
                                    GROUP,
                                    address(i),
                                    port,
                                    "us-east-1a",
                                    null,
                                    TargetState.INITIAL,
                                    null,
                                    "",
                                    0)));
        }
        edge.settle(5_000);
        InetSocketAddress address = edge.endpoints().getFirst().address();
        if (address == null) {
            throw new IOException(edge.endpoints().getFirst().fault());
        }
        System.out.println(address.getPort());
        while (System.in.read() >= 0) {}
        edge.close();
    }

    /// The address of the i-th target.
    static String address(int i) {
        return "127.0.%d.%d".formatted(i / 250, 1 + i % 250);
    }

    private static Listener listener() {
        return new Listener(
                PREFIX + "listener/app/bench/1111111111111111/3333333333333333",
                BALANCER,
                "HTTP",
                80,
                List.of(
                        new Rule(
                                PREFIX + "listener-rule/app/bench/1/3/4",
                                1,
                                List.of(new Rule.Condition("path-pattern", "", List.of("/api/*"))),
                                Rule.Action.Forward.to(GROUP)),
                        new Rule(
                                PREFIX + "listener-rule/app/bench/1/3/5",
                                Rule.DEFAULT_PRIORITY,
                                List.of(),
                                Rule.Action.Forward.to(GROUP))));
    }
}
