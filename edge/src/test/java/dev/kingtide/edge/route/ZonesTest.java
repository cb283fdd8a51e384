package dev.kingtide.edge.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Routing.Mode;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.report.Meters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Load balancers whose nodes keep to the targets of their zones.
class ZonesTest {
    private static final Map<String, String> ZONAL =
            Map.of("load_balancing.cross_zone.enabled", "false");
    private final Routes routes = new Routes(new Tokens("secret"), new Meters());

    private ListenerRoutes listener(boolean known, Map<String, String> attributes) {
        routes.put(
                SampleTraffic.loadBalancer(
                        new TreeMap<>(Map.of("subnet-1", "a", "subnet-2", "b", "subnet-3", "a")),
                        known,
                        new TreeMap<>()));
        routes.put(
                SampleTraffic.group(HealthCheck.DEFAULT, SampleTraffic.LOAD_BALANCER)
                        .with(GroupAttributes.DEFAULT.with(attributes)));
        routes.put(SampleTraffic.listener());
        return requireNonNull(routes.listener(SampleTraffic.LISTENER));
    }

    private LiveGroup group() {
        return requireNonNull(routes.group(SampleTraffic.GROUP));
    }

    private LiveTarget add(String zone, int port, TargetState state) {
        Target target = SampleTraffic.target(SampleTraffic.GROUP, "10.0.0.1", port, zone);
        LiveTarget added =
                requireNonNull(
                        routes.add(
                                target,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        group().enter(added, state);
        return added;
    }

    private List<String> nodes(ListenerRoutes listener, int connections) {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            nodes.add(routes.node(listener));
        }
        return nodes;
    }

    /// The ports of the targets that a zone's node chooses.
    private Set<Integer> chosen(String zone) {
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            LiveTarget target = group().choose(new SplittableRandom(i), zone);
            if (target != null) {
                ports.add(target.target().port());
            }
        }
        return ports;
    }

    @Test
    void each_node_keeps_to_the_targets_of_its_zone_and_those_outside_of_the_vpc() {
        ListenerRoutes listener = listener(true, ZONAL);
        add("a", 1, TargetState.HEALTHY);
        add("b", 2, TargetState.HEALTHY);
        add("b", 3, TargetState.HEALTHY);
        add("all", 4, TargetState.HEALTHY);
        assertThat(nodes(listener, 4)).containsExactly("a", "b", "a", "b");
        assertThat(chosen("a")).containsExactly(1, 4);
        assertThat(chosen("b")).containsExactly(2, 3, 4);
        assertThat(chosen("c")).containsExactly(4);
        assertThat(chosen("")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void across_zones_every_node_has_every_target() {
        ListenerRoutes listener = listener(true, Map.of());
        add("a", 1, TargetState.HEALTHY);
        add("b", 2, TargetState.UNHEALTHY);
        assertThat(nodes(listener, 2)).as("no zone is out of DNS").containsExactly("a", "b");
        assertThat(chosen("b")).containsExactly(1);
    }

    @Test
    void each_zone_fails_open_for_itself_and_answers_503_without_a_target() {
        listener(true, ZONAL);
        add("a", 1, TargetState.HEALTHY);
        add("a", 2, TargetState.UNHEALTHY);
        LiveTarget other = add("b", 3, TargetState.UNHEALTHY);
        assertThat(group().mode("a")).isEqualTo(Mode.HEALTHY_ONLY);
        assertThat(group().mode("b")).isEqualTo(Mode.FAIL_OPEN);
        assertThat(chosen("a")).containsExactly(1);
        assertThat(chosen("b")).containsExactly(3);
        group().remove(other.target().key());
        assertThat(group().mode("b")).isEqualTo(Mode.NO_TARGET);
        assertThat(chosen("b")).isEmpty();
    }

    @Test
    void clients_are_led_to_no_zone_with_too_few_healthy_targets_unless_none_is_left() {
        ListenerRoutes listener = listener(true, ZONAL);
        LiveTarget one = add("a", 1, TargetState.HEALTHY);
        LiveTarget two = add("b", 2, TargetState.UNHEALTHY);
        assertThat(nodes(listener, 3)).containsOnly("a");
        group().enter(two, TargetState.HEALTHY);
        assertThat(nodes(listener, 2)).containsExactlyInAnyOrder("a", "b");
        group().enter(one, TargetState.UNHEALTHY);
        group().enter(two, TargetState.UNHEALTHY);
        assertThat(nodes(listener, 2)).containsExactlyInAnyOrder("a", "b");
        Map<String, String> off = new TreeMap<>(ZONAL);
        off.put("target_group_health.dns_failover.minimum_healthy_targets.count", "off");
        group().enter(one, TargetState.HEALTHY);
        assertThat(nodes(listener(true, off), 2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void zones_that_are_guesses_hold_nothing_back() {
        ListenerRoutes listener = listener(false, ZONAL);
        add("a", 1, TargetState.HEALTHY);
        add("c", 2, TargetState.HEALTHY);
        assertThat(nodes(listener, 2)).containsOnly("");
        assertThat(chosen("")).containsExactly(1, 2);
    }
}
