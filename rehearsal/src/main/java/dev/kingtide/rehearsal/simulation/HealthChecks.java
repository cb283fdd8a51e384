package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.ContainerDefinition.ContainerHealthCheck;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Probe;
import dev.kingtide.core.traffic.SlowStart;
import dev.kingtide.core.traffic.TargetHealth;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The load balancers' probes of their targets, and the containers' own checks of overloaded tasks.
///
/// Targets that are healthy, whose counters are clear and whose cohort answers in time are settled
/// and cost nothing. When the cohort no longer does, their probes are sent at the end of the second
/// in which they are due; all others, the first ones of a target among them, in their moment. Where
/// a share of a cohort would fail, the targets of lowest rank do.
final class HealthChecks {
    private final SimulatedTraffic traffic;
    private final Set<LoadedTask> checked = new LinkedHashSet<>();
    private int checkedUnsettled;

    private record Change(ProbedTarget target, TargetHealth health, boolean slow) {}

    HealthChecks(SimulatedTraffic traffic) {
        this.traffic = traffic;
    }

    void loaded(LoadedTask task) {
        if (task.check() != null) {
            checked.add(task);
        }
    }

    void unloaded(LoadedTask task) {
        if (checked.remove(task) && (task.checkFailures > 0 || task.checkedUnhealthy)) {
            checkedUnsettled--;
        }
    }

    /// A target is to be probed from its first moment on.
    void begin(ProbedTarget target) {
        probeAt(target, target.firstProbeMillis);
    }

    /// A target is not to be probed any more.
    void end(ProbedTarget target) {
        if (target.settled) {
            target.group.rounds.remove(target);
            target.settled = false;
        }
    }

    /// Whether a target's next probe passes is not known any more.
    void unsettle(ProbedTarget target) {
        if (target.settled) {
            target.group.rounds.remove(target);
            target.settled = false;
            long interval = intervalMillis(target);
            long since = traffic.millis() - target.firstProbeMillis;
            probeAt(target, target.firstProbeMillis + (since / interval + 1) * interval);
        }
    }

    /// A group's settings changed: counting begins anew.
    void reconfigured(TrafficGroup group) {
        group.rounds = new ProbeRounds(group.settings.healthCheck().intervalSeconds());
        for (ProbedTarget target : group.targets.values()) {
            if (!target.draining) {
                target.health = target.health.reconfigured();
                if (target.settled) {
                    group.rounds.add(target);
                }
            }
        }
    }

    private void probeAt(ProbedTarget target, long millis) {
        traffic.loop().at(traffic.startMillis() + millis, () -> probe(target, millis));
    }

    private void probe(ProbedTarget target, long millis) {
        if (!isProbed(target)) {
            return;
        }
        Change change = probe(target, traffic.second());
        if (isSettled(target.health)) {
            target.settled = true;
            target.group.rounds.add(target);
        } else {
            probeAt(target, millis + intervalMillis(target));
        }
        if (change != null) {
            tell(change);
        }
    }

    private static long intervalMillis(ProbedTarget target) {
        return target.group.settings.healthCheck().intervalSeconds() * 1000L;
    }

    private static boolean isSettled(TargetHealth health) {
        return health.state() == TargetState.HEALTHY && health.streak() == 0;
    }

    private static boolean isProbed(ProbedTarget target) {
        return !target.draining && target.group.targets.get(target.target.key()) == target;
    }

    /// Sends the probes of a second, which has passed, to those settled targets that may fail them.
    void probe(int second) {
        List<Change> changes = new ArrayList<>(0);
        for (TrafficGroup group : traffic.groups()) {
            if (group.suspect()) {
                List<ProbedTarget> due = group.rounds.due(second);
                for (int i = due.size() - 1; i >= 0; i--) {
                    ProbedTarget target = due.get(i);
                    Change change = probe(target, second);
                    if (!isSettled(target.health)) {
                        unsettle(target);
                    }
                    if (change != null) {
                        changes.add(change);
                    }
                }
            }
        }
        changes.forEach(this::tell);
        checkContainers(second);
    }

    /// Sends one probe; what it changes, if anything that shows.
    private @Nullable Change probe(ProbedTarget target, int second) {
        HealthCheck check = target.group.settings.healthCheck();
        Probe probe = outcome(target, second, check);
        TargetHealth before = target.health;
        target.health = before.probed(probe, check);
        boolean slow = probe.equals(Probe.TIMED_OUT);
        return target.health.showsSameAs(before) ? null : new Change(target, target.health, slow);
    }

    private Probe outcome(ProbedTarget target, int second, HealthCheck check) {
        LoadedTask task = target.task;
        if (task == null) {
            return Probe.FAILED;
        }
        return switch (task.task.phase) {
            case SERVING -> {
                if (target.rank < task.tooSlow(check.timeoutSeconds())) {
                    yield Probe.TIMED_OUT;
                }
                yield refused(task, second) ? Probe.FAILED : Probe.PASSED;
            }
            case HUNG, VANISHED -> Probe.TIMED_OUT;
            case STARTING, BOOTING, LEAVING, DEAD -> Probe.FAILED;
        };
    }

    /// A backlog lasts, so the same targets are too slow again and again; a full queue has a place
    /// free again in the next moment, so each probe has luck of its own.
    private boolean refused(LoadedTask task, int second) {
        double full = task.full();
        return full > 0 && traffic.unit("probe-" + second, task.task.subject) < full;
    }

    /// That no answer came is known when the timeout is over.
    private void tell(Change change) {
        if (change.slow) {
            int timeout = change.target.group.settings.healthCheck().timeoutSeconds();
            traffic.loop().at(traffic.loop().nowMillis() + timeout * 1000L, () -> show(change));
        } else {
            show(change);
        }
    }

    private void show(Change change) {
        ProbedTarget target = change.target;
        if (isProbed(target) && target.health.showsSameAs(change.health)) {
            traffic.show(target, change.health, change.slow);
        }
    }

    /// Lets a target's slow start begin or end with its health.
    void ramp(ProbedTarget target) {
        TrafficGroup group = target.group;
        group.ramping.remove(target);
        target.rampSinceMillis = 0;
        if (target.shown == TargetState.HEALTHY) {
            int warm = target.beenHealthy ? group.warm() - 1 : target.warmWhenRegistered;
            target.beenHealthy = true;
            if (SlowStart.begins(group.settings.attributes(), warm)) {
                target.rampSinceMillis = traffic.loop().nowMillis();
                group.ramping.add(target);
            }
        }
    }

    /// Ends the slow starts that are over.
    void endRamps(TrafficGroup group, long nowMillis) {
        long ramp = group.settings.attributes().slowStartSeconds() * 1000L;
        while (!group.ramping.isEmpty()
                && group.ramping.getFirst().rampSinceMillis + ramp <= nowMillis) {
            ProbedTarget target = group.ramping.removeFirst();
            target.rampSinceMillis = 0;
            if (target.task != null) {
                traffic.cohorts().place(target.task, false);
            }
        }
    }

    /// A container that was healthy fails its own check while its task is overloaded or hangs.
    private void checkContainers(int second) {
        if (checked.isEmpty() || (checkedUnsettled == 0 && !suspect())) {
            return;
        }
        List<TaskObservation> changes = new ArrayList<>(0);
        for (LoadedTask task : checked) {
            ContainerHealthCheck check = task.check();
            if (check == null || !task.task.main.healthy) {
                continue;
            }
            double phase = traffic.unit("container-check", task.task.subject);
            int offset = (int) (phase * check.intervalSeconds());
            if (second % check.intervalSeconds() == offset) {
                check(task, check, second, changes);
            }
        }
        changes.forEach(traffic::say);
    }

    private boolean suspect() {
        for (Cohort cohort : traffic.cohorts().all()) {
            if (cohort.answer == Cohort.Answer.SILENT
                    || (cohort.answer == Cohort.Answer.SERVING && cohort.meanNumber > 1)) {
                return true;
            }
        }
        return false;
    }

    private void check(
            LoadedTask task,
            ContainerHealthCheck check,
            int second,
            List<TaskObservation> changes) {
        double rank = traffic.unit("rank", task.task.subject + ":0");
        boolean passes =
                switch (task.task.phase) {
                    case SERVING ->
                            rank >= task.tooSlow(check.timeoutSeconds()) && !refused(task, second);
                    case HUNG -> false;
                    case STARTING, BOOTING, LEAVING, DEAD, VANISHED -> true;
                };
        boolean settledBefore = task.checkFailures == 0 && !task.checkedUnhealthy;
        task.checkFailures = passes ? 0 : task.checkFailures + 1;
        boolean unhealthy = task.checkFailures >= check.retries();
        if (unhealthy != task.checkedUnhealthy && (unhealthy || passes)) {
            task.checkedUnhealthy = unhealthy;
            changes.add(
                    new TaskObservation.ContainerHealth(
                            task.task.id(), task.task.main.definition.name(), !unhealthy));
        }
        boolean settled = task.checkFailures == 0 && !task.checkedUnhealthy;
        checkedUnsettled += settledBefore == settled ? 0 : settled ? -1 : 1;
    }
}
