package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Which tasks of a service go when there are too many: the strategies in reverse.
///
/// Spread: one where most are (by default the zone with the most, in it the instance with the
/// most). Binpack: one on the instance that would have the most left of the resource. Source: ECS
/// developer guide, ecs_services and task-placement-strategies.
public final class Victims {
    private final World world;
    private final List<PlacementStrategy> strategies;

    /// Tasks that the strategies up to some depth do not tell apart.
    private static final class Branch {
        private final LinkedHashMap<String, Branch> branches = new LinkedHashMap<>();
        private final PriorityQueue<Branch> queue =
                new PriorityQueue<>(
                        Comparator.comparingLong((Branch b) -> -b.weight)
                                .thenComparingInt(b -> b.order));
        private final List<Task> tasks = new ArrayList<>();
        private final int order;
        private int next;
        private int left;
        private long weight;

        Branch(int order) {
            this.order = order;
        }
    }

    private Victims(World world, List<PlacementStrategy> strategies) {
        this.world = world;
        this.strategies = strategies;
    }

    /// `count` of the candidates, the first to go first; of equal ones the earlier in the list.
    ///
    /// @param candidates tasks that may go, the caller's preference first
    /// @param staying other tasks of the service, which count where tasks are spread
    /// @param count how many, at most as many as there are candidates
    public static List<Task> choose(
            World world,
            List<PlacementStrategy> strategies,
            List<Task> candidates,
            List<Task> staying,
            int count) {
        Victims victims = new Victims(world, strategies);
        Branch root = new Branch(0);
        for (Task task : candidates) {
            victims.add(root, 0, task, true);
        }
        for (Task task : staying) {
            victims.add(root, 0, task, false);
        }
        victims.weigh(root, 0);
        List<Task> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(count, candidates.size()); i++) {
            chosen.add(victims.take(root, 0));
        }
        return chosen;
    }

    private void add(Branch branch, int depth, Task task, boolean mayGo) {
        branch.left += mayGo ? 1 : 0;
        branch.weight++;
        if (depth == strategies.size()) {
            if (mayGo) {
                branch.tasks.add(task);
            }
            return;
        }
        int order = branch.branches.size();
        Branch next =
                branch.branches.computeIfAbsent(
                        keyOf(strategies.get(depth), task), key -> new Branch(order));
        add(next, depth + 1, task, mayGo);
    }

    private String keyOf(PlacementStrategy strategy, Task task) {
        String instanceId = task.place().instanceId();
        return switch (strategy) {
            case PlacementStrategy.SpreadAttribute(String name) -> attribute(task, name);
            case PlacementStrategy.SpreadInstance(), Binpack(_) ->
                    instanceId == null ? task.id() : instanceId;
            case PlacementStrategy.Random() -> task.id();
        };
    }

    private String attribute(Task task, String name) {
        ContainerInstance instance = instance(task.place().instanceId());
        if (instance == null) {
            return name.equals("ecs.availability-zone") ? task.place().zone() : "";
        }
        return instance.attributes().getOrDefault(name, "");
    }

    private @Nullable ContainerInstance instance(@Nullable String id) {
        return id == null ? null : world.clusters().instances.get(id);
    }

    /// Gives every branch the weight by which its strategy chooses; a task that goes takes 1 of it
    /// where tasks are spread.
    private void weigh(Branch branch, int depth) {
        if (depth == strategies.size()) {
            return;
        }
        branch.branches.forEach((key, next) -> {
            next.weight =
                    switch (strategies.get(depth)) {
                        case PlacementStrategy.SpreadAttribute(_),
                                PlacementStrategy.SpreadInstance() ->
                                next.weight;
                        case Binpack(PlacementStrategy.Packed resource) -> room(key, resource);
                        case PlacementStrategy.Random() -> world.dice().bits("victim", key) >>> 1;
                    };
            weigh(next, depth + 1);
            if (next.left > 0) {
                branch.queue.add(next);
            }
        });
    }

    private long room(String instanceId, PlacementStrategy.Packed resource) {
        ContainerInstance instance = instance(instanceId);
        return instance == null
                ? 0
                : switch (resource) {
                    case CPU -> instance.remaining().cpuUnits();
                    case MEMORY -> instance.remaining().memoryMib();
                };
    }

    private Task take(Branch branch, int depth) {
        branch.left--;
        if (depth == strategies.size()) {
            return branch.tasks.get(branch.next++);
        }
        Branch from = branch.queue.remove();
        Task task = take(from, depth + 1);
        from.weight +=
                switch (strategies.get(depth)) {
                    case PlacementStrategy.SpreadAttribute(_), PlacementStrategy.SpreadInstance() ->
                            -1;
                    case Binpack(PlacementStrategy.Packed resource) -> given(task, resource);
                    case PlacementStrategy.Random() -> 0;
                };
        if (from.left > 0) {
            branch.queue.add(from);
        }
        return task;
    }

    private long given(Task task, PlacementStrategy.Packed resource) {
        TaskDefinition definition = world.tasks().definitions.require(task.identity().definition());
        return switch (resource) {
            case CPU -> definition.cpuUnitsNeeded();
            case MEMORY -> definition.memoryMibNeeded();
        };
    }
}
