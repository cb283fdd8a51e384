package dev.kingtide.host.docker;

import dev.kingtide.core.task.ContainerRuntime;
import dev.kingtide.core.task.ContainerRuntime.PortBinding;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.ContainerState.Published;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/// The host's ports of a container that runs, in the order of its definition's port mappings (ECS
/// API reference, NetworkBinding).
final class PublishedPorts {
    private static final String EVERYWHERE = "0.0.0.0";

    private PublishedPorts() {}

    static ContainerRuntime runtime(TaskPlan plan, String container, ContainerState state) {
        List<PortBinding> ports = new ArrayList<>();
        for (PortMapping mapping : plan.shape(container).portMappings()) {
            List<Integer> wanted = Ports.of(mapping);
            String protocol = mapping.protocol() == null ? "tcp" : mapping.protocolAsString();
            boolean range = mapping.containerPortRange() != null;
            if (wanted.isEmpty()) {
                continue;
            }
            switch (plan.networkMode()) {
                case HOST ->
                        ports.add(
                                new PortBinding(
                                        EVERYWHERE,
                                        wanted.getFirst(),
                                        wanted.getFirst(),
                                        wanted.size(),
                                        protocol,
                                        range));
                case BRIDGE -> ports.addAll(bridge(wanted, protocol, range, state));
                case AWSVPC, NONE -> {} // no ports of the host
            }
        }
        return new ContainerRuntime(state.id(), List.copyOf(ports), null);
    }

    /// One binding as far as the host's ports follow on each other as the container's do, and
    /// another one after each gap.
    private static List<PortBinding> bridge(
            List<Integer> wanted, String protocol, boolean range, ContainerState state) {
        List<PortBinding> found = new ArrayList<>();
        for (int port : wanted) {
            Published published = state.published(port, protocol);
            if (published == null) {
                continue;
            }
            PortBinding last = found.isEmpty() ? null : found.getLast();
            boolean follows =
                    last != null
                            && last.containerPort() + last.count() == port
                            && last.hostPort() + last.count() == published.hostPort();
            if (last != null && follows) {
                found.set(found.size() - 1, longer(last));
            } else {
                found.add(
                        new PortBinding(
                                published.address(),
                                port,
                                published.hostPort(),
                                1,
                                protocol,
                                range));
            }
        }
        return found;
    }

    private static PortBinding longer(PortBinding last) {
        return new PortBinding(
                last.address(),
                last.containerPort(),
                last.hostPort(),
                last.count() + 1,
                last.protocol(),
                last.range());
    }
}
