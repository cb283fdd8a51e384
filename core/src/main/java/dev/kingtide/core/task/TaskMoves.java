package dev.kingtide.core.task;

import dev.kingtide.core.Invariant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The moves that a task's life allows: the one table (ECS developer guide, task-lifecycle).
///
/// A task goes forward through its states and may leave out those that it has no use for; whatever
/// its state, its host may vanish and leave it STOPPED. It never comes back.
public final class TaskMoves {
    private static final Map<TaskStatus, Set<TaskStatus>> ALLOWED = new EnumMap<>(TaskStatus.class);

    static {
        allow(
                TaskStatus.PROVISIONING,
                TaskStatus.PENDING,
                TaskStatus.STOPPING,
                TaskStatus.DEPROVISIONING,
                TaskStatus.STOPPED);
        allow(
                TaskStatus.PENDING,
                TaskStatus.ACTIVATING,
                TaskStatus.RUNNING,
                TaskStatus.STOPPING,
                TaskStatus.DEPROVISIONING,
                TaskStatus.STOPPED);
        allow(
                TaskStatus.ACTIVATING,
                TaskStatus.RUNNING,
                TaskStatus.DEACTIVATING,
                TaskStatus.STOPPING,
                TaskStatus.DEPROVISIONING,
                TaskStatus.STOPPED);
        allow(
                TaskStatus.RUNNING,
                TaskStatus.DEACTIVATING,
                TaskStatus.STOPPING,
                TaskStatus.DEPROVISIONING,
                TaskStatus.STOPPED);
        allow(
                TaskStatus.DEACTIVATING,
                TaskStatus.STOPPING,
                TaskStatus.DEPROVISIONING,
                TaskStatus.STOPPED);
        allow(TaskStatus.STOPPING, TaskStatus.DEPROVISIONING, TaskStatus.STOPPED);
        allow(TaskStatus.DEPROVISIONING, TaskStatus.STOPPED);
        allow(TaskStatus.STOPPED, TaskStatus.DELETED);
        ALLOWED.put(TaskStatus.DELETED, EnumSet.noneOf(TaskStatus.class));
    }

    private TaskMoves() {}

    private static void allow(TaskStatus from, TaskStatus first, TaskStatus... rest) {
        ALLOWED.put(from, EnumSet.of(first, rest));
    }

    /// Whether a task may go from one state to the other.
    public static boolean allowed(TaskStatus from, TaskStatus to) {
        Set<TaskStatus> next = ALLOWED.get(from);
        return next != null && next.contains(to);
    }

    static void require(TaskStatus from, TaskStatus to) {
        if (!allowed(from, to)) {
            throw Invariant.broken("a task cannot go from " + from + " to " + to);
        }
    }
}
