package dev.kingtide.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.metrics.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapacityRulesTest {

    @ParameterizedTest
    @CsvSource({
        // capacity, measured, target, wanted
        "10, 75,    75,   10",
        "10, 75.01, 75,   11",
        "10, 100,   50,   20",
        "10, 51,    50,   11",
        "3,  0.3,   0.1,  9",
        "20, 30,    75,   8",
        "20, 0,     75,   0",
        "2,  60,    75,   2",
        "0,  100,   50,   0",
        "1,  6000,  1000, 6",
        "7,  33.3,  33.3, 7",
    })
    void tracking_wants_the_least_capacity_that_keeps_the_metric_at_its_target(
            int capacity, double measured, double target, int wanted) {
        assertThat(CapacityRules.tracking(capacity, measured, target)).isEqualTo(wanted);
    }

    /// The worked example of the user guide: +10 % from 0 to 10 above the threshold, +30 % beyond;
    /// -10 % to 10 below, -30 % beyond; capacity 10, then 11, then 14.
    @ParameterizedTest
    @CsvSource({
        "10, 0,     11, one tenth of 10",
        "10, 9.9,   11, the upper bound is exclusive",
        "11, 10,    14, thirty percent of 11 is 3.3",
        "14, -5,    13, a tenth of 14 is 1.4",
        "13, -10,   10, thirty percent of 13 is 3.9; the upper bound is inclusive",
        "10, -9.99, 9,  the lower bound is exclusive",
    })
    void the_guides_example_comes_out(int capacity, double breach, int wanted, String why) {
        ScalingPolicy.StepSettings settings =
                breach < 0
                        ? percent(null, step(-10.0, 0.0, -10), step(null, -10.0, -30))
                        : percent(null, step(0.0, 10.0, 10), step(10.0, null, 30));
        assertThat(CapacityRules.step(settings, capacity, breach)).as(why).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        // lower, upper, breach, covered
        "0,  10, 0,     true",
        "0,  10, 9.99,  true",
        "0,  10, 10,    false",
        "0,  ,   1e9,   true",
        ",   0,  -1e9,  true",
        ",   0,  0,     false",
        "-10,0,  -10,   false",
        "-10,0,  -9.99, true",
        "-20,-10,-10,   true",
        ",   -10,-10,   true",
        ",   10, 9.99,  true",
        "-10,,   0,     true",
    })
    void a_step_covers_what_its_bounds_say(
            @Nullable Double lower, @Nullable Double upper, double breach, boolean covered) {
        assertThat(step(lower, upper, 1).covers(breach)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        // capacity, percent, least change, wanted: above 1 down, 0 to 1 up to 1, and mirrored
        "10, 25,   ,  12",
        "10, 127,  ,  22",
        "1,  10,   ,  2",
        "1,  -10,  ,  0",
        "10, -25,  ,  8",
        "10, -67,  ,  4",
        "10, 10,   2, 12",
        "10, -10,  3, 7",
        "10, 50,   2, 15",
        "0,  50,   ,  0",
        "0,  50,   1, 1",
        "10, 0,    ,  10",
        "10, 0,    5, 10",
        "10, -200, ,  0",
        "100,7,    ,  107",
    })
    void a_percentage_is_rounded_toward_zero_but_not_to_zero(
            int capacity, int percent, @Nullable Integer least, int wanted) {
        assertThat(CapacityRules.step(percent(least, step(0.0, null, percent)), capacity, 1))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGE, -3,  1,  7",
        "CHANGE, -30, 1,  0",
        "EXACT,  4,   1,  4",
        "EXACT,  4,   -1, 10",
    })
    void a_change_is_added_and_an_exact_capacity_is_set(
            AdjustmentType type, int adjustment, double breach, int wanted) {
        ScalingPolicy.StepSettings settings =
                new ScalingPolicy.StepSettings(
                        type,
                        List.of(step(0.0, null, adjustment)),
                        null,
                        null,
                        Statistic.AVERAGE,
                        null);
        assertThat(CapacityRules.step(settings, 10, breach)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, 70", "MINIMUM, 60", "MAXIMUM, 85"})
    void values_are_aggregated_as_the_policy_says(Statistic aggregation, double expected) {
        List<AlarmRule.Value> values =
                List.of(
                        new AlarmRule.Value(85, 3),
                        new AlarmRule.Value(65, 2),
                        new AlarmRule.Value(60, 1));
        assertThat(CapacityRules.aggregate(values, aggregation)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0..10 10..*,        -",
                "*..-10 -10..0,      -",
                "*..-10 -10..0 0..*, -",
                "10..* 0..10,        -",
                "0..*,               -",
                "*..0,               -",
                "'',                 NONE",
                "*..*,               UNBOUNDED",
                "10..0,              EMPTY",
                "5..5,               EMPTY",
                "0..10 5..*,         OVERLAP",
                "0..* 10..*,         OVERLAP",
                "*..0 *..5,          OVERLAP",
                "0..10 15..*,        GAP",
                "-10..0,             NO_LOWEST",
                "0..10,              NO_HIGHEST",
                "*..0 0..10,         NO_HIGHEST",
            })
    void steps_have_neither_gaps_nor_overlaps(String text, StepChecks.@Nullable Problem problem) {
        List<StepAdjustment> steps = new ArrayList<>();
        for (String bounds : text.isEmpty() ? List.<String>of() : List.of(text.split(" "))) {
            int dots = bounds.indexOf("..");
            steps.add(step(bound(bounds.substring(0, dots)), bound(bounds.substring(dots + 2)), 1));
        }
        assertThat(StepChecks.problem(steps)).isEqualTo(problem);
    }

    @Test
    void a_label_names_load_balancer_and_target_group() {
        assertThat(
                        TrackedMetric.RequestsPerTarget.ofLabel(
                                "app/shop/50dc6c495c0c9188/targetgroup/web/6d0ecf831eec9f09"))
                .isEqualTo(
                        new TrackedMetric.RequestsPerTarget(
                                "app/shop/50dc6c495c0c9188", "targetgroup/web/6d0ecf831eec9f09"));
    }

    private static @Nullable Double bound(String text) {
        return text.equals("*") ? null : Double.valueOf(text);
    }

    private static StepAdjustment step(
            @Nullable Double lower, @Nullable Double upper, int adjustment) {
        return new StepAdjustment(lower, upper, adjustment);
    }

    private static ScalingPolicy.StepSettings percent(
            @Nullable Integer least, StepAdjustment... steps) {
        return new ScalingPolicy.StepSettings(
                AdjustmentType.PERCENT, List.of(steps), least, null, Statistic.AVERAGE, null);
    }
}
