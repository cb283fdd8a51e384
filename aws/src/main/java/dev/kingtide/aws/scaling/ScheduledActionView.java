package dev.kingtide.aws.scaling;

import dev.kingtide.core.Scope;
import dev.kingtide.core.scaling.ScheduledAction;
import java.time.Instant;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;

/// Scheduled actions in AWS's shape.
final class ScheduledActionView {

    private ScheduledActionView() {}

    static software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction of(
            Scope scope, ScheduledAction action) {
        var shape =
                software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction
                        .builder()
                        .serviceNamespace(Resource.NAMESPACE)
                        .resourceId(action.resourceId())
                        .scalableDimension(Resource.DIMENSION)
                        .scheduledActionName(action.name())
                        .scheduledActionARN(action.arn(scope))
                        .creationTime(Instant.ofEpochMilli(action.createdMillis()))
                        .scalableTargetAction(
                                ScalableTargetAction.builder()
                                        .minCapacity(action.limits().minCapacity())
                                        .maxCapacity(action.limits().maxCapacity())
                                        .build());
        if (action.shape() instanceof PutScheduledActionRequest asked) {
            shape.schedule(asked.schedule())
                    .timezone(asked.timezone())
                    .startTime(asked.startTime())
                    .endTime(asked.endTime());
        }
        return shape.build();
    }
}
