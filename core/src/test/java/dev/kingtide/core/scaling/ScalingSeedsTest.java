package dev.kingtide.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.time.Dice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Generated metrics, policies, schedules and users: first anything may happen, then the load stays
/// the same and the capacity must come to rest where it belongs.
final class ScalingSeedsTest {
    private static final int SEEDS = 150;

    @Test
    void no_activity_leaves_the_limits_and_a_steady_load_comes_to_rest() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    /// One generated history.
    private static final class Run {
        private final Dice dice;
        private final ScalingWorld given;
        private int draws;
        private int activities;

        Run(long seed) {
            dice = new Dice(seed);
            given = new ScalingWorld(seed, below(30));
            given.world.scaling().activities.watch(this::check);
        }

        void run() {
            limits();
            for (int step = 0; step < 60; step++) {
                befall();
                if (below(10) > 0) {
                    given.minutes(below(4) == 0 ? 100 : below(120));
                } else {
                    given.runSeconds(60L * (1 + below(5)));
                }
            }
            assertThat(activities).as("something happened").isPositive();
            rest();
        }

        private void check(@Nullable ScalingActivity before, @Nullable ScalingActivity after) {
            if (before != null || after == null) {
                return;
            }
            ScalableTarget target = given.target();
            NotScaledReason reason = after.notScaled();
            if (after.status() == ScalingActivity.Status.IN_PROGRESS) {
                activities++;
                String digits = after.description().replaceAll("[^0-9]", "");
                assertThat(Integer.parseInt(digits))
                        .as(after.description())
                        .isNotEqualTo(given.desired())
                        .isBetween(target.minCapacity(), target.maxCapacity());
            } else if (reason != null) {
                assertThat(reason.currentCapacity()).isEqualTo(given.desired());
            }
        }

        private void befall() {
            int second = 1 + below(58);
            given.runSeconds(second);
            switch (below(14)) {
                case 0 -> limits();
                case 1 -> given.desire(below(60));
                case 2 -> track("a");
                case 3 -> track("b");
                case 4 ->
                        given.step(
                                "out",
                                Comparison.GREATER_THAN,
                                40 + below(40),
                                AdjustmentType.PERCENT,
                                new StepAdjustment(0.0, 20.0, 10 + below(40)),
                                new StepAdjustment(20.0, null, 50 + below(100)));
                case 5 ->
                        given.step(
                                "in",
                                Comparison.LESS_THAN,
                                10 + below(30),
                                AdjustmentType.CHANGE,
                                new StepAdjustment(null, 0.0, -1 - below(5)));
                case 6 -> {
                    int min = below(20);
                    given.schedule("often", "rate(3 minutes)", min, min + below(20));
                }
                case 7 -> given.schedule("cron", "cron(0/7 * * * ? *)", null, below(40));
                case 8 ->
                        given.register(
                                null,
                                null,
                                new SuspendedState(below(3) == 0, below(3) == 0, below(3) == 0));
                case 9 -> given.deploy(1 + below(2));
                case 10 -> delete();
                default -> {}
            }
        }

        private void limits() {
            int min = below(20);
            given.register(min, min + below(30));
        }

        private void track(String name) {
            given.track(
                    name,
                    new ScalingPolicy.TrackingSettings(
                            new TrackedMetric.Cpu(),
                            20 + below(60),
                            below(300),
                            below(300),
                            below(5) == 0,
                            null));
        }

        private void delete() {
            ScalingPolicy policy = given.world.scaling().policiesOf.first(ScalingWorld.TARGET);
            if (policy != null) {
                given.loop.decide(turn -> {
                    ScalingPolicies.delete(turn, policy);
                    return "";
                });
            }
        }

        /// One policy, one load, no more surprises: the capacity ends at a limit, or where one less
        /// would be too little and the metric is not above its target.
        private void rest() {
            given.loop.decide(turn -> {
                ScalableTargets.deregister(turn, given.target());
                return "";
            });
            limits();
            double percent = 20 + below(60);
            ScalingPolicy.TargetTracking policy =
                    given.track("rest", new TrackedMetric.Cpu(), percent);
            double load = below(40) + 0.5;
            for (int minute = 0; minute < 240; minute++) {
                int desired = given.desired();
                given.minutes(desired == 0 ? 0 : Math.min(100, load / desired * 100));
            }
            ScalableTarget target = given.target();
            int desired = given.desired();
            assertThat(desired).isBetween(target.minCapacity(), target.maxCapacity());
            if (desired > 0) {
                double metric = load / desired * 100;
                if (desired < target.maxCapacity()) {
                    assertThat(metric).as("at rest").isLessThanOrEqualTo(percent);
                }
                Alarm low =
                        Objects.requireNonNull(given.world.scaling().alarms.get(policy.lowAlarm()));
                if (desired > target.minCapacity() && low.state() == AlarmState.ALARM) {
                    assertThat(load / (desired - 1) * 100).as("one less").isGreaterThan(percent);
                }
            }
        }

        private int below(int bound) {
            return dice.below(bound, "scaling", Integer.toString(draws++));
        }
    }
}
