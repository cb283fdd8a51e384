package dev.kingtide.core.service;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.driver.TaskCommand;
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
        daemons(turn, instanceId);
    }

    private static void daemons(Turn turn, String instanceId) {
        ContainerInstance instance = turn.world().clusters().instances.require(instanceId);
        Daemons.instancesChanged(turn, instance.clusterName());
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
        Services.instanceJoined(turn, instance);
    }

    /// An instance vanished with everything on it.
    public static void lost(Turn turn, String instanceId) {
        ContainerInstance instance = turn.world().clusters().instances.get(instanceId);
        if (instance == null) {
            return;
        }
        String reason =
                "Host EC2 (instance " + instance.identity().ec2InstanceId() + ") terminated.";
        remove(turn, instanceId, StopCode.TERMINATION_NOTICE, reason);
    }

    /// An instance is taken out of its cluster, whatever runs on it: ECS knows no more of those
    /// tasks, and their services replace them (ECS API reference, DeregisterContainerInstance). On
    /// AWS they run on until the machine ends; here their driver is asked to stop them, so that
    /// nothing is left that nobody knows.
    public static void deregister(Turn turn, String instanceId) {
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            turn.effect(new Effect.Tasks(new TaskCommand.Stop(task.id())));
        }
        remove(
                turn,
                instanceId,
                StopCode.USER_INITIATED,
                "Container instance deregistration forced by user");
    }

    private static void remove(Turn turn, String instanceId, StopCode code, String reason) {
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            Task gone = TaskLife.gone(turn, task, code, reason);
            ServiceTasks.changed(turn, task, gone);
        }
        ContainerInstance instance = turn.world().clusters().instances.require(instanceId);
        Instances.remove(turn, instanceId);
        Daemons.instancesChanged(turn, instance.clusterName());
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
