package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskLife;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.Targets;
import dev.kingtide.core.traffic.TrafficQuotas;

/// The registration of a service's tasks in its target groups.
///
/// A task for which a target group has no room (Quotas for Application Load Balancers:
/// TooManyTargets) runs all the same, and is registered when another target makes room; those that
/// wait for one group come in the order in which they ran.
final class TaskTargets {

    private TaskTargets() {}

    /// Registers a running task in one group of its service, now or as soon as there is room.
    static void register(Turn turn, Service service, Task task, ServiceLoadBalancer balancer) {
        String groupArn = balancer.targetGroupArn();
        World world = turn.world();
        if (world.traffic().targetGroups.get(groupArn) == null) {
            refused(turn, service, groupArn, "TargetGroupNotFound");
        } else if (TrafficQuotas.roomForTargets(world, groupArn, 1)) {
            registerNow(turn, service, task, balancer);
        } else {
            turn.put(world.services().waitingTargets, new WaitingTarget(task.id(), balancer));
            refused(turn, service, groupArn, "TooManyTargets");
        }
    }

    /// A task that stops waits for no group any more.
    static void forget(Turn turn, String taskId) {
        ServiceTables tables = turn.world().services();
        for (WaitingTarget waiting : tables.waitingTargetsOf.list(taskId)) {
            turn.remove(tables.waitingTargets, waiting.key());
        }
    }

    /// A target left its group: whoever waits for that group, or for another one behind the same
    /// load balancer, is registered in its place.
    static void roomFreed(Turn turn, String groupArn) {
        if (turn.world().services().waitingTargets.size() == 0) {
            return;
        }
        var traffic = turn.world().traffic();
        TargetGroup group = traffic.targetGroups.get(groupArn);
        if (group == null) {
            return;
        }
        registerWaiting(turn, groupArn);
        for (String balancerArn : group.loadBalancerArns()) {
            for (TargetGroup other : traffic.targetGroupsByLoadBalancer.get(balancerArn)) {
                registerWaiting(turn, other.arn());
            }
        }
    }

    private static void registerWaiting(Turn turn, String groupArn) {
        ServiceTables tables = turn.world().services();
        WaitingTarget waiting = tables.waitingTargetsFor.first(groupArn);
        while (waiting != null && TrafficQuotas.roomForTargets(turn.world(), groupArn, 1)) {
            turn.remove(tables.waitingTargets, waiting.key());
            Task task = turn.world().tasks().table.get(waiting.taskId());
            Service service = task == null ? null : TaskStops.serviceOf(turn, task);
            if (task != null && service != null && task.isRunning()) {
                registerNow(turn, service, task, waiting.balancer());
            }
            waiting = tables.waitingTargetsFor.first(groupArn);
        }
    }

    private static void registerNow(
            Turn turn, Service service, Task task, ServiceLoadBalancer balancer) {
        Container container = task.container(balancer.containerName());
        String instanceId = task.place().instanceId();
        boolean ownAddress = TaskLife.definition(turn, task).networkMode() == NetworkMode.AWSVPC;
        String id =
                ownAddress || instanceId == null
                        ? String.valueOf(task.address())
                        : turn.world()
                                .clusters()
                                .instances
                                .require(instanceId)
                                .identity()
                                .ec2InstanceId();
        int port =
                ownAddress || container == null || container.hostPort() == 0
                        ? balancer.containerPort()
                        : container.hostPort();
        Targets.register(turn, balancer.targetGroupArn(), id, port, task.place().zone(), task.id());
        ServiceEvents.add(
                turn,
                service,
                "registered 1 targets in (target-group " + balancer.targetGroupArn() + ")");
    }

    private static void refused(Turn turn, Service service, String groupArn, String reason) {
        ServiceEvents.add(
                turn,
                service,
                "was unable to register targets in (target-group "
                        + groupArn
                        + "). Reason: "
                        + reason);
    }
}
