package dev.kingtide.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Step scaling by alarms of the caller's.
final class StepScalingScenarioTest {
    private final ScalingWorld given = new ScalingWorld(1, 10);

    @Test
    void a_step_is_chosen_by_how_far_the_metric_is_beyond_the_threshold() {
        given.register(1, 100);
        out(60, step(0.0, 10.0, 2), step(10.0, null, 5));
        given.minutes(65, 40);
        assertThat(given.history).containsExactly("10 at 0", "12 at 120");
        assertThat(given.activities().getFirst().cause())
                .isEqualTo("monitor alarm out-alarm in state ALARM triggered policy out");
        given.steady(4, 40);
        given.steady(2, 70);
        assertThat(given.history).last().isEqualTo("17 at 480");
    }

    @Test
    void a_larger_step_during_the_cooldown_adds_the_difference() {
        given.register(1, 100);
        out(60, step(0.0, 10.0, 2), step(10.0, null, 3));
        given.minutes(65, 75, 75, 75);
        assertThat(given.history).containsExactly("10 at 0", "12 at 120", "13 at 180");
    }

    @Test
    void an_alarm_that_stays_on_scales_again_when_the_cooldown_ends() {
        given.register(1, 100);
        out(60, step(0.0, null, 2));
        given.steady(13, 70);
        assertThat(given.history).containsExactly("10 at 0", "12 at 120", "14 at 420", "16 at 720");
    }

    @Test
    void a_scale_in_waits_for_the_cooldown_of_the_last_one() {
        given.register(1, 100);
        given.runSeconds(60);
        in(40, step(null, 0.0, -2));
        given.steady(6, 30);
        assertThat(given.history).containsExactly("10 at 0", "8 at 180");
        given.steady(2, 30);
        assertThat(given.history).last().isEqualTo("6 at 480");
    }

    @Test
    void the_least_step_stops_at_the_limits_and_says_so() {
        given.register(9, 11);
        given.runSeconds(60);
        out(60, step(0.0, null, 5));
        in(40, step(null, 0.0, -5));
        given.minutes(70, 50, 70);
        assertThat(given.history).containsExactly("10 at 0", "11 at 180");
        given.steady(1, 50);
        assertThat(given.activities().getLast().notScaled())
                .isEqualTo(new NotScaledReason(NotScaledReason.Code.AT_MAX, null, 11, 11));
        given.steady(2, 30);
        assertThat(given.history).last().isEqualTo("9 at 420");
        given.steady(2, 30);
        assertThat(given.activities().getLast().notScaled())
                .isEqualTo(new NotScaledReason(NotScaledReason.Code.AT_MIN, 9, null, 9));
    }

    @Test
    void a_step_scale_in_is_not_hindered_by_tracking() {
        given.register(1, 100);
        given.runSeconds(60);
        given.track("cpu", new TrackedMetric.Cpu(), 50);
        in(50, step(null, 0.0, -3));
        given.steady(2, 48);
        assertThat(given.history).containsExactly("10 at 0", "7 at 180");
    }

    @Test
    void an_alarm_whose_actions_are_disabled_triggers_nothing() {
        given.register(1, 100);
        out(60, step(0.0, null, 2));
        given.loop.decide(turn -> {
            Alarm alarm = given.world.scaling().alarms.require("out-alarm");
            AlarmActions on = alarm.actions();
            return Alarms.put(
                    turn,
                    alarm.name(),
                    alarm.rule(),
                    new AlarmActions(false, on.ok(), on.alarm(), on.insufficientData()),
                    null);
        });
        given.steady(4, 90);
        assertThat(given.state("out-alarm")).isEqualTo(AlarmState.ALARM);
        assertThat(given.history).containsExactly("10 at 0");
    }

    @Test
    void a_policy_knows_the_alarms_that_trigger_it_and_outlives_them() {
        given.register(1, 100);
        String arn = out(60, step(0.0, null, 2)).identity().arn(Scope.DEFAULT);
        assertThat(arn)
                .matches(
                        "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}"
                                + ":resource/ecs/service/shop/web:policyName/out");
        assertThat(given.world.scaling().alarmsThatTrigger(arn)).containsExactly("out-alarm");
        given.loop.decide(turn -> {
            Alarms.delete(turn, "out-alarm");
            return "";
        });
        assertThat(given.world.scaling().alarmsThatTrigger(arn)).isEmpty();
        given.steady(4, 90);
        assertThat(given.history).containsExactly("10 at 0");
    }

    private ScalingPolicy.Step out(double threshold, StepAdjustment... steps) {
        return given.step(
                "out", Comparison.GREATER_THAN_OR_EQUAL, threshold, AdjustmentType.CHANGE, steps);
    }

    private void in(double threshold, StepAdjustment... steps) {
        given.step("in", Comparison.LESS_THAN, threshold, AdjustmentType.CHANGE, steps);
    }

    private static StepAdjustment step(
            @Nullable Double lower, @Nullable Double upper, int adjustment) {
        return new StepAdjustment(lower, upper, adjustment);
    }
}
