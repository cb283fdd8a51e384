package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.task.LaunchType;

/// A service revision: what was deployed at one time, for as long as a service deployment tells of
/// it (ECS developer guide, service-revision).
///
/// Its id is the number of the deployment that deployed it first.
///
/// @param serviceKey whose
/// @param id 19 digits
/// @param revision what was deployed
/// @param launchType where its tasks run when the strategy is empty
/// @param capacityStrategy over which providers they are spread
/// @param alternate whether its tasks are in the alternate target groups
/// @param createdAtMillis when it was first deployed
public record StoredRevision(
        String serviceKey,
        String id,
        ServiceRevision revision,
        LaunchType launchType,
        CapacityStrategy capacityStrategy,
        boolean alternate,
        long createdAtMillis)
        implements Row {

    @Override
    public String key() {
        return serviceKey + '/' + id;
    }

    /// The key of the revision that a deployment of a service deploys.
    public static String keyOf(String serviceKey, String deploymentId) {
        return serviceKey + '/' + idOf(deploymentId);
    }

    /// The number in a deployment's id.
    public static String idOf(String deploymentId) {
        return deploymentId.substring(deploymentId.indexOf('/') + 1);
    }
}
