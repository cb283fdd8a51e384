package dev.kingtide.core.cluster;

import java.util.List;

/// What one task takes of a container instance.
///
/// @param cpuUnits CPU units (1024 to a vCPU)
/// @param memoryMib memory in MiB
/// @param networkInterfaces 1 for a task in network mode `awsvpc`, else 0
/// @param ports the static host ports that it takes
/// @param gpus how many GPUs
public record Reservation(
        int cpuUnits, int memoryMib, int networkInterfaces, List<HostPort> ports, int gpus) {

    /// Copies its list.
    public Reservation {
        ports = List.copyOf(ports);
    }

    /// Without GPUs.
    public Reservation(int cpuUnits, int memoryMib, int networkInterfaces, List<HostPort> ports) {
        this(cpuUnits, memoryMib, networkInterfaces, ports, 0);
    }

    /// CPU and memory only.
    public static Reservation of(int cpuUnits, int memoryMib) {
        return new Reservation(cpuUnits, memoryMib, 0, List.of());
    }
}
