package dev.kingtide.core.cluster;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Turn;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decisions on container instances.
public final class Instances {

    /// Ports that an instance registers as taken: SSH, the Docker daemon and the agent's own
    /// (amazon-ecs-agent README, ECS_RESERVED_PORTS; 51680 in agent/config).
    public static final List<HostPort> RESERVED_PORTS =
            List.of(
                    HostPort.tcp(22),
                    HostPort.tcp(2375),
                    HostPort.tcp(2376),
                    HostPort.tcp(51678),
                    HostPort.tcp(51679),
                    HostPort.tcp(51680));

    private Instances() {}

    /// Adds a machine to its cluster, ACTIVE and connected.
    public static ContainerInstance register(Turn turn, Registration machine) {
        return register(turn, machine, RESERVED_PORTS);
    }

    /// The same for a machine with other ports taken than usual, in order.
    public static ContainerInstance register(
            Turn turn, Registration machine, List<HostPort> reservedPorts) {
        InstanceIdentity identity =
                new InstanceIdentity(
                        turn.ids().hex(32),
                        machine.clusterName(),
                        machine.ec2InstanceId(),
                        machine.instanceType(),
                        machine.zone(),
                        machine.capacityProvider(),
                        machine.spot(),
                        turn.nowMillis());
        return put(
                turn,
                new ContainerInstance(
                        identity,
                        InstanceStatus.ACTIVE,
                        true,
                        machine.agentVersion(),
                        attributesOf(machine),
                        machine.resources(),
                        machine.resources(),
                        reservedPorts,
                        0,
                        0,
                        1));
    }

    /// The attributes that every instance gets (ECS developer guide, task-placement-constraints:
    /// built-in attributes), under the machine's own.
    private static SortedMap<String, String> attributesOf(Registration machine) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("ecs.availability-zone", machine.zone());
        attributes.put("ecs.instance-type", machine.instanceType());
        attributes.put("ecs.os-type", "linux");
        attributes.put("ecs.os-family", "LINUX");
        attributes.put("ecs.cpu-architecture", machine.cpuArchitecture());
        attributes.putAll(machine.attributes());
        return Collections.unmodifiableSortedMap(attributes);
    }

    /// Takes no more tasks on an instance; what to do with those it has is their services' matter.
    public static ContainerInstance drain(Turn turn, String instanceId) {
        return put(turn, require(turn, instanceId).with(InstanceStatus.DRAINING));
    }

    /// Takes tasks on an instance again.
    public static ContainerInstance activate(Turn turn, String instanceId) {
        return put(turn, require(turn, instanceId).with(InstanceStatus.ACTIVE));
    }

    /// Takes note of whether the agent of an instance can be reached; without, it gets no tasks.
    public static ContainerInstance connected(Turn turn, String instanceId, boolean connected) {
        return put(turn, require(turn, instanceId).withAgentConnected(connected));
    }

    /// Sets custom attributes of an instance in place of those of the same name.
    public static ContainerInstance putAttributes(
            Turn turn, String instanceId, SortedMap<String, String> attributes) {
        ContainerInstance instance = require(turn, instanceId);
        TreeMap<String, String> all = new TreeMap<>(instance.attributes());
        all.putAll(attributes);
        return put(turn, instance.withAttributes(all));
    }

    /// Removes attributes of an instance; ones that it does not have are no error.
    public static ContainerInstance deleteAttributes(
            Turn turn, String instanceId, List<String> names) {
        ContainerInstance instance = require(turn, instanceId);
        TreeMap<String, String> all = new TreeMap<>(instance.attributes());
        names.forEach(all::remove);
        return put(turn, instance.withAttributes(all));
    }

    /// Forgets an instance: deregistered or gone. Its tasks keep its id; releasing what they had
    /// does nothing from now on.
    public static void remove(Turn turn, String instanceId) {
        ContainerInstance instance = find(turn, instanceId);
        if (instance != null) {
            Tags.forget(turn, instance.resource());
        }
        turn.remove(turn.world().clusters().instances, instanceId);
    }

    /// Takes a new task's share of an instance, which must have it, and gives the ids of its GPUs;
    /// the task counts as pending.
    public static List<String> reserve(Turn turn, String instanceId, Reservation task) {
        ContainerInstance instance = require(turn, instanceId);
        Invariant.require(
                instance.hasRoomFor(task),
                () -> "instance " + instanceId + " has no room for " + task);
        put(
                turn,
                instance.with(
                        instance.remaining().minus(task),
                        withPorts(instance.portsInUse(), task.ports()),
                        instance.runningTasks(),
                        instance.pendingTasks() + 1));
        return instance.remaining().gpusFor(task);
    }

    /// Takes note that a pending task of the instance runs.
    public static void started(Turn turn, String instanceId) {
        ContainerInstance instance = find(turn, instanceId);
        if (instance != null) {
            put(
                    turn,
                    instance.with(
                            instance.remaining(),
                            instance.portsInUse(),
                            instance.runningTasks() + 1,
                            instance.pendingTasks() - 1));
        }
    }

    /// Gives a task's share back, with the GPUs that it had; `hadStarted` says whether [#started]
    /// was called for it. Nothing happens when the instance itself is gone.
    public static void release(
            Turn turn, String instanceId, Reservation task, List<String> gpus, boolean hadStarted) {
        ContainerInstance instance = find(turn, instanceId);
        if (instance != null) {
            put(
                    turn,
                    instance.with(
                            instance.remaining().plus(task, gpus),
                            withoutPorts(instance.portsInUse(), task.ports()),
                            instance.runningTasks() - (hadStarted ? 1 : 0),
                            instance.pendingTasks() - (hadStarted ? 0 : 1)));
        }
    }

    private static List<HostPort> withPorts(List<HostPort> taken, List<HostPort> more) {
        if (more.isEmpty()) {
            return taken;
        }
        List<HostPort> ports = new ArrayList<>(taken);
        ports.addAll(more);
        Collections.sort(ports);
        return List.copyOf(ports);
    }

    private static List<HostPort> withoutPorts(List<HostPort> taken, List<HostPort> fewer) {
        if (fewer.isEmpty()) {
            return taken;
        }
        List<HostPort> ports = new ArrayList<>(taken);
        fewer.forEach(ports::remove);
        return List.copyOf(ports);
    }

    private static @Nullable ContainerInstance find(Turn turn, String instanceId) {
        return turn.world().clusters().instances.get(instanceId);
    }

    private static ContainerInstance require(Turn turn, String instanceId) {
        return turn.world().clusters().instances.require(instanceId);
    }

    private static ContainerInstance put(Turn turn, ContainerInstance instance) {
        turn.put(turn.world().clusters().instances, instance);
        return instance;
    }
}
