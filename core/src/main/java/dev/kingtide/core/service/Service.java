package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service: what is wanted, its deployments, and what the scheduler remembers.
///
/// @param clusterName its cluster
/// @param name unique in the cluster
/// @param status ACTIVE until deleted
/// @param desiredCount how many tasks are wanted
/// @param settings what changes without a new deployment
/// @param deployments the PRIMARY one first, then those that it replaces
/// @param lastCompleted the deployment to roll back to, or null
/// @param progress what the reconciler remembers
/// @param createdAtMillis when it was created
/// @param shape what is kept in AWS's shape and echoed: tags and the like; null in tests of the
///   core
public record Service(
        String clusterName,
        String name,
        ServiceStatus status,
        int desiredCount,
        ServiceSettings settings,
        List<Deployment> deployments,
        @Nullable Deployment lastCompleted,
        ServiceProgress progress,
        long createdAtMillis,
        @Nullable Object shape)
        implements Row {

    @Override
    public String key() {
        return keyOf(clusterName, name);
    }

    /// The key of a service: `cluster/service`.
    public static String keyOf(String clusterName, String name) {
        return clusterName + '/' + name;
    }

    /// The group that its tasks belong to, `service:NAME`.
    public String taskGroup() {
        return "service:" + name;
    }

    /// The deployment that is wanted.
    public Deployment primary() {
        return deployments.getFirst();
    }

    /// Whether a deployment replaces another, or the first one is not complete.
    public boolean deploymentInProgress() {
        return primary().rollout() == Deployment.Rollout.IN_PROGRESS;
    }

    /// The deployment with this id, or null.
    public @Nullable Deployment deployment(String id) {
        for (Deployment deployment : deployments) {
            if (deployment.id().equals(id)) {
                return deployment;
            }
        }
        return null;
    }

    /// How many tasks are wanted as long as the service is ACTIVE; none while it drains.
    public int wanted() {
        return status == ServiceStatus.ACTIVE ? desiredCount : 0;
    }

    /// With another desired count.
    public Service desired(int count) {
        return new Service(
                clusterName,
                name,
                status,
                count,
                settings,
                deployments,
                lastCompleted,
                progress,
                createdAtMillis,
                shape);
    }

    /// In another status.
    public Service with(ServiceStatus newStatus) {
        return new Service(
                clusterName,
                name,
                newStatus,
                desiredCount,
                settings,
                deployments,
                lastCompleted,
                progress,
                createdAtMillis,
                shape);
    }

    /// With other settings and another shape.
    public Service with(ServiceSettings newSettings, @Nullable Object newShape) {
        return new Service(
                clusterName,
                name,
                status,
                desiredCount,
                newSettings,
                deployments,
                lastCompleted,
                progress,
                createdAtMillis,
                newShape);
    }

    /// With something else to remember.
    public Service with(ServiceProgress newProgress) {
        return new Service(
                clusterName,
                name,
                status,
                desiredCount,
                settings,
                deployments,
                lastCompleted,
                newProgress,
                createdAtMillis,
                shape);
    }

    /// With other deployments.
    public Service with(List<Deployment> newDeployments, @Nullable Deployment newLastCompleted) {
        return new Service(
                clusterName,
                name,
                status,
                desiredCount,
                settings,
                List.copyOf(newDeployments),
                newLastCompleted,
                progress,
                createdAtMillis,
                shape);
    }

    /// With a deployment in the place of the one with the same id.
    public Service with(Deployment changed) {
        List<Deployment> all = new ArrayList<>(deployments);
        all.replaceAll(d -> d.id().equals(changed.id()) ? changed : d);
        return with(all, lastCompleted);
    }
}
