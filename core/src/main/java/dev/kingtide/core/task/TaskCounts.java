package dev.kingtide.core.task;

import dev.kingtide.core.Table;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// How many tasks of a cluster run and how many are on their way there, kept in step with the
/// tasks.
public final class TaskCounts {
    private final LinkedHashMap<String, Integer> running = new LinkedHashMap<>();
    private final LinkedHashMap<String, Integer> pending = new LinkedHashMap<>();

    TaskCounts(Table<Task> tasks) {
        tasks.watch(this::changed);
    }

    /// How many of a cluster's tasks are RUNNING.
    public int running(String clusterName) {
        return running.getOrDefault(clusterName, 0);
    }

    /// How many of a cluster's tasks are before RUNNING.
    public int pending(String clusterName) {
        return pending.getOrDefault(clusterName, 0);
    }

    private void changed(@Nullable Task before, @Nullable Task after) {
        TaskStatus from = before == null ? null : before.status();
        TaskStatus to = after == null ? null : after.status();
        if (from != to) {
            count(before, -1);
            count(after, 1);
        }
    }

    private void count(@Nullable Task task, int step) {
        if (task != null && task.status().compareTo(TaskStatus.RUNNING) <= 0) {
            var counts = task.status() == TaskStatus.RUNNING ? running : pending;
            counts.merge(task.identity().clusterName(), step, Integer::sum);
        }
    }
}
