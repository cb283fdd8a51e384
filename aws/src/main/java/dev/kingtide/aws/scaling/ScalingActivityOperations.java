package dev.kingtide.aws.scaling;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.scaling.NotScaledReason;
import dev.kingtide.core.scaling.ScalingActivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;

/// The operation on scaling activities.
final class ScalingActivityOperations {
    private final Turns turns;

    ScalingActivityOperations(Turns turns) {
        this.turns = turns;
    }

    /// What scaling did, newest first; on request also what it did not do.
    DescribeScalingActivitiesResponse describe(DescribeScalingActivitiesRequest request) {
        Resource.requireNamespace(request.serviceNamespaceAsString());
        boolean all = Boolean.TRUE.equals(request.includeNotScaledActivities());
        return turns.decide(turn -> {
            World world = turn.world();
            String id = request.resourceId();
            List<ScalingActivity> found =
                    new ArrayList<>(
                            id == null
                                    ? world.scaling().activities.rows()
                                    : world.scaling().activitiesOf.get(id));
            found.removeIf(a -> !all && a.notScaled() != null);
            return DescribeScalingActivitiesResponse.builder()
                    .scalingActivities(
                            found.reversed().stream().map(ScalingActivityOperations::view).toList())
                    .build();
        });
    }

    private static software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity
            view(ScalingActivity activity) {
        var shape =
                software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity
                        .builder()
                        .activityId(activity.id())
                        .serviceNamespace(Resource.NAMESPACE)
                        .resourceId(activity.resourceId())
                        .scalableDimension(Resource.DIMENSION)
                        .description(activity.description())
                        .cause(activity.cause())
                        .statusCode(activity.status().wireName())
                        .statusMessage(activity.statusMessage())
                        .startTime(Instant.ofEpochMilli(activity.startMillis()));
        Long end = activity.endMillis();
        if (end != null) {
            shape.endTime(Instant.ofEpochMilli(end));
        }
        NotScaledReason reason = activity.notScaled();
        if (reason != null) {
            shape.notScaledReasons(
                    software.amazon.awssdk.services.applicationautoscaling.model.NotScaledReason
                            .builder()
                            .code(reason.code().wireName())
                            .minCapacity(reason.minCapacity())
                            .maxCapacity(reason.maxCapacity())
                            .currentCapacity(reason.currentCapacity())
                            .build());
        }
        return shape.build();
    }
}
