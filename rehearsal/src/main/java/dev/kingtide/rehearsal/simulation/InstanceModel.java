package dev.kingtide.rehearsal.simulation;

/// How the container agent on EC2 instances is set, and what the machines can do.
///
/// @param pullBehavior `ECS_IMAGE_PULL_BEHAVIOR`
/// @param stopTimeoutSeconds `ECS_CONTAINER_STOP_TIMEOUT`: for containers without a stopTimeout
/// @param spotDraining `ECS_ENABLE_SPOT_INSTANCE_DRAINING`: whether a Spot notice is passed on to
///   ECS; if not, the tasks end with the machine
/// @param downloadMibPerSecond shared by all pulls of an instance; 0 takes that of [StartTimings]
public record InstanceModel(
        PullBehavior pullBehavior,
        double stopTimeoutSeconds,
        boolean spotDraining,
        double downloadMibPerSecond) {

    /// The agent's defaults (aws/amazon-ecs-agent, README.md, environment variables).
    public static final InstanceModel DEFAULT =
            new InstanceModel(PullBehavior.DEFAULT, 30, false, 0);

    /// Whether and when the agent pulls (aws/amazon-ecs-agent, README.md).
    public enum PullBehavior {
        /// Always from the registry; if that fails, the cached image is used.
        DEFAULT,
        /// Always from the registry; if that fails, the task fails.
        ALWAYS,
        /// Only if this instance has not pulled it before.
        ONCE,
        /// Only if there is no cached image; images are never cleaned up.
        PREFER_CACHED
    }

    /// Checks that every figure makes sense; the agent takes no stop timeout under one second.
    public InstanceModel {
        Checks.atLeast(stopTimeoutSeconds, 1, "stopTimeoutSeconds");
        Checks.atLeast(downloadMibPerSecond, 0, "downloadMibPerSecond");
    }
}
