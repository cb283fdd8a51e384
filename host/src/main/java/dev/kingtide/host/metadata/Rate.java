package dev.kingtide.host.metadata;

/// How often each container may ask the metadata endpoint.
///
/// @param steady times a second
/// @param burst times at once, after a rest
public record Rate(int steady, int burst) {

    /// As on AWS (amazon-ecs-agent README, `ECS_TASK_METADATA_RPS_LIMIT`).
    public static final Rate USUAL = new Rate(40, 60);
}
