package dev.kingtide.core.scaling;

import static dev.kingtide.core.scaling.ScalingWorld.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.metrics.AlbMetrics;
import dev.kingtide.core.metrics.MetricId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Target tracking in the core's words: given a load, when it changes, then what and how soon.
final class TargetTrackingScenarioTest {
    private static final TrackedMetric.Cpu TRACKED = new TrackedMetric.Cpu();
    private static final String LOAD_BALANCER = "app/shop/50dc6c495c0c9188";
    private static final String GROUP = "targetgroup/web/6d0ecf831eec9f09";
    private static final MetricId REQUESTS = AlbMetrics.requestCountPerTarget(LOAD_BALANCER, GROUP);

    private final ScalingWorld given = new ScalingWorld(1, 2);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 30, 45, 59})
    void a_step_in_load_is_answered_after_three_to_five_minutes(int second) {
        given.register(2, 100);
        given.track("cpu", TRACKED, 50);
        given.load(at -> at < 600 + second ? 0.9 : 8);
        given.runSeconds(600 + second + 179);
        assertThat(given.history).containsExactly("2 at 0");
        given.runSeconds(121);
        assertThat(given.desired()).isEqualTo(4);
    }

    @Test
    void a_saturated_cpu_hides_how_much_is_missing_so_capacity_doubles_each_cooldown() {
        given.register(2, 100);
        given.track("cpu", TRACKED, 50);
        given.load(at -> at < 600 ? 0.9 : 8);
        given.runSeconds(1800);
        assertThat(given.history).containsExactly("2 at 0", "4 at 840", "8 at 1140", "16 at 1440");
    }

    @Test
    void requests_per_target_are_counted_by_the_minute_and_show_all_that_is_missing() {
        given.register(2, 100);
        given.track("requests", new TrackedMetric.RequestsPerTarget(LOAD_BALANCER, GROUP), 1000);
        for (int i = 0; i < 4; i++) {
            given.minute(REQUESTS, 8000);
        }
        assertThat(given.history).containsExactly("2 at 0", "16 at 240");
    }

    @Test
    void the_low_alarm_needs_fifteen_minutes() {
        given.create("other", 1);
        given.desire(10);
        given.runSeconds(300);
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(15, 20);
        assertThat(given.history).hasSize(2);
        given.minutes(20);
        assertThat(given.history).containsExactly("2 at 0", "10 at 0", "4 at 1260");
        given.steady(4, 10);
        assertThat(given.history).as("cooldown").hasSize(3);
        given.steady(2, 10);
        assertThat(given.history).last().isEqualTo("1 at 1560");
    }

    @ParameterizedTest
    @CsvSource({
        // the low alarm stands at 0.9 of the target
        "45,   OK",
        "44.9, ALARM",
    })
    void the_low_alarm_stands_a_tenth_below_the_target(double cpu, AlarmState state) {
        given.register(1, 100);
        ScalingPolicy.TargetTracking policy = given.track("cpu", TRACKED, 50);
        given.steady(16, cpu);
        assertThat(given.state(policy.lowAlarm())).isEqualTo(state);
        assertThat(policy.highAlarm())
                .matches("TargetTracking-service/shop/web-AlarmHigh-[0-9a-f-]{36}");
        assertThat(policy.lowAlarm())
                .matches("TargetTracking-service/shop/web-AlarmLow-[0-9a-f-]{36}");
    }

    @Test
    void a_scale_in_that_would_bring_the_metric_above_its_target_is_anticipated_flapping() {
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(20, 30);
        assertThat(given.history).containsExactly("2 at 0");
        ScalingActivity activity = given.activities().getLast();
        assertThat(given.activities()).hasSize(1);
        assertThat(activity.notScaled())
                .isEqualTo(NotScaledReason.of(NotScaledReason.Code.ANTICIPATED_FLAPPING, 2));
        assertThat(activity.description()).isEqualTo("Attempting to scale due to alarm triggered");
        assertThat(activity.status()).isEqualTo(ScalingActivity.Status.FAILED);
    }

    @Test
    void during_the_cooldown_only_a_larger_scale_out_acts_and_adds_the_difference() {
        given.desire(10);
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.minutes(60, 60, 60, 70, 70, 60, 60, 60, 60);
        // 10 x 60 / 50, then 10 x 70 / 50; when the cooldown ends, 14 x 60 / 50
        assertThat(given.history)
                .containsExactly("2 at 0", "10 at 0", "12 at 240", "14 at 300", "17 at 540");
    }

    @Test
    void no_other_scale_out_before_the_cooldown_ends() {
        given.desire(10);
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(9, 60);
        assertThat(given.history).containsExactly("2 at 0", "10 at 0", "12 at 240", "15 at 540");
    }

    @Test
    void cooldowns_are_settings() {
        given.desire(10);
        given.register(1, 100);
        given.track("cpu", new ScalingPolicy.TrackingSettings(TRACKED, 50, 0, 60, false, null));
        given.minutes(60, 60, 60, 60, 60);
        assertThat(given.history).containsExactly("2 at 0", "10 at 0", "12 at 240", "15 at 300");
    }

    @Test
    void a_scale_out_ends_the_cooldown_of_a_scale_in() {
        given.desire(10);
        given.runSeconds(120);
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(16, 30);
        assertThat(given.history).last().isEqualTo("6 at 1080");
        given.minutes(90, 90, 90, 90);
        assertThat(given.history).last().isEqualTo("11 at 1320");
        assertThat(given.target().cooldown().inUntilMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void missing_data_scales_in_neither_direction() {
        given.desire(10);
        given.register(1, 100);
        ScalingPolicy.TargetTracking policy = given.track("cpu", TRACKED, 50);
        given.steady(2, 10);
        assertThat(given.state(policy.highAlarm())).isEqualTo(AlarmState.OK);
        given.runSeconds(3600);
        assertThat(given.state(policy.highAlarm())).isEqualTo(AlarmState.INSUFFICIENT_DATA);
        assertThat(given.state(policy.lowAlarm())).isEqualTo(AlarmState.INSUFFICIENT_DATA);
        assertThat(given.history).containsExactly("2 at 0", "10 at 0");
    }

    @Test
    void real_zeros_scale_in_to_the_minimum_even_to_none() {
        given.register(0, 100);
        given.runSeconds(120);
        given.track("requests", new TrackedMetric.RequestsPerTarget(LOAD_BALANCER, GROUP), 1000);
        for (int i = 0; i < 17; i++) {
            given.minute(REQUESTS, 0);
        }
        assertThat(given.desired()).isZero();
    }

    @Test
    void several_policies_scale_out_if_any_wants_to_and_the_largest_wins() {
        given.register(2, 100);
        given.track("cpu", TRACKED, 50);
        given.track("requests", new TrackedMetric.RequestsPerTarget(LOAD_BALANCER, GROUP), 1000);
        both(4, 60, 4000);
        assertThat(given.desired()).isEqualTo(8);
        both(4, 40, 1000);
        assertThat(given.desired()).isEqualTo(8);
    }

    @Test
    void several_policies_scale_in_only_if_all_want_to_and_the_largest_wins() {
        given.desire(10);
        given.register(1, 100);
        given.runSeconds(120);
        given.track("cpu", TRACKED, 50);
        given.track("requests", new TrackedMetric.RequestsPerTarget(LOAD_BALANCER, GROUP), 1000);
        both(30, 10, 950);
        assertThat(given.desired()).as("requests are near their target").isEqualTo(10);
        both(17, 10, 500);
        assertThat(given.desired()).as("5 for requests, 2 for CPU").isEqualTo(5);
    }

    @Test
    void a_policy_that_may_not_scale_in_does_not_hinder_the_others() {
        given.desire(10);
        given.register(1, 100);
        given.runSeconds(120);
        given.track("cpu", TRACKED, 50);
        given.track(
                "requests",
                new ScalingPolicy.TrackingSettings(
                        new TrackedMetric.RequestsPerTarget(LOAD_BALANCER, GROUP),
                        1000,
                        null,
                        null,
                        true,
                        null));
        both(17, 10, 950);
        assertThat(given.desired()).isEqualTo(2);
        assertThat(given.world.scaling().alarms.size()).isEqualTo(3);
    }

    @Test
    void a_deployment_in_progress_stops_scale_in_but_not_scale_out() {
        given.driver.startMillis = 100_000;
        given.desire(4);
        given.runSeconds(240);
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(14, 10);
        given.deploy(2);
        given.steady(2, 10);
        assertThat(given.desired()).isEqualTo(4);
        given.steady(5, 10);
        assertThat(given.desired()).as("the deployment is complete").isEqualTo(1);
        given.deploy(1);
        given.steady(3, 100);
        given.deploy(2);
        given.steady(1, 100);
        assertThat(given.desired()).isEqualTo(2);
    }

    @Test
    void suspended_scaling_resumes_with_the_alarms_that_are_still_on() {
        given.register(1, 100, new SuspendedState(false, true, false));
        given.track("cpu", TRACKED, 50);
        given.steady(8, 100);
        assertThat(given.history).containsExactly("2 at 0");
        given.register(null, null, SuspendedState.NONE);
        given.steady(1, 100);
        assertThat(given.history).containsExactly("2 at 0", "4 at 540");
        given.register(null, null, new SuspendedState(true, false, false));
        given.steady(20, 5);
        assertThat(given.history).hasSize(2);
    }

    @Test
    void the_maximum_is_the_end_and_says_so_once() {
        given.register(1, 3);
        given.track("cpu", TRACKED, 50);
        given.steady(30, 100);
        assertThat(given.history).containsExactly("2 at 0", "3 at 240");
        assertThat(given.activities()).hasSize(2);
        assertThat(given.activities().getLast().notScaled())
                .isEqualTo(new NotScaledReason(NotScaledReason.Code.AT_MAX, null, 3, 3));
        assertThat(given.activities().getLast().cause())
                .matches(
                        "monitor alarm TargetTracking-service/shop/web-AlarmHigh-\\S+"
                                + " in state ALARM triggered policy cpu");
    }

    @Test
    void an_activity_is_successful_when_the_service_has_followed() {
        given.register(1, 30);
        given.track("cpu", TRACKED, 50);
        given.steady(4, 100);
        ScalingActivity activity = given.activities().getFirst();
        assertThat(activity.description()).isEqualTo("Setting desired count to 4.");
        assertThat(activity.status()).isEqualTo(ScalingActivity.Status.IN_PROGRESS);
        assertThat(activity.statusMessage())
                .isEqualTo(
                        "Successfully set desired count to 4."
                                + " Waiting for change to be fulfilled by ecs.");
        given.runSeconds(90);
        activity = given.activities().getFirst();
        assertThat(activity.status()).isEqualTo(ScalingActivity.Status.SUCCESSFUL);
        assertThat(activity.statusMessage())
                .isEqualTo(
                        "Successfully set desired count to 4. Change successfully fulfilled by"
                                + " ecs.");
        assertThat(Objects.requireNonNull(activity.endMillis()) - activity.startMillis())
                .isBetween(50_000L, 60_000L);
    }

    @Test
    void a_later_activity_overrides_one_that_the_service_has_not_followed() {
        given.register(1, 100);
        given.driver.startMillis = 100_000;
        given.track("cpu", TRACKED, 50);
        given.minutes(60, 60, 60, 100, 100);
        assertThat(given.activities())
                .extracting(ScalingActivity::status)
                .containsExactly(
                        ScalingActivity.Status.OVERRIDDEN, ScalingActivity.Status.IN_PROGRESS);
    }

    @Test
    void a_policy_put_again_keeps_its_alarms_and_a_deleted_one_takes_them_away() {
        given.register(1, 100);
        ScalingPolicy.TargetTracking before = given.track("cpu", TRACKED, 50);
        given.steady(4, 40);
        ScalingPolicy.TargetTracking after = given.track("cpu", TRACKED, 30);
        assertThat(after.highAlarm()).isEqualTo(before.highAlarm());
        assertThat(after.identity()).isEqualTo(before.identity());
        given.steady(1, 40);
        assertThat(given.desired()).isEqualTo(3);
        given.loop.decide(turn -> {
            ScalingPolicies.delete(turn, after);
            return "";
        });
        assertThat(given.world.scaling().alarms.size()).isZero();
        given.steady(10, 100);
        assertThat(given.desired()).isEqualTo(3);
    }

    @Test
    void a_silent_metric_costs_nothing() {
        given.register(1, 100);
        given.track("cpu", TRACKED, 50);
        given.steady(3, 40);
        given.runSeconds(24 * 3600);
        long turns = given.core.turns();
        given.runSeconds(24 * 3600);
        assertThat(given.core.turns()).isEqualTo(turns);
        given.steady(3, 100);
        given.runSeconds(61);
        assertThat(given.desired()).isEqualTo(4);
        assertThat(given.world.metrics().series.require(CPU.key()).datapoints()).hasSize(3);
    }

    private void both(int minutes, double cpu, double requests) {
        for (int i = 0; i < minutes; i++) {
            given.minute(CPU, cpu);
            long endMillis = given.loop.nowMillis();
            given.loop.observe(new Measured(REQUESTS, endMillis, requests, 1, requests));
        }
    }
}
