package dev.kingtide.core.traffic;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A load balancer with one listener that forwards to one group of targets, for tests of what
/// carries it.
public final class SampleTraffic {
    private static final String PREFIX = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";

    public static final String LOAD_BALANCER = PREFIX + "loadbalancer/app/shop/50dc6c495c0c9188";

    public static final String GROUP = PREFIX + "targetgroup/shop/6d0ecf831eec9f09";

    public static final String LISTENER =
            PREFIX + "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2";

    private SampleTraffic() {}

    public static LoadBalancer loadBalancer() {
        return loadBalancer("us-east-1", "shop");
    }

    public static LoadBalancer loadBalancer(String region, String name) {
        return new LoadBalancer(
                LOAD_BALANCER.replace("us-east-1", region).replace("shop", name),
                name,
                name + "-1." + region + ".elb.amazonaws.com",
                "internet-facing",
                "application",
                "vpc-1",
                new TreeMap<>(),
                true,
                List.of(),
                new TreeMap<>(),
                LoadBalancer.State.ACTIVE,
                0);
    }

    /// One with nodes in zones.
    ///
    /// @param zones by subnet
    /// @param known whether these zones are facts
    public static LoadBalancer loadBalancer(
            SortedMap<String, String> zones, boolean known, SortedMap<String, String> attributes) {
        return loadBalancer().in(zones, known).with(attributes);
    }

    public static Listener listener() {
        return new Listener(
                LISTENER,
                LOAD_BALANCER,
                "HTTP",
                80,
                List.of(
                        new Rule(
                                PREFIX + "listener-rule/app/shop/1/2/3",
                                Rule.DEFAULT_PRIORITY,
                                List.of(),
                                Rule.Action.Forward.to(GROUP))));
    }

    public static TargetGroup group(HealthCheck check, String... loadBalancerArns) {
        return new TargetGroup(
                GROUP,
                "shop",
                "HTTP",
                "HTTP1",
                80,
                "ip",
                "vpc-1",
                check,
                GroupAttributes.DEFAULT,
                List.of(loadBalancerArns));
    }

    /// One that is not probed yet.
    public static Target target(String groupArn, String id, int port) {
        return target(groupArn, id, port, "us-east-1a");
    }

    public static Target target(String groupArn, String id, int port, String zone) {
        return new Target(groupArn, id, port, zone, null, TargetState.INITIAL, null, "", 0);
    }

    public static Target ofTask(String taskId, Target target) {
        return target.forTask(taskId);
    }
}
