package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.traffic.Routing.Mode;
import dev.kingtide.core.traffic.Rule.Action.Forward;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which group and which targets take a request (ELB user guide, target-group-health).
class RoutingTest {
    private static final String ROUTING =
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";

    @ParameterizedTest(name = "{2} of {3} healthy, count {0}, percentage {1}: {4}")
    @CsvSource({
        // count, percentage, healthy, registered
        "1,   off, 0,  0,  NO_TARGET",
        "1,   off, 0,  3,  FAIL_OPEN",
        "1,   off, 1,  3,  HEALTHY_ONLY",
        "1,   off, 3,  3,  HEALTHY_ONLY",
        "3,   off, 2,  10, FAIL_OPEN",
        "3,   off, 3,  10, HEALTHY_ONLY",
        "off, off, 0,  3,  FAIL_OPEN",
        "off, off, 1,  3,  HEALTHY_ONLY",
        "1,   50,  4,  10, FAIL_OPEN",
        "1,   50,  5,  10, HEALTHY_ONLY",
        "1,   50,  1,  3,  FAIL_OPEN",
        "1,   100, 9,  10, FAIL_OPEN",
        "1,   100, 10, 10, HEALTHY_ONLY",
        "6,   50,  5,  10, FAIL_OPEN",
    })
    void a_group_fails_open_when_too_few_are_healthy(
            String count, String percentage, int healthy, int registered, Mode mode) {
        GroupAttributes attributes =
                GroupAttributes.DEFAULT.with(
                        Map.of(ROUTING + "count", count, ROUTING + "percentage", percentage));
        assertThat(Routing.mode(attributes, healthy, registered)).isEqualTo(mode);
    }

    @ParameterizedTest(name = "{0}: {1} takes requests: {2}")
    @CsvSource({
        "NO_TARGET,    HEALTHY,     false",
        "HEALTHY_ONLY, INITIAL,     false",
        "HEALTHY_ONLY, HEALTHY,     true",
        "HEALTHY_ONLY, UNHEALTHY,   false",
        "HEALTHY_ONLY, UNAVAILABLE, true",
        "HEALTHY_ONLY, UNUSED,      false",
        "HEALTHY_ONLY, DRAINING,    false",
        "FAIL_OPEN,    INITIAL,     true",
        "FAIL_OPEN,    HEALTHY,     true",
        "FAIL_OPEN,    UNHEALTHY,   true",
        "FAIL_OPEN,    UNAVAILABLE, true",
        "FAIL_OPEN,    UNUSED,      false",
        "FAIL_OPEN,    DRAINING,    false",
    })
    void a_draining_target_never_takes_requests(Mode mode, TargetState state, boolean takes) {
        assertThat(mode.includes(state)).isEqualTo(takes);
    }

    @Test
    void a_group_is_closed_with_only_draining_targets_and_open_with_only_unhealthy_ones() {
        TrafficScene scene = new TrafficScene();
        TargetGroup group = scene.groupInUse("shop");
        assertThat(Routing.mode(scene.tables(), group.arn())).isEqualTo(Mode.NO_TARGET);
        Target one = scene.register(group, "10.0.0.1", null);
        assertThat(Routing.mode(scene.tables(), group.arn())).isEqualTo(Mode.FAIL_OPEN);
        scene.observe(one, Probe.PASSED);
        assertThat(Routing.mode(scene.tables(), group.arn())).isEqualTo(Mode.HEALTHY_ONLY);
        scene.observe(one, Probe.FAILED, Probe.FAILED);
        assertThat(Routing.mode(scene.tables(), group.arn())).isEqualTo(Mode.FAIL_OPEN);
        scene.deregister(one);
        assertThat(Routing.mode(scene.tables(), group.arn())).isEqualTo(Mode.NO_TARGET);
    }

    @Test
    void shares_are_in_proportion_to_weights() {
        assertThat(Routing.shares(new double[] {1, 1, 0.5})).containsExactly(0.4, 0.4, 0.2);
        assertThat(Routing.shares(new double[] {0, 0})).containsExactly(0.5, 0.5);
        assertThat(Routing.shares(new double[] {})).isEmpty();
    }

    @ParameterizedTest(name = "weights {0}/{1}/{2}: shares {3}/{4}/{5}")
    @CsvSource({"1,1,2, 0.25,0.25,0.5", "0,1,0, 0,1,0", "0,0,0, 0,0,0", "999,1,0, 0.999,0.001,0"})
    void groups_take_requests_in_proportion_to_their_weights(
            int a, int b, int c, double shareA, double shareB, double shareC) {
        Forward forward =
                new Forward(
                        List.of(
                                new WeightedGroup("a", a),
                                new WeightedGroup("b", b),
                                new WeightedGroup("c", c)));
        assertThat(Routing.share(forward, "a")).isEqualTo(shareA);
        assertThat(Routing.share(forward, "b")).isEqualTo(shareB);
        assertThat(Routing.share(forward, "c")).isEqualTo(shareC);
        int draws = 10_000;
        int[] chosen = new int[3];
        for (int i = 0; i < draws; i++) {
            String arn = Routing.choose(forward, (i + 0.5) / draws);
            if (arn != null) {
                chosen["abc".indexOf(arn)]++;
            }
        }
        assertThat(chosen[0] / (double) draws).isCloseTo(shareA, within(0.0002));
        assertThat(chosen[1] / (double) draws).isCloseTo(shareB, within(0.0002));
        assertThat(chosen[2] / (double) draws).isCloseTo(shareC, within(0.0002));
    }
}
