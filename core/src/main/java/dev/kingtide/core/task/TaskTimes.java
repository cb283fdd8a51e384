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
        long stoppedAtMillis) {}
