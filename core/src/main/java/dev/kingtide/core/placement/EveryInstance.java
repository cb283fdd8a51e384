package dev.kingtide.core.placement;

import dev.kingtide.core.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where the tasks of a service go that has one on every instance: of the instances that its
/// constraints allow, those without any (ECS developer guide, ecs_services: the DAEMON strategy).
///
/// Instances are counted 64 at a time; only those are looked at that have no task yet, and of them
/// no more than there are tasks to place. Constraints on more than attributes are the exception:
/// they are evaluated for each instance without a task.
public final class EveryInstance {

    private EveryInstance() {}

    /// What there is.
    ///
    /// @param covered instances that take tasks and have one of the group
    /// @param uncovered instances that take tasks and have none
    /// @param places of the uncovered ones those that can take a task now
    public record Found(int covered, int uncovered, List<Placement.Placed> places) {

        /// How many instances are to have a task.
        public int wanted() {
            return covered + uncovered;
        }
    }

    /// Finds places for `count` tasks, each on an instance of its own.
    ///
    /// @param busy whether an instance, by its id, still has a task of the group that is to stop
    public static Found find(World world, Ask ask, int count, Predicate<String> busy) {
        ClusterIndex cluster = world.placement().cluster(ask.clusterName());
        if (cluster == null) {
            return new Found(0, 0, List.of());
        }
        Plan plan = cluster.plan(ask);
        Group group = cluster.group(ask.group());
        List<Placement.Placed> places = new ArrayList<>();
        int covered = 0;
        int uncovered = 0;
        for (Plan.Tier tier : plan.tiers()) {
            for (InstanceClass of : tier.members()) {
                SlotSet takers = of.takers();
                Group.Share share = group == null ? null : group.share(of);
                for (int w = 0; w < takers.wordCount(); w++) {
                    long members = share == null ? 0 : share.members.word(w);
                    covered += Long.bitCount(takers.word(w) & members);
                    long bare = takers.word(w) & ~members;
                    if (plan.perInstance().isEmpty()) {
                        uncovered += Long.bitCount(bare);
                    }
                    boolean look = places.size() < count || !plan.perInstance().isEmpty();
                    for (; look && bare != 0; bare &= bare - 1) {
                        Host host = of.taken((w << 6) + Long.numberOfTrailingZeros(bare));
                        if (!holds(plan, host)) {
                            continue;
                        }
                        uncovered += plan.perInstance().isEmpty() ? 0 : 1;
                        String id = host.row().id();
                        if (places.size() < count
                                && host.row().hasRoomFor(ask.needs())
                                && !busy.test(id)) {
                            places.add(new Placement.Placed(id, host.row().zone()));
                        }
                    }
                }
            }
        }
        return new Found(covered, uncovered, places);
    }

    /// The zones of the instances that take tasks and that the constraints allow.
    public static List<String> zones(World world, Ask ask) {
        ClusterIndex cluster = world.placement().cluster(ask.clusterName());
        SequencedSet<String> zones = new LinkedHashSet<>();
        for (Plan.Tier tier : cluster == null ? List.<Plan.Tier>of() : cluster.plan(ask).tiers()) {
            for (InstanceClass of : tier.members()) {
                if (of.open() > 0) {
                    zones.add(of.traits.zone());
                }
            }
        }
        return List.copyOf(zones);
    }

    private static boolean holds(Plan plan, Host host) {
        for (Expression expression : plan.perInstance()) {
            if (!expression.holds(host)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a service's constraints, and what its task definition requires, still hold for an
    /// instance on which it has a task.
    public static boolean allows(World world, Ask ask, String instanceId) {
        Host host = world.placement().host(instanceId);
        ClusterIndex cluster = world.placement().cluster(ask.clusterName());
        InstanceClass of = host == null ? null : host.in();
        if (cluster == null || host == null || of == null) {
            return false;
        }
        Plan plan = cluster.plan(ask);
        for (Plan.Tier tier : plan.tiers()) {
            if (contains(tier, of)) {
                return holds(plan, host);
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // classes are the same or they are not
    private static boolean contains(Plan.Tier tier, @Nullable InstanceClass of) {
        return tier.members().stream().anyMatch(member -> member == of);
    }
}
