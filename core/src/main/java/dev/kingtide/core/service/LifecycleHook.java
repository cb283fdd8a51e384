package dev.kingtide.core.service;

import java.util.List;

/// A hook at which a deployment pauses until somebody lets it go on (botocore ecs model,
/// `DeploymentLifecycleHook` of target type PAUSE).
///
/// @param stages at which it pauses
/// @param timeoutMinutes how long it waits, 1 to 20160
/// @param onTimeout what happens then
public record LifecycleHook(List<DeploymentStage> stages, int timeoutMinutes, Action onTimeout) {

    /// What is done with a paused deployment.
    public enum Action {
        /// It goes on.
        CONTINUE,
        /// It is rolled back.
        ROLLBACK
    }

    /// One pause of a deployment.
    ///
    /// @param id by which callers name it
    /// @param stage at which
    /// @param status how it stands
    /// @param expiresAtMillis when it waits no longer
    /// @param onTimeout what happens then
    public record Run(
            String id,
            DeploymentStage stage,
            Status status,
            long expiresAtMillis,
            Action onTimeout) {

        /// In another status.
        Run with(Status newStatus) {
            return new Run(id, stage, newStatus, expiresAtMillis, onTimeout);
        }
    }

    /// A pause's `status`.
    public enum Status {
        /// It waits.
        AWAITING_ACTION,
        /// Somebody let it go on.
        SUCCEEDED,
        /// Somebody had it rolled back.
        FAILED,
        /// Nobody said anything in time.
        TIMED_OUT
    }
}
