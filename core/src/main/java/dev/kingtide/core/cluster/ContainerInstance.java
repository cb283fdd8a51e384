package dev.kingtide.core.cluster;

import dev.kingtide.core.Row;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One machine of a cluster on which tasks of launch type EC2 (or EXTERNAL) run.
///
/// @param identity who it is
/// @param status ACTIVE takes new tasks; DRAINING keeps what it has until that is replaced
/// @param agentConnected whether its container agent can be reached
/// @param agentVersion such as `1.105.1`
/// @param attributes built-in (`ecs.` ...) and custom attributes; an attribute without value has
///   the empty string
/// @param registered what it has in all
/// @param remaining what it has left
/// @param portsInUse host ports that are taken, reserved ones too, in order
/// @param runningTasks how many of its tasks are RUNNING
/// @param pendingTasks how many of its tasks are on their way there
/// @param version 1 when it is registered, and one more with every change (ECS developer guide,
///   ecs_cwe_events)
public record ContainerInstance(
        InstanceIdentity identity,
        InstanceStatus status,
        boolean agentConnected,
        String agentVersion,
        SortedMap<String, String> attributes,
        Resources registered,
        Resources remaining,
        List<HostPort> portsInUse,
        int runningTasks,
        int pendingTasks,
        int version)
        implements Row {

    @Override
    public String key() {
        return identity.id();
    }

    /// Its id: 32 hexadecimal digits.
    public String id() {
        return identity.id();
    }

    /// What its ARN says after the account: `container-instance/<cluster>/<id>`.
    public String resource() {
        return "container-instance/" + identity.clusterName() + '/' + identity.id();
    }

    /// Its cluster.
    public String clusterName() {
        return identity.clusterName();
    }

    /// Its availability zone.
    public String zone() {
        return identity.zone();
    }

    /// Whether new tasks may be placed on it.
    public boolean takesTasks() {
        return status == InstanceStatus.ACTIVE && agentConnected;
    }

    /// Whether a task's CPU, memory, interface and ports are all free.
    public boolean hasRoomFor(Reservation task) {
        return remaining.holds(task)
                && (task.ports().isEmpty() || Collections.disjoint(portsInUse, task.ports()));
    }

    /// A version in another status.
    public ContainerInstance with(InstanceStatus newStatus) {
        return new ContainerInstance(
                identity,
                newStatus,
                agentConnected,
                agentVersion,
                attributes,
                registered,
                remaining,
                portsInUse,
                runningTasks,
                pendingTasks,
                version + 1);
    }

    /// A version whose agent is connected, or is not.
    public ContainerInstance withAgentConnected(boolean connected) {
        return new ContainerInstance(
                identity,
                status,
                connected,
                agentVersion,
                attributes,
                registered,
                remaining,
                portsInUse,
                runningTasks,
                pendingTasks,
                version + 1);
    }

    /// A version with other attributes.
    public ContainerInstance withAttributes(SortedMap<String, String> newAttributes) {
        return new ContainerInstance(
                identity,
                status,
                agentConnected,
                agentVersion,
                Collections.unmodifiableSortedMap(new TreeMap<>(newAttributes)),
                registered,
                remaining,
                portsInUse,
                runningTasks,
                pendingTasks,
                version + 1);
    }

    /// A version with other room and task counts.
    ContainerInstance with(Resources left, List<HostPort> ports, int running, int pending) {
        return new ContainerInstance(
                identity,
                status,
                agentConnected,
                agentVersion,
                attributes,
                registered,
                left,
                ports,
                running,
                pending,
                version + 1);
    }
}
