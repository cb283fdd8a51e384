package dev.kingtide.aws.scaling;

import dev.kingtide.core.World;
import dev.kingtide.core.scaling.ScalingPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/// Scaling policies in AWS's shape.
final class ScalingPolicyView {

    private ScalingPolicyView() {}

    static software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy of(
            World world, ScalingPolicy policy) {
        var shape =
                software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy.builder()
                        .serviceNamespace(Resource.NAMESPACE)
                        .resourceId(policy.identity().resourceId())
                        .scalableDimension(Resource.DIMENSION)
                        .policyName(policy.identity().name())
                        .policyARN(policy.identity().arn(world.scope()))
                        .creationTime(Instant.ofEpochMilli(policy.identity().createdMillis()))
                        .alarms(alarms(world, policy));
        switch (policy) {
            case ScalingPolicy.TargetTracking tracking -> {
                shape.policyType(PolicyType.TARGET_TRACKING_SCALING);
                if (tracking.settings().shape()
                        instanceof TargetTrackingScalingPolicyConfiguration asked) {
                    shape.targetTrackingScalingPolicyConfiguration(asked);
                }
            }
            case ScalingPolicy.Step step -> {
                shape.policyType(PolicyType.STEP_SCALING);
                if (step.settings().shape() instanceof StepScalingPolicyConfiguration asked) {
                    shape.stepScalingPolicyConfiguration(asked);
                }
            }
        }
        return shape.build();
    }

    /// The alarms that trigger a policy.
    static List<Alarm> alarms(World world, ScalingPolicy policy) {
        return world.scaling().alarmsThatTrigger(policy.identity().arn(world.scope())).stream()
                .map(world.scaling().alarms::get)
                .filter(Objects::nonNull)
                .map(a ->
                        Alarm.builder().alarmName(a.name()).alarmARN(a.arn(world.scope())).build())
                .toList();
    }
}
