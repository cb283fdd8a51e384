package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The growing share of a new target (ELB user guide, load-balancer-target-groups, slow start
/// mode).
class SlowStartTest {
    private static final GroupAttributes SIXTY_SECONDS = attributes("60", "round_robin");

    @ParameterizedTest(name = "{0} s, {1}, {2} warm: {3}")
    @CsvSource({
        "0,  round_robin,                5, false",
        "60, round_robin,                0, false",
        "60, round_robin,                1, true",
        "60, least_outstanding_requests, 5, false",
        "60, weighted_random,            5, false",
    })
    void a_target_ramps_only_beside_a_warm_one(
            String seconds, String algorithm, int warm, boolean begins) {
        assertThat(SlowStart.begins(attributes(seconds, algorithm), warm)).isEqualTo(begins);
    }

    @ParameterizedTest(name = "after {0} ms: {1}")
    @CsvSource({"-5,0", "0,0", "15000,0.25", "30000,0.5", "59999,0.99998", "60000,1", "99999,1"})
    void the_weight_grows_in_a_line(long afterMillis, double weight) {
        assertThat(SlowStart.weight(SIXTY_SECONDS, 1_000_000, 1_000_000 + afterMillis))
                .isCloseTo(weight, within(1e-5));
    }

    @Test
    void without_slow_start_the_weight_is_full_at_once() {
        assertThat(SlowStart.weight(GroupAttributes.DEFAULT, 1_000, 1_000)).isEqualTo(1);
        assertThat(SlowStart.meanWeight(GroupAttributes.DEFAULT, 1_000, 1_000, 2_000)).isEqualTo(1);
    }

    @ParameterizedTest(name = "from {0} to {1} ms: {2}")
    @CsvSource({
        "0,     60000,  0.5",
        "0,     120000, 0.75",
        "-60000, 60000, 0.25",
        "30000, 31000,  0.508333",
        "60000, 61000,  1",
        "59000, 61000,  0.995833",
        "30000, 30000,  0.5",
    })
    void the_mean_weight_is_that_of_the_line(long from, long to, double mean) {
        assertThat(SlowStart.meanWeight(SIXTY_SECONDS, 100_000, 100_000 + from, 100_000 + to))
                .isCloseTo(mean, within(1e-6));
    }

    @Test
    void beside_three_warm_targets_one_half_way_gets_a_seventh() {
        double weight = SlowStart.weight(SIXTY_SECONDS, 0, 30_000);
        assertThat(Routing.shares(new double[] {1, 1, 1, weight})[3])
                .isCloseTo(1 / 7.0, within(1e-12));
    }

    private static GroupAttributes attributes(String seconds, String algorithm) {
        return GroupAttributes.DEFAULT.with(
                Map.of(
                        "slow_start.duration_seconds", seconds,
                        "load_balancing.algorithm.type", algorithm));
    }
}
