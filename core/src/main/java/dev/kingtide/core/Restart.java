package dev.kingtide.core;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TrafficTables;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.core.traffic.TrustStores;

/// What drivers are told once when a control plane comes back: all that is to be, so that it
/// matters neither what they have forgotten nor which effects were lost between the last commit and
/// the end. Nothing of the World changes.
final class Restart {

    private Restart() {}

    static void resume(Turn turn) {
        TrafficTables traffic = turn.world().traffic();
        for (LoadBalancer loadBalancer : traffic.loadBalancers.rows()) {
            tell(turn, new EdgeCommand.PutLoadBalancer(loadBalancer));
        }
        for (TargetGroup group : traffic.targetGroups.rows()) {
            tell(turn, new EdgeCommand.PutGroup(group));
        }
        for (Certificate certificate : traffic.certificates.rows()) {
            if (Certificates.isInUse(turn.world(), certificate.arn())) {
                tell(turn, new EdgeCommand.PutCertificate(certificate));
            }
        }
        for (TrustStore store : traffic.trustStores.rows()) {
            if (TrustStores.isInUse(turn.world(), store.arn())) {
                tell(turn, new EdgeCommand.PutTrustStore(store));
            }
        }
        for (Listener listener : traffic.listeners.rows()) {
            tell(turn, new EdgeCommand.PutListener(listener));
        }
        for (Task task : turn.world().tasks().table.rows()) {
            resume(turn, task);
        }
        for (Target target : traffic.targets.rows()) {
            switch (target.state()) {
                case INITIAL, HEALTHY, UNHEALTHY, UNAVAILABLE ->
                        tell(turn, new EdgeCommand.AddTarget(target));
                case DRAINING -> tell(turn, new EdgeCommand.DrainTarget(target));
                case UNUSED -> {}
            }
        }
    }

    private static void resume(Turn turn, Task task) {
        if (task.status().compareTo(TaskStatus.STOPPED) >= 0) {
            return;
        }
        String definition = task.identity().definition();
        turn.effect(
                new Effect.Tasks(
                        new TaskCommand.Adopt(
                                task, turn.world().tasks().definitions.require(definition))));
        if (task.status().compareTo(TaskStatus.STOPPING) >= 0) {
            turn.effect(new Effect.Tasks(new TaskCommand.Stop(task.id())));
        }
    }

    private static void tell(Turn turn, EdgeCommand command) {
        turn.effect(new Effect.Traffic(command));
    }
}
