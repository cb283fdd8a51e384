package dev.kingtide.host.docker;

import dev.kingtide.host.engine.ContainerState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a task's containers are on their machine: what whoever builds on the driver (load
/// balancers, the metadata endpoint, exec, logs) asks for by task and container.
///
/// @param dockerIds the Engine's ids of the containers that were started, by their names
/// @param ports of a task with a namespace of its own: its TCP ports, and the machine's ports that
///   lead to them
/// @param ownNamespace whether the task has a network namespace of its own
/// @param address at which the machine's ports are reached from here
public record Whereabouts(
        Map<String, String> dockerIds,
        Map<Integer, Integer> ports,
        boolean ownNamespace,
        InetAddress address) {

    /// Nowhere.
    public static final Whereabouts NONE =
            new Whereabouts(Map.of(), Map.of(), true, InetAddress.getLoopbackAddress());

    static Whereabouts of(
            TaskPlan plan, @Nullable ContainerState namespace, Collection<Member> members) {
        Map<String, String> ids = new HashMap<>();
        for (Member member : members) {
            if (!member.dockerId.isEmpty()) {
                ids.put(member.name(), member.dockerId);
            }
        }
        Map<Integer, Integer> ports = new HashMap<>();
        if (namespace != null) {
            for (ContainerState.Published port : namespace.ports()) {
                if (port.protocol().equals("tcp")) {
                    ports.put(port.containerPort(), port.hostPort());
                }
            }
        }
        return new Whereabouts(
                Map.copyOf(ids),
                Map.copyOf(ports),
                switch (plan.networkMode()) {
                    case AWSVPC, NONE -> true;
                    case BRIDGE, HOST -> false;
                },
                plan.network().address());
    }

    /// The Engine's id of a container, null when it has not been started.
    public @Nullable String dockerId(String container) {
        return dockerIds.get(container);
    }

    /// Where a target's port is reached from this machine: a task with a namespace of its own is
    /// registered with its container's port, others with the host's.
    ///
    /// @return null when nothing leads there
    public @Nullable InetSocketAddress reach(int port) {
        Integer local = ownNamespace ? ports.get(port) : Integer.valueOf(port);
        return local == null ? null : new InetSocketAddress(address, local);
    }
}
