package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Which tasks of a service are stopped first (ECS developer guide, ecs_services and
/// task-placement-strategies).
///
/// From the zone with the most tasks of the service, in it from the instance with the most, and of
/// these the youngest; with binpack as the first strategy from the instance that will have the most
/// of the resource left.
final class Victims {

    private Victims() {}

    /// `count` tasks of those with a standing; all of them when there are no more.
    static List<Task> choose(
            Turn turn, Service service, String deploymentId, Standing standing, int count) {
        List<Task> all = turn.world().tasks().list(deploymentId, standing);
        if (count >= all.size()) {
            return all;
        }
        var strategies = service.settings().placement().strategies();
        if (!strategies.isEmpty()
                && strategies.getFirst() instanceof PlacementStrategy.Binpack binpack) {
            return emptiest(turn, all, binpack, count);
        }
        return balanced(turn, service, all, count);
    }

    private static List<Task> emptiest(
            Turn turn, List<Task> all, PlacementStrategy.Binpack binpack, int count) {
        List<Task> sorted = new ArrayList<>(all);
        sorted.sort(
                Comparator.comparingInt((Task t) -> -left(turn, t, binpack))
                        .thenComparing(youngestFirst()));
        return sorted.subList(0, count);
    }

    private static int left(Turn turn, Task task, PlacementStrategy.Binpack binpack) {
        String instanceId = task.place().instanceId();
        var instance =
                instanceId == null ? null : turn.world().clusters().instances.get(instanceId);
        if (instance == null) {
            return 0;
        }
        return switch (binpack.resource()) {
            case CPU -> instance.remaining().cpuUnits();
            case MEMORY -> instance.remaining().memoryMib();
        };
    }

    /// Takes from the fullest zone again and again; the order within a zone is fixed once.
    private static List<Task> balanced(Turn turn, Service service, List<Task> all, int count) {
        String group = "service:" + service.name();
        Map<String, Integer> onInstance = new LinkedHashMap<>();
        for (Task task : all) {
            onInstance.merge(String.valueOf(task.place().instanceId()), 1, Integer::sum);
        }
        Comparator<Task> order =
                Comparator.comparingInt((Task t) ->
                                -onInstance.getOrDefault(String.valueOf(t.place().instanceId()), 0))
                        .thenComparing(youngestFirst());
        Map<String, Zone> zones = new LinkedHashMap<>();
        for (Task task : all) {
            zones.computeIfAbsent(
                            task.place().zone(),
                            name ->
                                    new Zone(
                                            new PriorityQueue<>(order),
                                            turn.world()
                                                    .placement()
                                                    .count(service.clusterName(), group, name)))
                    .tasks
                    .add(task);
        }
        List<Task> chosen = new ArrayList<>(count);
        while (chosen.size() < count) {
            Zone fullest = null;
            for (Zone zone : zones.values()) {
                if (!zone.tasks.isEmpty() && (fullest == null || zone.count > fullest.count)) {
                    fullest = zone;
                }
            }
            if (fullest == null) {
                break;
            }
            chosen.add(fullest.tasks.remove());
            fullest.count--;
        }
        return chosen;
    }

    private static Comparator<Task> youngestFirst() {
        return Comparator.comparingLong((Task t) -> -t.times().createdAtMillis())
                .thenComparing(Task::id);
    }

    /// The tasks of one zone that may be chosen, and how many the service has there.
    private static final class Zone {
        final PriorityQueue<Task> tasks;
        int count;

        Zone(PriorityQueue<Task> tasks, int count) {
            this.tasks = tasks;
            this.count = count;
        }
    }
}
