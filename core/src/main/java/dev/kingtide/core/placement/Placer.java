package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import dev.kingtide.core.time.Dice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a task goes: of the instances with room for which the constraints hold, the one that the
/// strategies leave when they narrow the choice one after another (ECS developer guide,
/// task-placement).
///
/// It looks at classes of instances that no attribute tells apart, and within a class at a few
/// instances, never at all of them; what it costs hardly grows with the cluster.
public final class Placer {
    /// How often chance is tried before the first instance from a drawn point on is taken.
    private static final int DRAWS = 32;

    private final Plan plan;
    private final Search search;
    private final List<InstanceClass> classes;
    private final @Nullable Group group;
    private final long bits;

    /// A class, and the slot of an instance of it.
    private record Choice(InstanceClass of, int slot) {

        Placement.Placed placed() {
            Host host = of.taken(slot);
            return new Placement.Placed(host.row().id(), host.row().zone());
        }
    }

    /// A tier and the group's tasks on it, by each of the leading spreads.
    private static final class Counted implements Comparable<Counted> {
        private final Plan.Tier tier;
        private final int[] counts;

        Counted(Plan.Tier tier) {
            this.tier = tier;
            this.counts = new int[tier.spreads().size()];
        }

        @Override
        public int compareTo(Counted other) {
            return Arrays.compare(counts, other.counts);
        }
    }

    private Placer(World world, ClusterIndex cluster, Ask ask) {
        plan = cluster.plan(ask);
        search = world.placement().search();
        classes = cluster.classes();
        group = cluster.group(ask.group());
        bits =
                plan.random()
                        ? world.dice().bits("placement", ask.subject())
                        : group == null ? new Group(ask.group()).bits : group.bits;
        search.begin(Search.Request.of(ask, plan, group, bits));
    }

    /// The place for one task on a container instance, or why there is none. It reserves nothing:
    /// the caller reserves and adds the task before it asks for the next.
    public static Placement place(World world, Ask ask) {
        ClusterIndex cluster = world.placement().cluster(ask.clusterName());
        if (cluster == null) {
            return new Placement.Unplaceable(List.of(Reason.NO_ACTIVE_INSTANCES), null);
        }
        Placer placer = new Placer(world, cluster, ask);
        Choice choice = placer.choose();
        return choice == null ? Shortfall.of(cluster, placer.plan, ask) : choice.placed();
    }

    private @Nullable Choice choose() {
        List<Plan.Tier> tiers = plan.tiers();
        if (tiers.size() == 1) {
            return best(tiers.getFirst());
        }
        Counted[] counted = inOrder(tiers);
        Choice best = null;
        for (int t = 0; t < counted.length; t++) {
            // tiers with equal counts are equally good so far
            if (best != null && counted[t].compareTo(counted[t - 1]) != 0) {
                break;
            }
            Choice choice = best(counted[t].tier);
            best = choice != null && (best == null || isBetter(choice, best)) ? choice : best;
        }
        return best;
    }

    /// The tiers, the one with the fewest tasks of the group first.
    private Counted[] inOrder(List<Plan.Tier> tiers) {
        Counted[] counted = new Counted[tiers.size()];
        for (int t = 0; t < counted.length; t++) {
            counted[t] = new Counted(tiers.get(t));
            List<List<InstanceClass>> spreads = tiers.get(t).spreads();
            for (int i = 0; group != null && i < spreads.size(); i++) {
                for (InstanceClass of : spreads.get(i)) {
                    counted[t].counts[i] += group.tasksOn(of);
                }
            }
        }
        Arrays.sort(counted);
        return counted;
    }

    private @Nullable Choice best(Plan.Tier tier) {
        if (plan.random() && plan.rest().isEmpty()) {
            Choice drawn = draw(tier.members());
            if (drawn != null) {
                return drawn;
            }
        }
        Choice best = null;
        for (InstanceClass of : tier.members()) {
            int slot = search.best(of);
            if (slot >= 0) {
                Choice choice = new Choice(of, slot);
                best = best == null || isBetter(choice, best) ? choice : best;
            }
        }
        return best;
    }

    /// An instance that chance meets and that can take the task, or null if it meets none soon.
    private @Nullable Choice draw(List<InstanceClass> from) {
        long slots = 0;
        for (InstanceClass of : from) {
            slots += of.slots();
        }
        for (int i = 0; i < DRAWS && slots > 0; i++) {
            long drawn = Math.unsignedMultiplyHigh(Dice.mix(bits + i), slots);
            for (InstanceClass of : from) {
                if (drawn < of.slots()) {
                    if (search.accepts(of, (int) drawn)) {
                        return new Choice(of, (int) drawn);
                    }
                    break;
                }
                drawn -= of.slots();
            }
        }
        return null;
    }

    /// Whether a choice is better than another of the same tier: by the strategies, then by chance
    /// or by the group's share of the class, then by the age of the class.
    private boolean isBetter(Choice choice, Choice than) {
        for (PlacementStrategy strategy : plan.rest()) {
            int sign =
                    switch (strategy) {
                        case PlacementStrategy.SpreadAttribute(String name) ->
                                Integer.compare(alike(choice.of, name), alike(than.of, name));
                        case PlacementStrategy.SpreadInstance() ->
                                Integer.compare(tasksOn(choice), tasksOn(than));
                        case Binpack(Packed resource) ->
                                Integer.compare(
                                        choice.of.left(resource, choice.slot),
                                        than.of.left(resource, than.slot));
                        case PlacementStrategy.Random() -> 0;
                    };
            if (sign != 0) {
                return sign < 0;
            }
        }
        if (plan.random()) {
            return Dice.mix(bits ^ choice.of.number) < Dice.mix(bits ^ than.of.number);
        }
        long own = group == null ? 0 : (long) group.tasksOn(choice.of) * than.of.open();
        long other = group == null ? 0 : (long) group.tasksOn(than.of) * choice.of.open();
        return own < other;
    }

    private int tasksOn(Choice choice) {
        return choice.of.taken(choice.slot).tasksOf(group);
    }

    /// The group's tasks on all instances that share a class's value of an attribute.
    private int alike(InstanceClass of, String attribute) {
        int tasks = 0;
        for (InstanceClass other : classes) {
            if (group != null && Plan.value(other, attribute).equals(Plan.value(of, attribute))) {
                tasks += group.tasksOn(other);
            }
        }
        return tasks;
    }
}
