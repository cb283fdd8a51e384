package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The rules of placement once more, as plainly as they can be written: looks at every instance and
/// every task. Gives all instances that are equally good.
final class ReferencePlacer {
    private final World world;
    private final Ask ask;
    private final List<ContainerInstance> all;

    ReferencePlacer(World world, Ask ask) {
        this.world = world;
        this.ask = ask;
        this.all = List.copyOf(world.clusters().instancesByCluster.get(ask.clusterName()));
    }

    /// The ids of the best instances; empty when there is none.
    List<String> best() {
        List<ContainerInstance> best = all.stream().filter(this::mayTake).toList();
        List<String> leading = new ArrayList<>();
        boolean isLeading = true;
        for (PlacementStrategy strategy : ask.rules().strategies()) {
            switch (strategy) {
                case PlacementStrategy.SpreadAttribute(String name) -> {
                    List<String> names = new ArrayList<>(isLeading ? leading : List.of());
                    names.add(name);
                    leading.add(name);
                    best = least(best, i -> tasksAlike(i, names));
                }
                case PlacementStrategy.SpreadInstance() -> {
                    isLeading = false;
                    best = least(best, this::tasksOn);
                }
                case PlacementStrategy.Binpack(PlacementStrategy.Packed resource) -> {
                    isLeading = false;
                    best =
                            least(
                                    best,
                                    i ->
                                            resource == PlacementStrategy.Packed.CPU
                                                    ? i.remaining().cpuUnits()
                                                    : i.remaining().memoryMib());
                }
                case PlacementStrategy.Random() -> {
                    return ids(best);
                }
            }
        }
        return ids(best);
    }

    private static List<String> ids(List<ContainerInstance> instances) {
        return instances.stream().map(ContainerInstance::id).toList();
    }

    boolean mayTake(ContainerInstance instance) {
        if (!instance.takesTasks() || !instance.hasRoomFor(ask.needs())) {
            return false;
        }
        String provider = ask.capacityProvider();
        if (provider != null && !provider.equals(instance.identity().capacityProvider())) {
            return false;
        }
        if (!ask.zones().isEmpty() && !ask.zones().contains(instance.zone())) {
            return false;
        }
        for (PlacementConstraint constraint : ask.rules().constraints()) {
            boolean holds =
                    switch (constraint) {
                        case PlacementConstraint.DistinctInstance() -> tasksOn(instance) == 0;
                        case PlacementConstraint.MemberOf(Expression expression) ->
                                expression.holds(new Seen(world, instance));
                    };
            if (!holds) {
                return false;
            }
        }
        return ask.rules().requirements().stream()
                .allMatch(r ->
                        r.value() == null
                                ? instance.attributes().containsKey(r.name())
                                : r.value().equals(instance.attributes().get(r.name())));
    }

    private static List<ContainerInstance> least(
            List<ContainerInstance> from, ToLongFunction<ContainerInstance> measure) {
        long min = from.stream().mapToLong(measure).min().orElse(0);
        return from.stream().filter(i -> measure.applyAsLong(i) == min).toList();
    }

    private long tasksOn(ContainerInstance instance) {
        return world.tasks().table.rows().stream()
                .filter(t -> instance.id().equals(t.place().instanceId()))
                .filter(t -> !t.state().stopWanted())
                .filter(t -> t.identity().group().equals(ask.group()))
                .count();
    }

    private long tasksAlike(ContainerInstance as, List<String> names) {
        return all.stream()
                .filter(i ->
                        names.stream()
                                .allMatch(n ->
                                        i.attributes()
                                                .getOrDefault(n, "")
                                                .equals(as.attributes().getOrDefault(n, ""))))
                .mapToLong(this::tasksOn)
                .sum();
    }

    /// An instance as an expression sees it, from the rows.
    record Seen(World world, ContainerInstance instance) implements Candidate {

        @Override
        public @Nullable String attribute(String name) {
            return instance.attributes().get(name);
        }

        @Override
        public boolean agentConnected() {
            return instance.agentConnected();
        }

        @Override
        public String agentVersion() {
            return instance.agentVersion();
        }

        @Override
        public String ec2InstanceId() {
            return instance.identity().ec2InstanceId();
        }

        @Override
        public long registeredAtMillis() {
            return instance.identity().registeredAtMillis();
        }

        @Override
        public int runningTasks() {
            return instance.runningTasks();
        }

        @Override
        public boolean hasTaskOfGroup(Predicate<String> test) {
            for (Task task : world.tasks().table.rows()) {
                if (instance.id().equals(task.place().instanceId())
                        && !task.state().stopWanted()
                        && test.test(task.identity().group())) {
                    return true;
                }
            }
            return false;
        }
    }
}
