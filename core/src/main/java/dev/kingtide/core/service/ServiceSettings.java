package dev.kingtide.core.service;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.task.LaunchType;

/// What of a service changes without a new deployment (botocore ecs model, `UpdateService`).
///
/// @param launchType where tasks run when the strategy is empty
/// @param capacityStrategy over which providers tasks are spread; empty with a plain launch type
/// @param placement strategies and constraints for container instances
/// @param deployment how the service may be changed while it serves
/// @param gracePeriodSeconds how long after its start a task's bad health is ignored
/// @param mode who decides how many tasks there are, and who deploys them
public record ServiceSettings(
        LaunchType launchType,
        CapacityStrategy capacityStrategy,
        PlacementRules placement,
        DeploymentConfiguration deployment,
        int gracePeriodSeconds,
        ServiceMode mode) {

    /// Settings of a service of the REPLICA strategy that Amazon ECS itself deploys.
    public ServiceSettings(
            LaunchType launchType,
            CapacityStrategy capacityStrategy,
            PlacementRules placement,
            DeploymentConfiguration deployment,
            int gracePeriodSeconds) {
        this(
                launchType,
                capacityStrategy,
                placement,
                deployment,
                gracePeriodSeconds,
                ServiceMode.REPLICA);
    }
}
