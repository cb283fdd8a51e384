package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskLife;
import org.jspecify.annotations.Nullable;

/// What becomes of the tasks of a container instance that drains or vanishes (ECS developer guide,
/// container-instance-draining).
public final class Draining {

    private Draining() {}

    /// Drains an instance: its starting service tasks stop at once, its running ones are replaced
    /// within the bounds of their services, and other tasks are left alone.
    public static void drain(Turn turn, String instanceId) {
        Instances.drain(turn, instanceId);
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            Service service = TaskStops.serviceOf(turn, task);
            if (service == null || task.state().stopWanted()) {
                continue;
            }
            if (task.status().isStarting()) {
                TaskStops.stop(
                        turn,
                        task,
                        StopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task stopped during instance draining");
            } else {
                leaving(turn, task, true);
            }
            Services.wake(turn, service);
        }
    }

    /// Takes an instance back into use; its tasks may stay.
    public static void activate(Turn turn, String instanceId) {
        ContainerInstance instance = Instances.activate(turn, instanceId);
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            if (task.state().leaving() && !task.state().stopWanted()) {
                leaving(turn, task, false);
                wake(turn, TaskStops.serviceOf(turn, task));
            }
        }
        Services.capacityFreed(turn, instance.clusterName());
    }

    /// An instance vanished with everything on it.
    public static void lost(Turn turn, String instanceId) {
        ContainerInstance instance = turn.world().clusters().instances.get(instanceId);
        if (instance == null) {
            return;
        }
        String reason =
                "Host EC2 (instance " + instance.identity().ec2InstanceId() + ") terminated.";
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            Task gone = TaskLife.gone(turn, task, StopCode.TERMINATION_NOTICE, reason);
            ServiceTasks.changed(turn, task, gone);
        }
        Instances.remove(turn, instanceId);
    }

    private static void leaving(Turn turn, Task task, boolean now) {
        turn.put(turn.world().tasks().table, task.with(task.state().leaving(now)));
    }

    private static void wake(Turn turn, @Nullable Service service) {
        if (service != null) {
            Services.wake(turn, service);
        }
    }
}
