package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetHealth;
import dev.kingtide.core.traffic.TargetState;
import org.jspecify.annotations.Nullable;

/// A registered target as the load balancer has it.
final class ProbedTarget {
    final Target target;
    final TrafficGroup group;
    final @Nullable LoadedTask task;

    /// Where it stands among its like when some of them are too slow: those with the lowest rank
    /// fail first, and keep failing.
    final double rank;

    /// Since the traffic began.
    final long firstProbeMillis;

    final int warmWhenRegistered;
    TargetHealth health = TargetHealth.start();
    TargetState shown = TargetState.INITIAL;
    boolean draining;
    boolean settled;
    boolean beenHealthy;
    long rampSinceMillis;
    int round;
    int place;

    ProbedTarget(
            Target target,
            TrafficGroup group,
            @Nullable LoadedTask task,
            double rank,
            long firstProbeMillis,
            int warmWhenRegistered) {
        this.target = target;
        this.group = group;
        this.task = task;
        this.rank = rank;
        this.firstProbeMillis = firstProbeMillis;
        this.warmWhenRegistered = warmWhenRegistered;
    }

    Cohort.Membership membership() {
        Cohort.Standing standing =
                draining
                        ? Cohort.Standing.DRAINING
                        : shown == TargetState.HEALTHY
                                ? Cohort.Standing.HEALTHY
                                : Cohort.Standing.NOT_HEALTHY;
        String zone = group.settings.attributes().crossZone() ? "" : target.zone();
        return new Cohort.Membership(group, standing, rampSinceMillis, zone);
    }
}
