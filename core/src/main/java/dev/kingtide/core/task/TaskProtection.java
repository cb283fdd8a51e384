package dev.kingtide.core.task;

import dev.kingtide.core.Row;

/// The protection of a service's task from scale-in (ECS developer guide,
/// task-scale-in-protection).
///
/// @param taskId the task
/// @param deploymentId its deployment
/// @param expiresAtMillis when it ends by itself
public record TaskProtection(String taskId, String deploymentId, long expiresAtMillis)
        implements Row {

    @Override
    public String key() {
        return taskId;
    }
}
