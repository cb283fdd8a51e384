package dev.kingtide.aws.scaling;

import dev.kingtide.core.Scope;
import dev.kingtide.core.scaling.ScalableTarget;
import java.time.Instant;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/// Scalable targets in AWS's shape.
final class ScalableTargetView {

    private ScalableTargetView() {}

    static software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget of(
            Scope scope, ScalableTarget target) {
        return software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget.builder()
                .serviceNamespace(Resource.NAMESPACE)
                .resourceId(target.resourceId())
                .scalableDimension(Resource.DIMENSION)
                .scalableTargetARN(target.arn(scope))
                .minCapacity(target.minCapacity())
                .maxCapacity(target.maxCapacity())
                .roleARN(target.roleArn())
                .creationTime(Instant.ofEpochMilli(target.createdMillis()))
                .suspendedState(
                        SuspendedState.builder()
                                .dynamicScalingInSuspended(target.suspended().dynamicScalingIn())
                                .dynamicScalingOutSuspended(target.suspended().dynamicScalingOut())
                                .scheduledScalingSuspended(target.suspended().scheduledScaling())
                                .build())
                .build();
    }
}
