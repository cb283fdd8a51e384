package dev.kingtide.core.task;

/// A `healthStatus` of a container or a task.
public enum Health {
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
}
