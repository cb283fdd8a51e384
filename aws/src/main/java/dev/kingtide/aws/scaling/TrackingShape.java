package dev.kingtide.aws.scaling;

import dev.kingtide.aws.cloudwatch.MetricShape;
import dev.kingtide.core.metrics.Statistic;
import dev.kingtide.core.scaling.ScalingPolicy.TrackingSettings;
import dev.kingtide.core.scaling.TrackedMetric;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/// Target tracking from AWS's shape (Application Auto Scaling API reference,
/// TargetTrackingScalingPolicyConfiguration).
final class TrackingShape {
    private static final Pattern LABEL =
            Pattern.compile("app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+");

    private TrackingShape() {}

    static TrackingSettings read(@Nullable TargetTrackingScalingPolicyConfiguration asked) {
        if (asked == null) {
            throw ScalingErrors.validation(
                    "TargetTrackingScalingPolicyConfiguration must be specified for policy type"
                            + " TargetTrackingScaling");
        }
        PredefinedMetricSpecification predefined = asked.predefinedMetricSpecification();
        CustomizedMetricSpecification customized = asked.customizedMetricSpecification();
        if ((predefined == null) == (customized == null)) {
            throw ScalingErrors.validation(
                    "Exactly one of PredefinedMetricSpecification and"
                            + " CustomizedMetricSpecification must be specified");
        }
        if (!(asked.targetValue() > 0)) {
            throw ScalingErrors.validation("TargetValue must be greater than 0");
        }
        cooldown(asked.scaleOutCooldown());
        cooldown(asked.scaleInCooldown());
        return new TrackingSettings(
                predefined != null ? predefined(predefined) : customized(customized),
                asked.targetValue(),
                asked.scaleOutCooldown(),
                asked.scaleInCooldown(),
                Boolean.TRUE.equals(asked.disableScaleIn()),
                asked);
    }

    /// Refuses a cooldown below zero.
    static void cooldown(@Nullable Integer seconds) {
        if (seconds != null && seconds < 0) {
            throw ScalingErrors.validation("Cooldown cannot be less than 0");
        }
    }

    private static TrackedMetric predefined(PredefinedMetricSpecification asked) {
        return switch (asked.predefinedMetricTypeAsString()) {
            case "ECSServiceAverageCPUUtilization" -> new TrackedMetric.Cpu();
            case "ECSServiceAverageMemoryUtilization" -> new TrackedMetric.Memory();
            case "ALBRequestCountPerTarget" -> {
                String label = asked.resourceLabel();
                if (label == null || !LABEL.matcher(label).matches()) {
                    throw ScalingErrors.validation(
                            "ResourceLabel of ALBRequestCountPerTarget must have the form"
                                    + " app/<load-balancer-name>/<load-balancer-id>/targetgroup/"
                                    + "<target-group-name>/<target-group-id>, but is "
                                    + label);
                }
                yield TrackedMetric.RequestsPerTarget.ofLabel(label);
            }
            default ->
                    throw ScalingErrors.unsupported(
                            "The predefined metric " + asked.predefinedMetricTypeAsString());
        };
    }

    private static TrackedMetric customized(@Nullable CustomizedMetricSpecification asked) {
        if (asked == null || asked.hasMetrics()) {
            throw ScalingErrors.unsupported("Metric math");
        }
        if (asked.metricName() == null || asked.namespace() == null || asked.statistic() == null) {
            throw ScalingErrors.validation(
                    "MetricName, Namespace and Statistic must be specified in"
                            + " CustomizedMetricSpecification");
        }
        List<MetricDimension> dimensions = asked.dimensions();
        return new TrackedMetric.Customized(
                MetricShape.id(
                        asked.namespace(),
                        asked.metricName(),
                        dimensions.stream().map(MetricDimension::name).toList(),
                        dimensions.stream().map(MetricDimension::value).toList()),
                statistic(asked.statisticAsString()));
    }

    private static Statistic statistic(String word) {
        Statistic statistic = MetricShape.statistic(word);
        if (statistic == null) {
            throw ScalingErrors.unsupported("The statistic " + word);
        }
        return statistic;
    }
}
