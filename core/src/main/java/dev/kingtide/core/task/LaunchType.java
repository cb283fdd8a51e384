package dev.kingtide.core.task;

/// Where a task runs.
public enum LaunchType {
    EC2,
    FARGATE,
    EXTERNAL
}
