package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/// Port mappings as Docker wants them. Host ports are of loopback, or of the address by which a
/// further host is known; a dynamic one is chosen by the Engine from the kernel's range, as the
/// reference says (ECS developer guide, PortMapping: `/proc/sys/net/ipv4/ip_local_port_range`).
final class Ports {

    private Ports() {}

    /// The container's ports of a mapping: one, or a range (`containerPortRange`).
    static List<Integer> of(PortMapping mapping) {
        String range = mapping.containerPortRange();
        if (range == null) {
            return mapping.containerPort() == null ? List.of() : List.of(mapping.containerPort());
        }
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = Integer.parseInt(range.substring(dash + 1));
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /// Publishes ports of one container.
    ///
    /// @param exposed its `ExposedPorts`
    /// @param bindings its `PortBindings`
    /// @param address of the host
    record Binder(ObjectNode exposed, ObjectNode bindings, String address) {

        /// @param hostPort a port, a range of which the Engine takes a free one, or empty for the
        ///   kernel's range
        void bind(int port, @Nullable String protocol, String hostPort) {
            String name = port + "/" + (protocol == null ? "tcp" : protocol);
            exposed.putObject(name);
            ObjectNode binding = bindings.putArray(name).addObject();
            binding.put("HostIp", address);
            binding.put("HostPort", hostPort);
        }
    }
}
