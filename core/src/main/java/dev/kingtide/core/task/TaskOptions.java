package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// What a task was started with besides its definition, for all its life.
///
/// @param overrides what it has otherwise than its definition says
/// @param executeCommand whether commands may be run in its containers
/// @param subnet where its network interface is, or null without one
public record TaskOptions(
        TaskOverrides overrides, boolean executeCommand, @Nullable String subnet) {

    /// Nothing.
    public static final TaskOptions NONE = new TaskOptions(TaskOverrides.NONE, false, null);

    /// The same in a subnet.
    public TaskOptions in(@Nullable String newSubnet) {
        return newSubnet == null ? this : new TaskOptions(overrides, executeCommand, newSubnet);
    }
}
