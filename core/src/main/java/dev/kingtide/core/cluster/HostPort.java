package dev.kingtide.core.cluster;

import java.util.Comparator;

/// A port of a container instance that a task takes for itself.
///
/// @param port 1-65535
/// @param protocol `tcp` or `udp`
public record HostPort(int port, String protocol) implements Comparable<HostPort> {
    private static final Comparator<HostPort> ORDER =
            Comparator.comparingInt(HostPort::port).thenComparing(HostPort::protocol);

    /// A TCP port.
    public static HostPort tcp(int port) {
        return new HostPort(port, "tcp");
    }

    @Override
    public int compareTo(HostPort other) {
        return ORDER.compare(this, other);
    }
}
