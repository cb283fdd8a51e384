package dev.kingtide.core.placement;

import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.InstanceStatus;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.placement.Placement.Closest;
import dev.kingtide.core.placement.Placement.Unplaceable;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why no instance of a cluster can take a task.
///
/// It looks at no more than 64 instances of each class: they differ only in what they have left.
final class Shortfall {
    private static final int LOOKED_AT = 64;

    private final Plan plan;
    private final Ask ask;
    private final @Nullable Group group;
    private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
    private @Nullable Closest closest;

    private Shortfall(Plan plan, Ask ask, @Nullable Group group) {
        this.plan = plan;
        this.ask = ask;
        this.group = group;
    }

    /// The reasons, for an ask that found no place.
    static Unplaceable of(ClusterIndex cluster, Plan plan, Ask ask) {
        Shortfall shortfall = new Shortfall(plan, ask, cluster.group(ask.group()));
        for (Plan.Tier tier : plan.tiers()) {
            for (InstanceClass of : tier.members()) {
                shortfall.lookAt(of, null);
            }
        }
        for (Plan.Rejected rejected : plan.rejected()) {
            shortfall.lookAt(rejected.of(), rejected.reason());
        }
        return shortfall.answer();
    }

    private Unplaceable answer() {
        if (reasons.size() > 1) {
            // these say nothing beside what the other instances lack
            reasons.remove(Reason.NO_ACTIVE_INSTANCES);
            reasons.remove(Reason.EMPTY_CAPACITY_PROVIDER);
        }
        return reasons.isEmpty()
                ? new Unplaceable(List.of(Reason.NO_ACTIVE_INSTANCES), null)
                : new Unplaceable(List.copyOf(reasons), closest);
    }

    private void lookAt(InstanceClass of, @Nullable Reason ofAll) {
        int seen = 0;
        for (int slot = 0; slot < of.slots() && seen < LOOKED_AT; slot++) {
            Host host = of.host(slot);
            if (host != null) {
                seen++;
                note(host, ofAll == null || !host.row().takesTasks() ? lack(host) : ofAll);
            }
        }
    }

    private void note(Host host, Reason reason) {
        reasons.add(reason);
        boolean isInstanceMeant =
                reason != Reason.NO_ACTIVE_INSTANCES && reason != Reason.EMPTY_CAPACITY_PROVIDER;
        if (isInstanceMeant && (closest == null || closest.reason().compareTo(reason) < 0)) {
            closest = new Closest(host.row().id(), reason);
        }
    }

    /// The first thing that an instance lacks, in the order of [Reason].
    private Reason lack(Host host) {
        ContainerInstance row = host.row();
        Reservation needs = ask.needs();
        if (!row.takesTasks()) {
            return row.status() == InstanceStatus.ACTIVE
                    ? Reason.AGENT
                    : Reason.NO_ACTIVE_INSTANCES;
        }
        for (Expression expression : plan.perInstance()) {
            if (!expression.holds(host)) {
                return Reason.MEMBER_OF;
            }
        }
        if (plan.distinct() && host.tasksOf(group) > 0) {
            return Reason.DISTINCT_INSTANCE;
        }
        if (row.remaining().cpuUnits() < needs.cpuUnits()) {
            return Reason.CPU;
        }
        if (row.remaining().memoryMib() < needs.memoryMib()) {
            return Reason.MEMORY;
        }
        for (HostPort port : needs.ports()) {
            if (row.portsInUse().contains(port)) {
                return Reason.PORTS;
            }
        }
        return row.remaining().networkInterfaces() < needs.networkInterfaces()
                ? Reason.ENI
                : Reason.GPU;
    }
}
