package dev.kingtide.aws.scaling;

import dev.kingtide.core.metrics.Statistic;
import dev.kingtide.core.scaling.AdjustmentType;
import dev.kingtide.core.scaling.ScalingPolicy.StepSettings;
import dev.kingtide.core.scaling.StepAdjustment;
import dev.kingtide.core.scaling.StepChecks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

/// Step scaling from AWS's shape (Application Auto Scaling API reference,
/// StepScalingPolicyConfiguration).
final class StepShape {
    private static final int STEPS_MAX = 20;

    private StepShape() {}

    static StepSettings read(@Nullable StepScalingPolicyConfiguration asked) {
        if (asked == null) {
            throw ScalingErrors.validation(
                    "StepScalingPolicyConfiguration must be specified for policy type"
                            + " StepScaling");
        }
        if (asked.adjustmentType() == null) {
            throw ScalingErrors.validation("AdjustmentType must be specified");
        }
        if (asked.stepAdjustments().size() > STEPS_MAX) {
            throw ScalingErrors.limitExceeded("step adjustments per policy", STEPS_MAX);
        }
        AdjustmentType type = type(asked.adjustmentTypeAsString());
        if (asked.minAdjustmentMagnitude() != null && type != AdjustmentType.PERCENT) {
            throw ScalingErrors.validation(
                    "MinAdjustmentMagnitude is only supported for adjustment type"
                            + " PercentChangeInCapacity");
        }
        TrackingShape.cooldown(asked.cooldown());
        List<StepAdjustment> steps =
                asked.stepAdjustments().stream()
                        .map(s ->
                                new StepAdjustment(
                                        s.metricIntervalLowerBound(),
                                        s.metricIntervalUpperBound(),
                                        s.scalingAdjustment()))
                        .toList();
        check(steps);
        return new StepSettings(
                type,
                steps,
                asked.minAdjustmentMagnitude(),
                asked.cooldown(),
                aggregation(asked.metricAggregationTypeAsString()),
                asked);
    }

    private static void check(List<StepAdjustment> steps) {
        StepChecks.Problem problem = StepChecks.problem(steps);
        if (problem != null) {
            throw ScalingErrors.validation(
                    switch (problem) {
                        case NONE -> "At least one StepAdjustment must be specified";
                        case UNBOUNDED -> "Step adjustment cannot have both bounds unspecified";
                        case EMPTY ->
                                "MetricIntervalLowerBound must be less than"
                                        + " MetricIntervalUpperBound";
                        case OVERLAP -> "Step adjustment intervals can't overlap";
                        case GAP -> "Step adjustment intervals can't have a gap between them";
                        case NO_LOWEST ->
                                "At least one StepAdjustment must have an unspecified lower bound"
                                        + " when one has a negative lower bound";
                        case NO_HIGHEST ->
                                "At least one StepAdjustment must have an unspecified upper bound"
                                        + " when one has a positive upper bound";
                    });
        }
    }

    private static AdjustmentType type(String word) {
        for (AdjustmentType type : AdjustmentType.values()) {
            if (type.wireName().equals(word)) {
                return type;
            }
        }
        throw ScalingErrors.unsupported("The adjustment type " + word);
    }

    private static Statistic aggregation(@Nullable String word) {
        return switch (word) {
            case "Minimum" -> Statistic.MINIMUM;
            case "Maximum" -> Statistic.MAXIMUM;
            case null, default -> Statistic.AVERAGE;
        };
    }
}
