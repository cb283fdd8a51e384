package dev.kingtide.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container really is on its machine.
///
/// @param id by which its runtime knows it; null before it has started
/// @param ports the host's ports that lead to it, in the order of its definition
/// @param pull of its image; null when nothing had to be brought
public record ContainerRuntime(
        @Nullable String id, List<PortBinding> ports, @Nullable ImagePull pull) {

    /// Before it has started.
    static final ContainerRuntime NONE = new ContainerRuntime(null, List.of(), null);

    /// Ports of the host that lead to as many of a container, in order.
    ///
    /// @param address of the host
    /// @param containerPort the first
    /// @param hostPort the first
    /// @param count how many
    /// @param protocol `tcp` or `udp`
    /// @param range whether the definition names a range, of one port perhaps
    public record PortBinding(
            String address,
            int containerPort,
            int hostPort,
            int count,
            String protocol,
            boolean range) {}

    ContainerRuntime with(ImagePull newPull) {
        return new ContainerRuntime(id, ports, newPull);
    }
}
