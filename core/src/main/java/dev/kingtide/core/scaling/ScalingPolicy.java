package dev.kingtide.core.scaling;

import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import dev.kingtide.core.metrics.Statistic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule by which alarms change the desired count of a scalable target.
public sealed interface ScalingPolicy extends Row {

    /// The cooldown of services, in seconds, when a policy names none. Source: AWS CDK,
    /// applicationautoscaling, cooldown defaults by namespace.
    int DEFAULT_COOLDOWN_SECONDS = 300;

    /// Who the policy is.
    Identity identity();

    @Override
    default String key() {
        return keyOf(identity().resourceId(), identity().name());
    }

    /// What a policy is named by in its ARN, without the UUID: what [dev.kingtide.core.World#adopt]
    /// takes.
    static String resourceOf(String resourceId, String name) {
        return "scalingPolicy:resource/ecs/" + resourceId + ":policyName/" + name;
    }

    /// The key of a policy.
    static String keyOf(String resourceId, String name) {
        return resourceId + ' ' + name;
    }

    /// What a policy keeps when it is put again.
    ///
    /// @param name unique in its target
    /// @param resourceId its target
    /// @param id the UUID in its ARN
    /// @param createdMillis when it was first put
    record Identity(String name, String resourceId, String id, long createdMillis) {

        /// The policy's ARN.
        public String arn(Scope scope) {
            return scope.arn(
                    "autoscaling",
                    "scalingPolicy:" + id + ":resource/ecs/" + resourceId + ":policyName/" + name);
        }
    }

    /// Keeps a metric at a value, by two alarms of its own.
    ///
    /// @param highAlarm the name of the alarm that scales out
    /// @param lowAlarm the name of the alarm that scales in; there is none while that is disabled
    record TargetTracking(
            Identity identity, TrackingSettings settings, String highAlarm, String lowAlarm)
            implements ScalingPolicy {}

    /// Changes the capacity by how far a metric is beyond an alarm's threshold.
    record Step(Identity identity, StepSettings settings) implements ScalingPolicy {}

    /// The settings of target tracking, as the caller gave them.
    record TrackingSettings(
            TrackedMetric metric,
            double targetValue,
            @Nullable Integer scaleOutCooldownSeconds,
            @Nullable Integer scaleInCooldownSeconds,
            boolean disableScaleIn,
            @Nullable Object shape) {}

    /// The settings of step scaling, as the caller gave them.
    ///
    /// @param minAdjustmentMagnitude the least change by percent, or null
    /// @param aggregation how the values that an alarm looked at become one: average, minimum or
    ///   maximum
    record StepSettings(
            AdjustmentType adjustmentType,
            List<StepAdjustment> steps,
            @Nullable Integer minAdjustmentMagnitude,
            @Nullable Integer cooldownSeconds,
            Statistic aggregation,
            @Nullable Object shape) {}
}
