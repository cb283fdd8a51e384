package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.task.LaunchType;
import org.jspecify.annotations.Nullable;

/// A task set: what somebody else than Amazon ECS deploys of a service (botocore ecs model,
/// `TaskSet`). What it deploys is the service's [Deployment] of the same id.
///
/// @param serviceKey whose
/// @param id `ecs-svc/` and 19 digits
/// @param status PRIMARY, ACTIVE or DRAINING
/// @param scalePercent of the service's desired count, 0 to 100
/// @param launchType where its tasks run when the strategy is empty
/// @param capacityStrategy over which providers they are spread
/// @param placement rules for container instances
/// @param stable whether it has what it is to have, all healthy
/// @param times what happened when
/// @param shape what is kept in AWS's shape and echoed, or null
public record TaskSet(
        String serviceKey,
        String id,
        Status status,
        double scalePercent,
        LaunchType launchType,
        CapacityStrategy capacityStrategy,
        PlacementRules placement,
        boolean stable,
        Times times,
        @Nullable Object shape)
        implements Row {

    /// `status`.
    public enum Status {
        /// It serves production traffic.
        PRIMARY,
        /// It serves none.
        ACTIVE,
        /// Its tasks are being stopped.
        DRAINING
    }

    /// What happened when.
    ///
    /// @param stabilityMillis when its stability last changed
    public record Times(long createdAtMillis, long updatedAtMillis, long stabilityMillis) {}

    @Override
    public String key() {
        return keyOf(serviceKey, id);
    }

    /// The key of a task set: `cluster/service/ecs-svc/...`.
    public static String keyOf(String serviceKey, String id) {
        return serviceKey + '/' + id;
    }

    /// How many tasks it is to have: its share of the desired count, rounded up.
    public int wanted(int desiredCount) {
        return status == Status.DRAINING ? 0 : (int) Math.ceil(desiredCount * scalePercent / 100);
    }

    /// In another status.
    TaskSet with(Status newStatus, long nowMillis) {
        return new TaskSet(
                serviceKey,
                id,
                newStatus,
                scalePercent,
                launchType,
                capacityStrategy,
                placement,
                stable,
                new Times(times.createdAtMillis, nowMillis, times.stabilityMillis),
                shape);
    }

    /// With another share.
    TaskSet with(double percent, long nowMillis) {
        return new TaskSet(
                serviceKey,
                id,
                status,
                percent,
                launchType,
                capacityStrategy,
                placement,
                stable,
                new Times(times.createdAtMillis, nowMillis, times.stabilityMillis),
                shape);
    }

    /// Stable, or no longer so.
    TaskSet with(boolean nowStable, long nowMillis) {
        return new TaskSet(
                serviceKey,
                id,
                status,
                scalePercent,
                launchType,
                capacityStrategy,
                placement,
                nowStable,
                new Times(times.createdAtMillis, times.updatedAtMillis, nowMillis),
                shape);
    }
}
