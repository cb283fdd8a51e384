package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Agenda;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Probe;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetHealth;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Load balancers that nobody sends requests to: a target passes its probes while the simulated
/// task behind it serves. [SimulatedTraffic] is the one with people.
///
/// A target is probed until its state is what its task's answers make of it, and again when the
/// task changes how it answers: what is steady costs nothing. Targets without a simulated task
/// never pass.
public final class SimulatedEdge implements Edge {
    private static final long FIRST_PROBE_MILLIS = 1_000;
    private final Agenda agenda;
    private final Fleet fleet;
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<String, Map<String, Probed>> targets = new LinkedHashMap<>();
    private final Map<String, Set<Probed>> byTask = new LinkedHashMap<>();

    private static final class Probed {
        final Target target;
        TargetHealth health = TargetHealth.start();
        boolean probing;
        boolean gone;

        Probed(Target target) {
            this.target = target;
        }
    }

    /// Load balancers on an agenda in front of a driver's tasks; they take the driver's news.
    public SimulatedEdge(Agenda agenda, SimulatedDriver driver) {
        this.agenda = agenda;
        this.fleet = driver.fleet();
        fleet.watch(this::changed);
    }

    @Override
    public void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.AddTarget(Target target) -> add(target);
            case EdgeCommand.DrainTarget(Target target) -> remove(target);
            case EdgeCommand.RemoveTarget(Target target) -> remove(target);
            case EdgeCommand.PutGroup(TargetGroup group) -> put(group);
            case EdgeCommand.RemoveGroup(String arn) -> {
                groups.remove(arn);
                Map<String, Probed> members = targets.remove(arn);
                if (members != null) {
                    members.values().forEach(this::forget);
                }
            }
            case EdgeCommand.PutLoadBalancer _,
                    EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.PutListener _,
                    EdgeCommand.RemoveListener _ -> {}
        }
    }

    private void put(TargetGroup group) {
        TargetGroup before = groups.put(group.arn(), group);
        if (before != null && !before.healthCheck().equals(group.healthCheck())) {
            for (Probed probed : targets.getOrDefault(group.arn(), Map.of()).values()) {
                probed.health = probed.health.reconfigured();
                probe(probed, FIRST_PROBE_MILLIS);
            }
        }
    }

    private void add(Target target) {
        remove(target);
        Probed probed = new Probed(target);
        targets.computeIfAbsent(target.groupArn(), _ -> new LinkedHashMap<>())
                .put(target.key(), probed);
        if (target.taskId() != null) {
            byTask.computeIfAbsent(target.taskId(), _ -> new LinkedHashSet<>()).add(probed);
        }
        probe(probed, FIRST_PROBE_MILLIS);
    }

    private void remove(Target target) {
        Map<String, Probed> members = targets.get(target.groupArn());
        Probed probed = members == null ? null : members.remove(target.key());
        if (probed != null) {
            forget(probed);
        }
    }

    private void forget(Probed probed) {
        probed.gone = true;
        String taskId = probed.target.taskId();
        Set<Probed> same = taskId == null ? null : byTask.get(taskId);
        if (same != null) {
            same.remove(probed);
            if (same.isEmpty()) {
                byTask.remove(taskId);
            }
        }
    }

    private void changed(SimulatedTask task) {
        for (Probed probed : byTask.getOrDefault(task.id(), Set.of())) {
            TargetGroup group = groups.get(probed.target.groupArn());
            if (group != null) {
                probe(probed, group.healthCheck().intervalSeconds() * 1000L / 2);
            }
        }
    }

    private void probe(Probed probed, long afterMillis) {
        if (!probed.probing) {
            probed.probing = true;
            agenda.at(agenda.nowMillis() + afterMillis, () -> probe(probed));
        }
    }

    private void probe(Probed probed) {
        probed.probing = false;
        TargetGroup group = groups.get(probed.target.groupArn());
        if (probed.gone || group == null) {
            return;
        }
        boolean serves = serves(probed.target.taskId());
        TargetHealth before = probed.health;
        probed.health = before.probed(serves ? Probe.PASSED : Probe.FAILED, group.healthCheck());
        if (probed.health.state() != (serves ? TargetState.HEALTHY : TargetState.UNHEALTHY)) {
            probe(probed, group.healthCheck().intervalSeconds() * 1000L);
        }
        if (!probed.health.showsSameAs(before)) {
            agenda.observe(probed.health.report(probed.target.key()));
        }
    }

    private boolean serves(@Nullable String taskId) {
        SimulatedTask task = taskId == null ? null : fleet.get(taskId);
        return task != null && (task.phase == Phase.SERVING || task.phase == Phase.LEAVING);
    }
}
