package dev.kingtide.core.task;

import dev.kingtide.core.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One revision of a family: what Kingtide decides on, and beside it AWS's whole shape, kept to be
/// echoed.
///
/// @param family its family
/// @param revision 1, 2, 3, ... within the family
/// @param networkMode how its containers are reached
/// @param cpuUnits task-level CPU units (1024 to a vCPU), 0 when not given
/// @param memoryMib task-level memory, 0 when not given
/// @param containers at least one, at most ten
/// @param constraints `memberOf` expressions of the task definition
/// @param cpuArchitecture `X86_64` or `ARM64`
/// @param operatingSystem such as `LINUX`
/// @param ephemeralStorageGib 20 unless asked for more
/// @param shape the AWS SDK's model of the same, for Describe calls; null in tests of the core
public record TaskDefinition(
        String family,
        int revision,
        DefinitionStatus status,
        NetworkMode networkMode,
        int cpuUnits,
        int memoryMib,
        List<ContainerDefinition> containers,
        List<String> constraints,
        String cpuArchitecture,
        String operatingSystem,
        int ephemeralStorageGib,
        @Nullable Object shape)
        implements Row {

    /// `family:revision`.
    @Override
    public String key() {
        return family + ':' + revision;
    }

    /// Whether it can be run.
    public boolean active() {
        return status == DefinitionStatus.ACTIVE;
    }

    /// A version in another status, with another AWS shape.
    public TaskDefinition with(DefinitionStatus newStatus, @Nullable Object newShape) {
        return new TaskDefinition(
                family,
                revision,
                newStatus,
                networkMode,
                cpuUnits,
                memoryMib,
                containers,
                constraints,
                cpuArchitecture,
                operatingSystem,
                ephemeralStorageGib,
                newShape);
    }

    /// Whether an essential container has a check of its own.
    public boolean hasHealthCheck() {
        for (ContainerDefinition container : containers) {
            if (container.essential() && container.healthCheck() != null) {
                return true;
            }
        }
        return false;
    }

    /// The container of that name, which must be there.
    public ContainerDefinition container(String name) {
        for (ContainerDefinition container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        throw dev.kingtide.core.Invariant.broken("no container " + name + " in " + key());
    }

    /// CPU units that a placement must find: the task's, else the sum of its containers'.
    public int cpuUnitsNeeded() {
        return cpuUnits > 0
                ? cpuUnits
                : containers.stream().mapToInt(ContainerDefinition::cpuUnits).sum();
    }

    /// Memory in MiB that a placement must find: the task's, else the sum of its containers'
    /// reservations or limits.
    public int memoryMibNeeded() {
        return memoryMib > 0
                ? memoryMib
                : containers.stream()
                        .mapToInt(c ->
                                c.memoryReservationMib() > 0
                                        ? c.memoryReservationMib()
                                        : c.memoryMib())
                        .sum();
    }
}
