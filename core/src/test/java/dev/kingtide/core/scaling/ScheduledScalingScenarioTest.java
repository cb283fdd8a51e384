package dev.kingtide.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.service.Services;
import dev.kingtide.core.time.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits and the clock in the core's words; it is 19:00 UTC, 20:00 in Berlin.
final class ScheduledScalingScenarioTest {
    private final ScalingWorld given = new ScalingWorld(1, 4);

    @Test
    void a_scheduled_action_sets_the_limits_and_scales_to_them_at_once() {
        given.register(1, 10);
        given.schedule("evening", "at(2026-11-27T20:55:00)", 50, 100);
        given.runSeconds(55 * 60 - 1);
        assertThat(given.desired()).isEqualTo(4);
        given.runSeconds(1);
        assertThat(given.history).containsExactly("4 at 0", "50 at 3300");
        assertThat(given.activities())
                .extracting(ScalingActivity::description)
                .containsExactly(
                        "Setting min capacity to 50 and max capacity to 100",
                        "Setting desired count to 50.");
        assertThat(given.activities())
                .extracting(ScalingActivity::cause)
                .containsExactly(
                        "scheduled action name evening was triggered",
                        "minimum capacity was set to 50");
        assertThat(given.activities().getFirst().statusMessage())
                .isEqualTo("Successfully set min capacity to 50 and max capacity to 100");
    }

    @ParameterizedTest
    @CsvSource({
        // min, max, new limits, desired count
        "6,    ,   6, 10, 6",
        ",     3,  1, 3,  3",
        "2,    8,  2, 8,  4",
        "20,   30, 20,30, 20",
        "0,    0,  0, 0,  0",
        "20,   ,   1, 10, 4",
    })
    void a_scheduled_action_may_set_one_limit_and_needs_both_to_pass_the_other(
            @Nullable Integer min, @Nullable Integer max, int newMin, int newMax, int desired) {
        given.register(1, 10);
        given.schedule("now", "at(2026-11-27T20:01:00)", min, max);
        given.runSeconds(60);
        assertThat(List.of(given.target().minCapacity(), given.target().maxCapacity()))
                .containsExactly(newMin, newMax);
        assertThat(given.desired()).isEqualTo(desired);
    }

    @Test
    void a_scheduled_action_ignores_cooldowns_and_a_maximum_lowered_at_the_peak_scales_in() {
        given.register(1, 100);
        given.track("cpu", new TrackedMetric.Cpu(), 50);
        given.schedule("down", "at(2026-11-27T20:05:00)", null, 3);
        given.steady(5, 100);
        assertThat(given.history).containsExactly("4 at 0", "8 at 240", "3 at 300");
        given.steady(3, 100);
        assertThat(given.desired()).isEqualTo(3);
    }

    @Test
    void a_recurring_action_runs_each_time_and_not_while_suspended() {
        given.register(1, 10);
        given.schedule("tick", "rate(10 minutes)", 5, null);
        given.runSeconds(600);
        given.desire(4);
        given.runSeconds(600);
        assertThat(given.history).containsExactly("4 at 0", "5 at 600", "4 at 600", "5 at 1200");
        given.desire(4);
        given.register(1, null, new SuspendedState(false, false, true));
        given.runSeconds(600);
        assertThat(given.desired()).isEqualTo(4);
        given.register(null, null, SuspendedState.NONE);
        given.runSeconds(599);
        assertThat(given.desired()).as("what was missed is not made up for").isEqualTo(4);
        given.runSeconds(1);
        assertThat(given.desired()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        // start, end, after, next: minutes of a schedule that comes every ten
        ",   ,   0,  10",
        "25, ,   0,  25",
        "25, ,   25, 30",
        "25, 45, 30, 40",
        "25, 45, 40, -1",
        ",   10, 0,  10",
        ",   9,  0,  -1",
    })
    void an_action_runs_at_its_start_too_and_not_after_its_end(
            @Nullable Long start, @Nullable Long end, long after, long next) {
        ScheduledAction.When when = new ScheduledAction.When(new Schedule.Rate(10, 0), start, end);
        assertThat(when.next(after)).isEqualTo(next < 0 ? Schedule.NEVER : next);
        ScheduledAction.When once = new ScheduledAction.When(new Schedule.At(30), start, end);
        boolean allowed = end == null || end >= 30;
        assertThat(once.next(after)).isEqualTo(after < 30 && allowed ? 30 : Schedule.NEVER);
    }

    @Test
    void registering_brings_the_desired_count_within_the_limits() {
        given.register(6, 10);
        assertThat(given.history).containsExactly("4 at 0", "6 at 0");
        assertThat(given.activities())
                .extracting(ScalingActivity::cause)
                .containsExactly("minimum capacity was set to 6");
        given.register(null, 20);
        assertThat(List.of(given.target().minCapacity(), given.target().maxCapacity()))
                .containsExactly(6, 20);
        given.register(1, 2);
        assertThat(given.history).last().isEqualTo("2 at 0");
        assertThat(given.activities())
                .extracting(ScalingActivity::status)
                .containsExactly(
                        ScalingActivity.Status.OVERRIDDEN, ScalingActivity.Status.IN_PROGRESS);
        assertThat(given.target().roleArn())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/aws-service-role/"
                                + "ecs.application-autoscaling.amazonaws.com/"
                                + "AWSServiceRoleForApplicationAutoScaling_ECSService");
    }

    @Test
    void a_desired_count_set_outside_the_limits_stays_until_scaling_goes_that_way() {
        given.register(2, 10);
        given.track("cpu", new TrackedMetric.Cpu(), 50);
        given.desire(20);
        given.steady(6, 100);
        assertThat(given.desired()).as("scale-out leaves more than the maximum").isEqualTo(20);
        given.steady(18, 40);
        assertThat(given.history).as("from the maximum, 8").last().isEqualTo("8 at 1320");
        given.desire(1);
        given.runSeconds(300);
        given.steady(16, 10);
        assertThat(given.desired()).as("scale-in leaves less than the minimum").isEqualTo(1);
        given.steady(5, 100);
        assertThat(given.desired()).as("from the minimum").isEqualTo(4);
    }

    @Test
    void deregistering_takes_policies_alarms_and_scheduled_actions_along() {
        given.register(1, 10);
        given.track("cpu", new TrackedMetric.Cpu(), 50);
        given.schedule("evening", "cron(0 21 * * ? *)", 5, null);
        given.loop.decide(turn -> {
            ScalableTargets.deregister(turn, given.target());
            return "";
        });
        ScalingTables tables = given.world.scaling();
        assertThat(
                        List.of(
                                tables.targets.size(),
                                tables.policies.size(),
                                tables.alarms.size(),
                                tables.scheduledActions.size()))
                .containsOnly(0);
        given.steady(5, 100);
        given.runSeconds(24 * 3600);
        assertThat(given.history).containsExactly("4 at 0");
    }

    @Test
    void a_service_that_is_being_deleted_is_not_scaled() {
        given.register(1, 10);
        given.track("cpu", new TrackedMetric.Cpu(), 50);
        given.schedule("soon", "at(2026-11-27T20:03:00)", 5, null);
        given.loop.decide(turn -> Services.delete(turn, ScalingWorld.SERVICE));
        given.steady(6, 100);
        assertThat(given.history).containsExactly("4 at 0", "0 at 0");
        assertThat(given.activities())
                .extracting(ScalingActivity::status)
                .containsExactly(ScalingActivity.Status.FAILED);
        assertThat(given.activities().getFirst().statusMessage())
                .startsWith("Resource Id [service/shop/web] is not scalable. Reason: ");
    }

    @Test
    void activities_are_kept_for_six_weeks_and_no_more_than_so_many() {
        given.world.scaling().use(new ScalingTimings(60_000, 42L * 24 * 3_600_000, 10));
        given.register(1, 10);
        given.schedule("tick", "rate(1 hour)", 5, 10);
        given.runSeconds(20 * 3600);
        assertThat(given.activities()).hasSize(10);
        long lastTick = given.activities().getLast().startMillis();
        given.loop.decide(turn -> {
            ScheduledActions.delete(
                    turn, given.world.scaling().scheduledActions.rows().iterator().next());
            return "";
        });
        given.runSeconds(41L * 24 * 3600);
        given.register(6, 10);
        assertThat(given.activities()).hasSize(10);
        given.runSeconds(24 * 3600 + 1);
        given.register(7, 10);
        assertThat(given.activities())
                .hasSize(2)
                .allMatch(activity -> activity.startMillis() > lastTick);
    }
}
