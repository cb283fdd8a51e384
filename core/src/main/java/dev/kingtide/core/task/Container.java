package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// One container of a task.
///
/// @param name its name in the task definition
/// @param lastStatus PENDING, RUNNING or STOPPED
/// @param health of its own check
/// @param exitCode once stopped, or null
/// @param reason why it stopped, or null
/// @param hostPort the host's port of its first port mapping, 0 without one
/// @param address the task's private address, or null
public record Container(
        String name,
        TaskStatus lastStatus,
        Health health,
        @Nullable Integer exitCode,
        @Nullable String reason,
        int hostPort,
        @Nullable String address) {}
