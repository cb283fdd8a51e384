package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Place;
import dev.kingtide.core.task.TaskTables.Spot;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Which tasks of a service go when there are too many: the strategies in reverse.
///
/// Spread: one where most are (by default the zone with the most, in it the instance with the
/// most). Binpack: one on the instance that would have the most left of the resource. Source: ECS
/// developer guide, ecs_services and task-placement-strategies. Of those that the strategies do not
/// tell apart, one goes where most are, and there the one that came last to its standing.
///
/// Looks at the zones and instances on which the service has tasks, and at no task but those that
/// go.
public final class Victims {
    private final World world;
    private final Candidates candidates;
    private final Branch root = new Branch(0);
    private final LinkedHashMap<String, Integer> onInstances = new LinkedHashMap<>();

    /// Who may go.
    ///
    /// @param clusterName the cluster of the service
    /// @param group the service's group of tasks, all of which count where tasks are spread
    /// @param owner the deployment of those that may go
    /// @param standing the standing of those that may go
    /// @param strategies by which the service's tasks are placed
    public record Candidates(
            String clusterName,
            String group,
            String owner,
            Standing standing,
            List<PlacementStrategy> strategies) {}

    /// Where the strategies up to some depth lead: what they do not tell apart, down to a spot.
    private static final class Branch {
        private final LinkedHashMap<String, Branch> branches = new LinkedHashMap<>();
        private final PriorityQueue<Branch> queue =
                new PriorityQueue<>(
                        Comparator.comparingLong((Branch b) -> -b.weight)
                                .thenComparingInt(b -> b.order));
        private final int order;
        private @Nullable Iterator<Task> tasks;
        private int left;
        private long weight;

        Branch(int order) {
            this.order = order;
        }
    }

    private Victims(World world, Candidates candidates) {
        this.world = world;
        this.candidates = candidates;
    }

    /// `count` of the candidates, the first to go first; all when there are no more.
    public static List<Task> choose(World world, Candidates candidates, int count) {
        TaskTables tasks = world.tasks();
        if (count >= tasks.count(candidates.owner, candidates.standing)) {
            return tasks.list(candidates.owner, candidates.standing);
        }
        return new Victims(world, candidates).choose(count);
    }

    private List<Task> choose(int count) {
        Group group = world.placement().group(candidates.clusterName, candidates.group);
        if (group != null) {
            addInstances(group);
            addZones(group);
        }
        weigh(root, 0);
        LinkedHashSet<Task> chosen = new LinkedHashSet<>();
        while (chosen.size() < count && root.left > 0) {
            chosen.add(take(root, 0));
        }
        // tasks whose instance was deregistered under them are nowhere
        Place all = new Place(candidates.owner, candidates.standing);
        for (Task task : world.tasks().byStanding.newestFirst(all)) {
            if (chosen.size() >= count) {
                break;
            }
            chosen.add(task);
        }
        return new ArrayList<>(chosen);
    }

    private void addInstances(Group group) {
        ClusterIndex cluster = world.placement().cluster(candidates.clusterName);
        for (InstanceClass of : cluster == null ? List.<InstanceClass>of() : cluster.classes()) {
            Group.Share share = group.share(of);
            int words = share == null ? 0 : share.members.wordCount();
            for (int i = 0; i < words; i++) {
                long word = share == null ? 0 : share.members.word(i);
                for (; word != 0; word &= word - 1) {
                    Host host = of.taken(i * 64 + Long.numberOfTrailingZeros(word));
                    ContainerInstance instance = host.row();
                    add(instance.zone(), instance, host.tasksOf(group));
                }
            }
        }
    }

    /// What of a zone's tasks is on no instance is on AWS Fargate.
    private void addZones(Group group) {
        for (String zone : group.zones()) {
            int tasks = group.tasksIn(zone) - onInstances.getOrDefault(zone, 0);
            if (tasks > 0) {
                add(zone, null, tasks);
            }
        }
    }

    private void add(String zone, @Nullable ContainerInstance instance, int tasks) {
        Spot spot =
                new Spot(
                        candidates.owner,
                        candidates.standing,
                        instance == null ? zone : instance.id());
        int mayGo = world.tasks().bySpot.count(spot);
        Branch branch = root;
        branch.left += mayGo;
        for (PlacementStrategy strategy : candidates.strategies) {
            int order = branch.branches.size();
            branch =
                    branch.branches.computeIfAbsent(
                            keyOf(strategy, zone, instance), key -> new Branch(order));
            branch.left += mayGo;
            branch.weight += tasks;
        }
        Branch leaf = new Branch(branch.branches.size());
        leaf.left = mayGo;
        leaf.weight = tasks;
        leaf.tasks = world.tasks().bySpot.newestFirst(spot).iterator();
        branch.branches.put(spot.where(), leaf);
        if (instance != null) {
            onInstances.merge(zone, tasks, Integer::sum);
        }
    }

    private static String keyOf(
            PlacementStrategy strategy, String zone, @Nullable ContainerInstance instance) {
        return switch (strategy) {
            case PlacementStrategy.SpreadAttribute(String name) ->
                    name.equals("ecs.availability-zone")
                            ? zone
                            : instance == null ? "" : instance.attributes().getOrDefault(name, "");
            case PlacementStrategy.SpreadInstance(), Binpack(_) ->
                    instance == null ? "" : instance.id();
            case PlacementStrategy.Random() -> "";
        };
    }

    /// Gives every branch the weight by which its strategy chooses; a task that goes takes 1 of it
    /// where tasks are spread.
    private void weigh(Branch branch, int depth) {
        branch.branches.forEach((key, next) -> {
            if (packed(depth) instanceof Binpack(PlacementStrategy.Packed resource)) {
                next.weight = room(key, resource);
            }
            weigh(next, depth + 1);
            if (next.left > 0) {
                branch.queue.add(next);
            }
        });
    }

    /// The strategy by which the branches at a depth are chosen if it packs, else null: the tasks
    /// are spread.
    private @Nullable Binpack packed(int depth) {
        return depth < candidates.strategies.size()
                        && candidates.strategies.get(depth) instanceof Binpack binpack
                ? binpack
                : null;
    }

    private long room(String instanceId, PlacementStrategy.Packed resource) {
        ContainerInstance instance = world.clusters().instances.get(instanceId);
        return instance == null
                ? 0
                : switch (resource) {
                    case CPU -> instance.remaining().cpuUnits();
                    case MEMORY -> instance.remaining().memoryMib();
                };
    }

    private Task take(Branch branch, int depth) {
        branch.left--;
        if (branch.tasks != null) {
            return branch.tasks.next();
        }
        Branch from = branch.queue.remove();
        Task task = take(from, depth + 1);
        Binpack packed = packed(depth);
        from.weight += packed == null ? -1 : given(task, packed.resource());
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
