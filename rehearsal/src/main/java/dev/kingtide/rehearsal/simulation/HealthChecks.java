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

/// The load balancers' probes of their targets, and the containers' own checks of overloaded tasks.
///
/// Targets that are healthy, whose counters are clear and whose cohort answers in time cost
/// nothing. Where a share of a cohort would fail, the targets of lowest rank do.
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

    /// A group's settings changed: counting begins anew.
    void reconfigured(TrafficGroup group) {
        group.rounds = new ProbeRounds(group.settings.healthCheck().intervalSeconds());
        for (ProbedTarget target : group.targets.values()) {
            if (!target.draining) {
                target.health = target.health.reconfigured();
                group.rounds.add(target);
            }
        }
    }

    /// Sends the probes that are due in a second, which has passed.
    void probe(int second) {
        List<Change> changes = new ArrayList<>(0);
        for (TrafficGroup group : traffic.groups()) {
            boolean suspect = group.suspect();
            if (suspect || group.rounds.hasUnsettled(second)) {
                for (ProbedTarget target : group.rounds.due(second)) {
                    boolean known = target.settled && !suspect; // to pass again
                    if (!known && second >= target.firstProbeSecond) {
                        probe(target, second, changes);
                    }
                }
            }
        }
        for (Change change : changes) {
            tell(change);
        }
        checkContainers(second);
    }

    private void probe(ProbedTarget target, int second, List<Change> changes) {
        HealthCheck check = target.group.settings.healthCheck();
        Probe probe = outcome(target, second, check);
        TargetHealth before = target.health;
        TargetHealth after = before.probed(probe, check);
        target.health = after;
        boolean settled = after.state() == TargetState.HEALTHY && after.streak() == 0;
        target.group.rounds.settle(target, settled);
        if (!after.showsSameAs(before)) {
            boolean slow = probe.equals(Probe.TIMED_OUT);
            changes.add(new Change(target, after, slow));
        }
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
        boolean there = target.group.targets.get(target.target.key()) == target;
        if (there && !target.draining && target.health.showsSameAs(change.health)) {
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
