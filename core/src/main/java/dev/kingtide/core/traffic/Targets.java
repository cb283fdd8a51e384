package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.time.TimerKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What becomes of a target: registered, probed by the edge, drained, gone.
///
/// Only a target that some load balancer may send requests to is known to the edge; the others are
/// `UNUSED` (ELB user guide, target-group-health-checks).
public final class Targets {
    private static final String NO_LISTENER = HealthReason.NOT_IN_USE.text();
    private static final String OTHER_ZONE =
            "Target is in an Availability Zone that is not enabled for the load balancer";

    private Targets() {}

    /// Registers an address and port in a group, where it waits for its first passed probe.
    ///
    /// A target that is registered already stays as it is, with the task that is given now; one
    /// that is draining begins anew.
    ///
    /// @param zone its availability zone, `all` for an address outside of the VPC
    /// @param taskId the task behind it, or null
    public static Target register(
            Turn turn, String groupArn, String id, int port, String zone, @Nullable String taskId) {
        TrafficTables tables = turn.world().traffic();
        TargetGroup group = tables.targetGroups.require(groupArn);
        Target known = tables.targets.get(Target.keyOf(groupArn, id, port));
        if (known != null && known.state().isRegistered()) {
            return Objects.equals(known.taskId(), taskId)
                    ? known
                    : put(turn, known.forTask(taskId));
        }
        Target bare =
                new Target(
                        groupArn,
                        id,
                        port,
                        zone,
                        taskId,
                        TargetState.UNUSED,
                        HealthReason.NOT_REGISTERED,
                        HealthReason.NOT_REGISTERED.text(),
                        turn.nowMillis());
        turn.cancelTimer(TimerKind.TARGET_DRAINED, bare.key());
        String unused = whyUnused(tables, group, zone);
        if (unused == null) {
            return admit(turn, group, bare);
        }
        if (known != null) {
            tell(turn, new EdgeCommand.RemoveTarget(known));
        }
        return put(turn, bare.with(TargetState.UNUSED, HealthReason.NOT_IN_USE, unused));
    }

    /// Takes a target out of its group: no new requests from now on, and gone once the group's
    /// deregistration delay is over (ELB user guide, load-balancer-target-groups: the state shows
    /// `draining` to the end of the delay even when nothing is in flight).
    ///
    /// @return the draining target, or null when it is gone at once
    public static @Nullable Target deregister(Turn turn, String targetKey) {
        TrafficTables tables = turn.world().traffic();
        Target target = tables.targets.require(targetKey);
        if (target.state() == TargetState.DRAINING) {
            return target;
        }
        TargetGroup group = tables.targetGroups.require(target.groupArn());
        long delayMillis = group.attributes().deregistrationDelaySeconds() * 1000L;
        if (target.state() == TargetState.UNUSED || delayMillis == 0) {
            remove(turn, target);
            return null;
        }
        Target draining =
                target.with(
                        TargetState.DRAINING,
                        HealthReason.DEREGISTRATION_IN_PROGRESS,
                        HealthReason.DEREGISTRATION_IN_PROGRESS.text());
        turn.timer(TimerKind.TARGET_DRAINED, targetKey, turn.nowMillis() + delayMillis);
        tell(turn, new EdgeCommand.DrainTarget(draining));
        return put(turn, draining);
    }

    /// Ends a target's draining: it is in its group no more.
    ///
    /// @return the target that is gone, or null when there was none draining
    public static @Nullable Target drained(Turn turn, String targetKey) {
        Target target = turn.world().traffic().targets.get(targetKey);
        if (target == null || target.state() != TargetState.DRAINING) {
            return null;
        }
        remove(turn, target);
        return target;
    }

    /// Takes note of what the edge found out about a target.
    ///
    /// @return the target as it is now, or null when nothing changed: the report is late, or says
    ///   what is known
    public static @Nullable Target healthChanged(
            Turn turn, EdgeObservation.TargetHealthChanged seen) {
        Target target = turn.world().traffic().targets.get(seen.targetKey());
        if (target == null
                || target.state() == TargetState.DRAINING
                || target.state() == TargetState.UNUSED
                || (target.state() == seen.state()
                        && target.reason() == seen.reason()
                        && target.description().equals(seen.description()))) {
            return null;
        }
        return put(turn, target.with(seen.state(), seen.reason(), seen.description()));
    }

    /// Takes note of which targets of a group are anomalous.
    public static void anomaliesChanged(Turn turn, EdgeObservation.AnomaliesChanged seen) {
        TrafficTables tables = turn.world().traffic();
        GroupAnomalies next =
                new GroupAnomalies(seen.groupArn(), seen.anomalous(), seen.mitigated());
        boolean none = next.anomalous().isEmpty() && next.mitigated().isEmpty();
        if (tables.targetGroups.get(seen.groupArn()) == null
                || next.equals(tables.anomalies.get(seen.groupArn()))) {
            return;
        }
        if (none) {
            turn.remove(tables.anomalies, seen.groupArn());
        } else {
            turn.put(tables.anomalies, next);
        }
    }

    /// Brings the targets of a group into use, or takes them out of it, after its load balancers or
    /// their zones changed.
    static void reconsider(Turn turn, TargetGroup group) {
        TrafficTables tables = turn.world().traffic();
        for (Target target : tables.targetsByGroup.list(group.arn())) {
            if (target.state() == TargetState.DRAINING) {
                continue;
            }
            String unused = whyUnused(tables, group, target.zone());
            if (unused == null) {
                if (target.state() == TargetState.UNUSED) {
                    admit(turn, group, target);
                }
            } else if (!unused.equals(target.description())) {
                if (target.state() != TargetState.UNUSED) {
                    tell(turn, new EdgeCommand.RemoveTarget(target));
                }
                put(turn, target.with(TargetState.UNUSED, HealthReason.NOT_IN_USE, unused));
            }
        }
    }

    /// Forgets all targets of a group that is about to go.
    static void removeAll(Turn turn, String groupArn) {
        TrafficTables tables = turn.world().traffic();
        for (Target target : tables.targetsByGroup.list(groupArn)) {
            turn.cancelTimer(TimerKind.TARGET_DRAINED, target.key());
            turn.remove(tables.targets, target.key());
        }
    }

    private static Target admit(Turn turn, TargetGroup group, Target target) {
        Target admitted =
                group.healthCheck().enabled()
                        ? target.with(
                                TargetState.INITIAL,
                                HealthReason.REGISTRATION_IN_PROGRESS,
                                HealthReason.REGISTRATION_IN_PROGRESS.text())
                        : target.with(
                                TargetState.UNAVAILABLE,
                                HealthReason.HEALTH_CHECK_DISABLED,
                                HealthReason.HEALTH_CHECK_DISABLED.text());
        tell(turn, new EdgeCommand.AddTarget(admitted));
        return put(turn, admitted);
    }

    private static void remove(Turn turn, Target target) {
        turn.cancelTimer(TimerKind.TARGET_DRAINED, target.key());
        turn.remove(turn.world().traffic().targets, target.key());
        if (target.state() != TargetState.UNUSED) {
            tell(turn, new EdgeCommand.RemoveTarget(target));
        }
    }

    /// Why nothing is sent to targets of a group in a zone, or null when something may be.
    private static @Nullable String whyUnused(
            TrafficTables tables, TargetGroup group, String zone) {
        if (group.loadBalancerArns().isEmpty()) {
            return NO_LISTENER;
        }
        for (String arn : group.loadBalancerArns()) {
            if (tables.loadBalancers.require(arn).serves(zone)) {
                return null;
            }
        }
        return OTHER_ZONE;
    }

    private static Target put(Turn turn, Target target) {
        turn.put(turn.world().traffic().targets, target);
        return target;
    }

    private static void tell(Turn turn, EdgeCommand command) {
        turn.effect(new Effect.Traffic(command));
    }
}
