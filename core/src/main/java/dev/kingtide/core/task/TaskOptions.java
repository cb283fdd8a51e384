package dev.kingtide.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task was started with besides its definition, for all its life.
///
/// @param overrides what it has otherwise than its definition says
/// @param executeCommand whether commands may be run in its containers
/// @param subnet where its network interface is, or null without one
/// @param securityGroups of its network interface, as given
public record TaskOptions(
        TaskOverrides overrides,
        boolean executeCommand,
        @Nullable String subnet,
        List<String> securityGroups) {

    /// Nothing.
    public static final TaskOptions NONE = new TaskOptions(TaskOverrides.NONE, false);

    /// Without a network interface.
    public TaskOptions(TaskOverrides overrides, boolean executeCommand) {
        this(overrides, executeCommand, null, List.of());
    }

    /// The same in a subnet.
    public TaskOptions in(@Nullable String newSubnet, List<String> groups) {
        return newSubnet == null
                ? this
                : new TaskOptions(overrides, executeCommand, newSubnet, groups);
    }
}
