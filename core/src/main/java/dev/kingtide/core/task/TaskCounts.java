package dev.kingtide.core.task;

import dev.kingtide.core.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many tasks of a cluster run and how many are on their way there, by launch type, kept in
/// step with the tasks.
public final class TaskCounts {
    private static final Map<LaunchType, Integer> NONE = new EnumMap<>(LaunchType.class);
    private final LinkedHashMap<String, Map<LaunchType, Integer>> running = new LinkedHashMap<>();
    private final LinkedHashMap<String, Map<LaunchType, Integer>> pending = new LinkedHashMap<>();

    TaskCounts(Table<Task> tasks) {
        tasks.watch(this::changed);
    }

    /// How many of a cluster's tasks are RUNNING.
    public int running(String clusterName) {
        return sum(running.getOrDefault(clusterName, NONE));
    }

    /// How many of a cluster's tasks of a launch type are RUNNING.
    public int running(String clusterName, LaunchType type) {
        return running.getOrDefault(clusterName, NONE).getOrDefault(type, 0);
    }

    /// How many of a cluster's tasks are before RUNNING.
    public int pending(String clusterName) {
        return sum(pending.getOrDefault(clusterName, NONE));
    }

    /// How many of a cluster's tasks of a launch type are before RUNNING.
    public int pending(String clusterName, LaunchType type) {
        return pending.getOrDefault(clusterName, NONE).getOrDefault(type, 0);
    }

    private static int sum(Map<LaunchType, Integer> counts) {
        int sum = 0;
        for (int count : counts.values()) {
            sum += count;
        }
        return sum;
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
            counts.computeIfAbsent(
                            task.identity().clusterName(), name -> new EnumMap<>(LaunchType.class))
                    .merge(task.place().launchType(), step, Integer::sum);
        }
    }
}
