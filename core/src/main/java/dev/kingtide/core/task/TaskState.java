package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// The state that a task is in; every method gives the next version.
///
/// @param lastStatus how far it has come
/// @param stopWanted `desiredStatus` is STOPPED
/// @param health of the essential containers that define a check
/// @param trafficHealthy every target group of its service has it healthy; true without load
///   balancer
/// @param settled what has to be waited for before it counts as healthy is over
/// @param condemned why the scheduler will replace it, once it has taken note that it is unhealthy
/// @param leaving it runs on an instance that is draining and will be replaced
/// @param version grows by one with every change that an event shows
/// @param stopCode why it stopped
/// @param stoppedReason the same in words
public record TaskState(
        TaskStatus lastStatus,
        boolean stopWanted,
        Health health,
        boolean trafficHealthy,
        boolean settled,
        @Nullable String condemned,
        boolean leaving,
        int version,
        @Nullable StopCode stopCode,
        @Nullable String stoppedReason) {

    /// A task that was just created.
    public static final TaskState CREATED =
            new TaskState(
                    TaskStatus.PROVISIONING,
                    false,
                    Health.UNKNOWN,
                    false,
                    false,
                    null,
                    false,
                    1,
                    null,
                    null);

    /// In the next status; only the moves of [TaskMoves] are allowed.
    public TaskState to(TaskStatus status) {
        TaskMoves.require(lastStatus, status);
        return next(status, stopWanted, stopCode, stoppedReason);
    }

    /// To be stopped, and why; the first reason stays.
    public TaskState stopWanted(StopCode code, String reason) {
        return stopWanted ? this : next(lastStatus, true, code, reason);
    }

    /// With another result of its container health checks.
    public TaskState health(Health newHealth) {
        return new TaskState(
                lastStatus,
                stopWanted,
                newHealth,
                trafficHealthy,
                settled,
                condemned,
                leaving,
                version,
                stopCode,
                stoppedReason);
    }

    /// With another answer to whether all its targets are healthy.
    public TaskState trafficHealthy(boolean healthy) {
        return new TaskState(
                lastStatus,
                stopWanted,
                health,
                healthy,
                settled,
                condemned,
                leaving,
                version,
                stopCode,
                stoppedReason);
    }

    /// Nothing more has to be waited for.
    public TaskState nowSettled() {
        return new TaskState(
                lastStatus,
                stopWanted,
                health,
                trafficHealthy,
                true,
                condemned,
                leaving,
                version,
                stopCode,
                stoppedReason);
    }

    /// To be replaced because it is unhealthy.
    public TaskState nowCondemned(String reason) {
        return new TaskState(
                lastStatus,
                stopWanted,
                health,
                trafficHealthy,
                settled,
                reason,
                leaving,
                version,
                stopCode,
                stoppedReason);
    }

    /// On an instance that is draining, or no longer so.
    public TaskState leaving(boolean now) {
        return new TaskState(
                lastStatus,
                stopWanted,
                health,
                trafficHealthy,
                settled,
                condemned,
                now,
                version,
                stopCode,
                stoppedReason);
    }

    private TaskState next(
            TaskStatus status, boolean stop, @Nullable StopCode code, @Nullable String reason) {
        return new TaskState(
                status,
                stop,
                health,
                trafficHealthy,
                settled,
                condemned,
                leaving,
                version + 1,
                code,
                reason);
    }
}
