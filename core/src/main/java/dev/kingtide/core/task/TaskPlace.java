package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// Where a task runs, for all its life.
///
/// @param launchType on what
/// @param capacityProvider the provider that was chosen by a strategy, such as `FARGATE_SPOT`, or
///   null
/// @param zone its availability zone
/// @param instanceId the container instance (EC2), or null
public record TaskPlace(
        LaunchType launchType,
        @Nullable String capacityProvider,
        String zone,
        @Nullable String instanceId) {

    /// The container instance, or for tasks on AWS Fargate the zone.
    public String where() {
        return instanceId == null ? zone : instanceId;
    }

    /// Whether it runs on capacity that may be taken back.
    public boolean isFargateSpot() {
        return "FARGATE_SPOT".equals(capacityProvider);
    }
}
