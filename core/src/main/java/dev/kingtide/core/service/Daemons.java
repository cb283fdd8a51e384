package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.InstanceStatus;
import dev.kingtide.core.placement.EveryInstance;
import dev.kingtide.core.service.ServiceMode.Scheduling;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables.Place;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.ArrayList;
import java.util.List;

/// Services that have one task on every instance (ECS developer guide, ecs_services: the DAEMON
/// strategy).
public final class Daemons {
    /// So many tasks are placed in one pass; what is left comes in the next.
    private static final int PLACED_AT_ONCE = 500;

    private Daemons() {}

    /// Whether a service is one.
    public static boolean is(Service service) {
        return service.settings().mode().scheduling() == Scheduling.DAEMON;
    }

    /// The instances that are to have a task of a deployment, and places on those without.
    static EveryInstance.Found find(Turn turn, Service service, Deployment deployment) {
        return EveryInstance.find(
                turn.world(),
                ServiceLauncher.ask(turn, service, deployment),
                PLACED_AT_ONCE,
                instanceId -> isBusy(turn, service, instanceId));
    }

    /// Whether an instance still has a task of the service, even one that is to stop: there are
    /// never two.
    private static boolean isBusy(Turn turn, Service service, String instanceId) {
        for (Task task : turn.world().tasks().byInstance.get(instanceId)) {
            if (service.key().equals(task.identity().serviceKey())) {
                return true;
            }
        }
        return false;
    }

    /// The tasks of a deployment that may leave their draining instances: those that are alone with
    /// other daemons there, because daemons are stopped last.
    static List<Task> leaving(Turn turn, Deployment deployment) {
        List<Task> mayGo = new ArrayList<>();
        Place place = new Place(deployment.id(), Standing.LEAVING);
        for (Task task : turn.world().tasks().byStanding.get(place)) {
            String instanceId = task.place().instanceId();
            boolean shielded = turn.world().tasks().protections.get(task.id()) != null;
            if (!shielded && (instanceId == null || onlyDaemons(turn, instanceId))) {
                mayGo.add(task);
            }
        }
        return mayGo;
    }

    private static boolean onlyDaemons(Turn turn, String instanceId) {
        for (Task task : turn.world().tasks().byInstance.get(instanceId)) {
            Service service = TaskStops.serviceOf(turn, task);
            if (service == null || !is(service)) {
                return false;
            }
        }
        return true;
    }

    /// The last other task of a draining instance may be gone: its daemons may follow.
    static void taskGone(Turn turn, String instanceId) {
        var instance = turn.world().clusters().instances.get(instanceId);
        if (instance == null || instance.status() != InstanceStatus.DRAINING) {
            return;
        }
        for (Task task : turn.world().tasks().byInstance.get(instanceId)) {
            Service service = TaskStops.serviceOf(turn, task);
            if (service != null && is(service)) {
                Services.wake(turn, service);
            }
        }
    }

    /// The instances of a cluster are others, or have another status: its daemons look.
    public static void instancesChanged(Turn turn, String clusterName) {
        for (Service service : turn.world().services().daemons.get(clusterName)) {
            Services.wake(turn, service);
        }
    }

    /// An instance has other attributes: daemons whose constraints do not hold any more leave it
    /// (ECS API reference, CreateService: the scheduler "will stop tasks that don't meet the
    /// placement constraints"), others may come.
    public static void attributesChanged(Turn turn, String clusterName, String instanceId) {
        for (Task task : turn.world().tasks().byInstance.list(instanceId)) {
            Service service = TaskStops.serviceOf(turn, task);
            Deployment deployment =
                    service == null
                            ? null
                            : service.deployment(String.valueOf(task.identity().deploymentId()));
            if (service != null
                    && deployment != null
                    && is(service)
                    && task.status().compareTo(TaskStatus.STOPPING) < 0
                    && !EveryInstance.allows(
                            turn.world(),
                            ServiceLauncher.ask(turn, service, deployment),
                            instanceId)) {
                TaskStops.stop(
                        turn,
                        task,
                        StopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task no longer meets the placement constraints of its service");
            }
        }
        instancesChanged(turn, clusterName);
    }
}
