package dev.kingtide.core.service;

import org.jspecify.annotations.Nullable;

/// One deployment of a service: a revision and how far it has come.
///
/// @param id `ecs-svc/` and 19 digits
/// @param revision what it deploys
/// @param rollout how far it has come
/// @param reason the same in words
/// @param failedTasks failures that the circuit breaker counts
/// @param createdAtMillis when it was created
/// @param updatedAtMillis when it last changed
/// @param rollingBack it replaces a deployment that failed, and cannot itself be rolled back to
///   until it completes
public record Deployment(
        String id,
        ServiceRevision revision,
        Rollout rollout,
        String reason,
        int failedTasks,
        long createdAtMillis,
        long updatedAtMillis,
        boolean rollingBack,
        boolean alternate) {

    /// `rolloutState`.
    public enum Rollout {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /// A deployment that begins now.
    public static Deployment begin(
            String id, ServiceRevision revision, boolean alternate, long nowMillis) {
        return new Deployment(
                id,
                revision,
                Rollout.IN_PROGRESS,
                "ECS deployment " + id + " in progress.",
                0,
                nowMillis,
                nowMillis,
                false,
                alternate);
    }

    /// Every task runs and the old ones are gone.
    public Deployment completed(long nowMillis) {
        return next(Rollout.COMPLETED, "ECS deployment " + id + " completed.", 0, nowMillis, false);
    }

    /// Given up.
    public Deployment failed(GivenUp cause, @Nullable String rollbackTo, long nowMillis) {
        String text =
                rollbackTo == null
                        ? cause.rolloutReason() + "."
                        : cause.rollbackReason()
                                + " rolling back to deploymentId "
                                + rollbackTo
                                + ".";
        return next(Rollout.FAILED, text, failedTasks, nowMillis, false);
    }

    /// Brought back in the place of one that failed.
    public Deployment again(GivenUp cause, long nowMillis) {
        return next(
                Rollout.IN_PROGRESS,
                cause.rollbackReason() + " rolling back to deploymentId " + id + ".",
                0,
                nowMillis,
                true);
    }

    /// With another count of failures.
    public Deployment failedTasks(int count) {
        return new Deployment(
                id,
                revision,
                rollout,
                reason,
                count,
                createdAtMillis,
                updatedAtMillis,
                rollingBack,
                alternate);
    }

    private Deployment next(Rollout to, String text, int failures, long now, boolean back) {
        return new Deployment(
                id, revision, to, text, failures, createdAtMillis, now, back, alternate);
    }
}
