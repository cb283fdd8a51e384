package dev.kingtide.edge.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeObservation.AnomaliesChanged;
import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.report.Meters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The target of the next request, as states and shares change.
class LiveGroupTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Routes routes = new Routes(new Tokens("secret"), new Meters());

    private LiveGroup group(Map<String, String> attributes) {
        routes.put(
                SampleTraffic.group(HealthCheck.DEFAULT)
                        .with(GroupAttributes.DEFAULT.with(attributes)));
        return requireNonNull(routes.group(SampleTraffic.GROUP));
    }

    private LiveTarget add(int port) {
        Target target = SampleTraffic.target(SampleTraffic.GROUP, "127.0.0.1", port);
        return requireNonNull(
                routes.add(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    private int share(LiveGroup group, LiveTarget target, int of) {
        int hits = 0;
        for (int i = 0; i < of; i++) {
            hits += requireNonNull(group.choose(random, "")) == target ? 1 : 0;
        }
        return hits;
    }

    @Test
    void a_target_that_comes_to_a_warm_one_starts_slowly() {
        LiveGroup group = group(Map.of("slow_start.duration_seconds", "900"));
        LiveTarget warm = add(1);
        group.enter(warm, TargetState.HEALTHY);
        LiveTarget fresh = add(2);
        group.enter(fresh, TargetState.HEALTHY);
        assertThat(share(group, fresh, 1_000)).isLessThan(20);
        group.enter(fresh, TargetState.UNHEALTHY);
        assertThat(share(group, fresh, 100)).isZero();
        group.enter(fresh, TargetState.HEALTHY);
        assertThat(share(group, fresh, 1_000)).as("it begins anew").isLessThan(20);
    }

    @Test
    void requests_go_round_a_target_that_fails_more_than_its_peers_where_that_is_asked_for() {
        Map<String, String> attributes = new java.util.TreeMap<>();
        attributes.put("load_balancing.algorithm.type", "weighted_random");
        attributes.put("load_balancing.algorithm.anomaly_mitigation", "on");
        LiveGroup group = group(attributes);
        List<LiveTarget> targets = List.of(add(1), add(2), add(3), add(4));
        targets.forEach(target -> group.enter(target, TargetState.HEALTHY));
        assertThat(requireNonNull(group.judge()).anomalous()).as("told once").isEmpty();
        assertThat(group.judge()).isNull();
        LiveTarget bad = targets.get(2);
        answer(targets, bad);
        String key = bad.target().key();
        assertThat(requireNonNull(group.judge()).anomalous()).containsExactly(key);
        for (int i = 0; i < 5; i++) {
            answer(targets, bad);
            assertThat(group.judge()).as("no news").isNull();
        }
        assertThat(share(group, bad, 10_000)).isBetween(80, 260); // 0.05 of 3.05
        attributes.put("stickiness.enabled", "true");
        group(attributes);
        answer(targets, bad);
        AnomaliesChanged off = requireNonNull(group.judge());
        assertThat(off.anomalous()).containsExactly(key);
        assertThat(off.mitigated()).isEmpty();
        assertThat(share(group, bad, 10_000)).isBetween(2_200, 2_800);
    }

    private static void answer(List<LiveTarget> targets, LiveTarget bad) {
        for (LiveTarget target : targets) {
            for (int i = 0; i < 100; i++) {
                target.began();
                target.ended(target == bad);
            }
        }
    }

    @Test
    void targets_that_come_together_start_with_their_full_share() {
        LiveGroup group = group(Map.of("slow_start.duration_seconds", "900"));
        LiveTarget one = add(1);
        LiveTarget other = add(2);
        group.enter(one, TargetState.HEALTHY);
        group.enter(other, TargetState.HEALTHY);
        assertThat(share(group, other, 1_000)).isEqualTo(500);
    }

    @Test
    void least_outstanding_requests_is_exact_among_a_thousand() {
        LiveGroup group =
                group(Map.of("load_balancing.algorithm.type", "least_outstanding_requests"));
        for (int i = 0; i < 1_000; i++) {
            LiveTarget target = add(i + 1);
            group.enter(target, TargetState.HEALTHY);
            for (int busy = 0; busy < 2; busy++) {
                target.began();
            }
        }
        LiveTarget idlest = requireNonNull(group.choose(random, ""));
        idlest.ended(false);
        assertThat(share(group, idlest, 100)).isEqualTo(100);
    }

    @Test
    void too_few_healthy_targets_open_the_group_to_all() {
        LiveGroup group =
                group(
                        Map.of(
                                "target_group_health.unhealthy_state_routing."
                                        + "minimum_healthy_targets.count",
                                "2"));
        LiveTarget well = add(1);
        LiveTarget ill = add(2);
        group.enter(well, TargetState.HEALTHY);
        group.enter(ill, TargetState.UNHEALTHY);
        assertThat(share(group, ill, 100)).isEqualTo(50);
        group(Map.of());
        assertThat(share(group, ill, 100)).as("from the next request on").isZero();
    }

    @Test
    void without_targets_there_is_nobody_to_choose() {
        LiveGroup group = group(Map.of());
        assertThat(group.choose(random, "")).isNull();
        LiveTarget target = add(1);
        assertThat(group.choose(random, "")).isSameAs(target);
        routes.drain(target.target());
        assertThat(group.choose(random, "")).isNull();
    }

    @Test
    void a_probe_that_was_under_way_does_not_bring_a_draining_target_back() {
        LiveGroup group = group(Map.of());
        LiveTarget target = add(1);
        assertThat(group.found(target, TargetState.HEALTHY)).isTrue();
        routes.drain(target.target());
        assertThat(group.found(target, TargetState.HEALTHY)).isFalse();
        assertThat(group.choose(random, "")).isNull();
        LiveTarget again = add(1);
        assertThat(group.found(target, TargetState.UNHEALTHY)).isFalse();
        assertThat(group.found(again, TargetState.HEALTHY)).isTrue();
        assertThat(group.choose(random, "")).isSameAs(again);
    }

    @Test
    void tokens_are_the_same_for_the_same_key_only() {
        String name = new Tokens("secret").of("arn");
        assertThat(new Tokens("secret").of("arn")).isEqualTo(name);
        assertThat(new Tokens("other").of("arn")).isNotEqualTo(name);
        assertThat(new Tokens("secret").of("arn2")).isNotEqualTo(name);
    }
}
