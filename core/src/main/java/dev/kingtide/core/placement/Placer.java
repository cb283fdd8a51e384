package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Where a task goes: filters by room, then by constraints, then narrows by the strategies in their
/// order (ECS developer guide, task-placement).
public final class Placer {

    private Placer() {}

    /// The place for one task on a container instance, or why there is none. It reserves nothing:
    /// the caller reserves and adds the task before it asks for the next.
    public static Placement place(World world, Ask ask) {
        EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
        Placement.Closest closest = null;
        List<ContainerInstance> fit = new ArrayList<>();
        boolean any = false;
        for (ContainerInstance instance :
                world.clusters().instancesByCluster.get(ask.clusterName())) {
            any = true;
            Reason reason = lack(world, ask, instance);
            if (reason == null) {
                fit.add(instance);
            } else {
                reasons.add(reason);
                closest =
                        closest == null || closest.reason().compareTo(reason) < 0
                                ? new Placement.Closest(instance.id(), reason)
                                : closest;
            }
        }
        if (!fit.isEmpty()) {
            ContainerInstance chosen = choose(world, ask, fit);
            return new Placement.Placed(chosen.id(), chosen.zone());
        }
        return new Placement.Unplaceable(
                any ? List.copyOf(reasons) : List.of(Reason.NO_ACTIVE_INSTANCES), closest);
    }

    private static @Nullable Reason lack(World world, Ask ask, ContainerInstance instance) {
        Reservation needs = ask.needs();
        if (!instance.takesTasks()) {
            return Reason.NO_ACTIVE_INSTANCES;
        }
        if (ask.capacityProvider() != null
                && !ask.capacityProvider().equals(instance.identity().capacityProvider())) {
            return Reason.EMPTY_CAPACITY_PROVIDER;
        }
        if (!ask.zones().isEmpty() && !ask.zones().contains(instance.zone())) {
            return Reason.LOCATION;
        }
        for (Requirement requirement : ask.rules().requirements()) {
            String value = instance.attributes().get(requirement.name());
            if (value == null
                    || (requirement.value() != null && !requirement.value().equals(value))) {
                return Reason.ATTRIBUTE;
            }
        }
        for (PlacementConstraint constraint : ask.rules().constraints()) {
            switch (constraint) {
                case PlacementConstraint.DistinctInstance() -> {
                    if (groupTasks(world, ask, instance) > 0) {
                        return Reason.DISTINCT_INSTANCE;
                    }
                }
                case PlacementConstraint.MemberOf(Expression expression) -> {
                    if (!expression.holds(new OneInstance(world, instance))) {
                        return Reason.MEMBER_OF;
                    }
                }
            }
        }
        if (instance.remaining().cpuUnits() < needs.cpuUnits()) {
            return Reason.CPU;
        }
        if (instance.remaining().memoryMib() < needs.memoryMib()) {
            return Reason.MEMORY;
        }
        if (!instance.hasRoomFor(needs)) {
            return instance.remaining().networkInterfaces() < needs.networkInterfaces()
                    ? Reason.ENI
                    : Reason.PORTS;
        }
        return null;
    }

    private static ContainerInstance choose(World world, Ask ask, List<ContainerInstance> all) {
        List<ContainerInstance> best = all;
        for (PlacementStrategy strategy : ask.rules().strategies()) {
            best =
                    switch (strategy) {
                        case PlacementStrategy.SpreadAttribute(String name) -> {
                            Map<String, Long> counts = countsBy(world, ask, name);
                            yield least(
                                    best,
                                    i ->
                                            counts.getOrDefault(
                                                    i.attributes().getOrDefault(name, ""), 0L));
                        }
                        case PlacementStrategy.SpreadInstance() ->
                                least(best, i -> groupTasks(world, ask, i));
                        case PlacementStrategy.Binpack(PlacementStrategy.Packed resource) ->
                                least(
                                        best,
                                        i ->
                                                switch (resource) {
                                                    case CPU -> i.remaining().cpuUnits();
                                                    case MEMORY -> i.remaining().memoryMib();
                                                });
                        case PlacementStrategy.Random() ->
                                List.of(
                                        best.get(
                                                world.dice()
                                                        .below(
                                                                best.size(),
                                                                "placement",
                                                                ask.subject())));
                    };
        }
        return best.getFirst();
    }

    private static List<ContainerInstance> least(
            List<ContainerInstance> from, ToLongFunction<ContainerInstance> measure) {
        long min = from.stream().mapToLong(measure).min().orElseThrow();
        return from.stream().filter(i -> measure.applyAsLong(i) == min).toList();
    }

    private static Map<String, Long> countsBy(World world, Ask ask, String attribute) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (ContainerInstance instance :
                world.clusters().instancesByCluster.get(ask.clusterName())) {
            counts.merge(
                    instance.attributes().getOrDefault(attribute, ""),
                    groupTasks(world, ask, instance),
                    Long::sum);
        }
        return counts;
    }

    private static long groupTasks(World world, Ask ask, ContainerInstance instance) {
        return world.tasks().byInstance.get(instance.id()).stream()
                .filter(t -> !t.state().stopWanted() && t.identity().group().equals(ask.group()))
                .count();
    }

    private record OneInstance(World world, ContainerInstance instance) implements Candidate {

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
            for (Task task : world.tasks().byInstance.get(instance.id())) {
                if (!task.state().stopWanted() && test.test(task.identity().group())) {
                    return true;
                }
            }
            return false;
        }
    }
}
