package dev.kingtide.core.scaling;

import dev.kingtide.core.metrics.Statistic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arithmetic of policies: from a capacity and what was measured to the capacity wanted.
public final class CapacityRules {
    /// Keeps 10 x 75 / 75 at 10 where floating point says a hair more.
    private static final double HAIR = 1e-9;

    private CapacityRules() {}

    /// The least capacity at which a metric that falls with capacity would not exceed its target.
    ///
    /// Source: Application Auto Scaling user guide, target tracking: in proportion, rounded so that
    /// capacity is added rather than taken away. The formula itself is not published.
    public static int tracking(int capacity, double measured, double target) {
        double wanted = Math.ceil(capacity * measured / target - HAIR);
        return (int) Math.clamp(wanted, 0, Integer.MAX_VALUE);
    }

    /// What a step scaling policy makes of a capacity when the metric is `breach` above the alarm's
    /// threshold (below it, when negative); the same capacity when no step applies.
    ///
    /// Source: Application Auto Scaling user guide, step scaling policies.
    public static int step(ScalingPolicy.StepSettings settings, int capacity, double breach) {
        for (StepAdjustment step : settings.steps()) {
            if (step.covers(breach)) {
                long wanted =
                        switch (settings.adjustmentType()) {
                            case CHANGE -> (long) capacity + step.adjustment();
                            case EXACT -> step.adjustment();
                            case PERCENT ->
                                    capacity
                                            + percent(
                                                    capacity,
                                                    step.adjustment(),
                                                    settings.minAdjustmentMagnitude());
                        };
                return Math.clamp(wanted, 0, Integer.MAX_VALUE);
            }
        }
        return capacity;
    }

    /// A percentage of a capacity, rounded toward zero, but never to zero unless it is zero: values
    /// between 0 and 1 become 1, values between 0 and -1 become -1.
    private static long percent(int capacity, int percent, @Nullable Integer leastChange) {
        double exact = capacity * (percent / 100.0);
        long rounded = (long) (exact + Math.signum(exact) * HAIR);
        if (rounded == 0) {
            rounded = (long) Math.signum(exact);
        }
        if (leastChange != null && Math.abs(rounded) < leastChange) {
            return (long) Math.signum(percent) * leastChange;
        }
        return rounded;
    }

    /// The values that an alarm looked at, as the one that steps are chosen by.
    ///
    /// Source: botocore application-autoscaling model, `MetricAggregationType`: Average when not
    /// given.
    static double aggregate(List<AlarmRule.Value> values, Statistic aggregation) {
        double sum = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (AlarmRule.Value value : values) {
            sum += value.value();
            minimum = Math.min(minimum, value.value());
            maximum = Math.max(maximum, value.value());
        }
        return switch (aggregation) {
            case MINIMUM -> minimum;
            case MAXIMUM -> maximum;
            case AVERAGE, SUM, SAMPLE_COUNT -> sum / values.size();
        };
    }
}
