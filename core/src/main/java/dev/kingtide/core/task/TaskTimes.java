package dev.kingtide.core.task;

/// When things happened to a task, in milliseconds since the epoch; 0 when not yet (botocore ecs
/// model, `Task`).
public record TaskTimes(
        long createdAtMillis,
        long connectivityAtMillis,
        long pullStartedAtMillis,
        long pullStoppedAtMillis,
        long startedAtMillis,
        long executionStoppedAtMillis,
        long stoppingAtMillis,
        long stoppedAtMillis) {

    /// Those of a task that is created now.
    public static TaskTimes created(long nowMillis) {
        return new TaskTimes(nowMillis, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Its network interface is connected.
    public TaskTimes connected(long at) {
        return new TaskTimes(
                createdAtMillis,
                at,
                pullStartedAtMillis,
                pullStoppedAtMillis,
                startedAtMillis,
                executionStoppedAtMillis,
                stoppingAtMillis,
                stoppedAtMillis);
    }

    /// Its first image pull begins.
    public TaskTimes pullStarted(long at) {
        return new TaskTimes(
                createdAtMillis,
                connectivityAtMillis,
                at,
                pullStoppedAtMillis,
                startedAtMillis,
                executionStoppedAtMillis,
                stoppingAtMillis,
                stoppedAtMillis);
    }

    /// Its last image pull ended.
    public TaskTimes pullStopped(long at) {
        return new TaskTimes(
                createdAtMillis,
                connectivityAtMillis,
                pullStartedAtMillis,
                at,
                startedAtMillis,
                executionStoppedAtMillis,
                stoppingAtMillis,
                stoppedAtMillis);
    }

    /// It runs.
    public TaskTimes started(long at) {
        return new TaskTimes(
                createdAtMillis,
                connectivityAtMillis,
                pullStartedAtMillis,
                pullStoppedAtMillis,
                at,
                executionStoppedAtMillis,
                stoppingAtMillis,
                stoppedAtMillis);
    }

    /// It was told to stop, or an essential container ended; the first moment stays.
    public TaskTimes executionStopped(long at) {
        return executionStoppedAtMillis > 0
                ? this
                : new TaskTimes(
                        createdAtMillis,
                        connectivityAtMillis,
                        pullStartedAtMillis,
                        pullStoppedAtMillis,
                        startedAtMillis,
                        at,
                        stoppingAtMillis,
                        stoppedAtMillis);
    }

    /// It goes to STOPPING.
    public TaskTimes stopping(long at) {
        return new TaskTimes(
                createdAtMillis,
                connectivityAtMillis,
                pullStartedAtMillis,
                pullStoppedAtMillis,
                startedAtMillis,
                executionStoppedAtMillis,
                at,
                stoppedAtMillis);
    }

    /// It is gone.
    public TaskTimes stopped(long at) {
        return new TaskTimes(
                createdAtMillis,
                connectivityAtMillis,
                pullStartedAtMillis,
                pullStoppedAtMillis,
                startedAtMillis,
                executionStoppedAtMillis,
                stoppingAtMillis,
                at);
    }
}
