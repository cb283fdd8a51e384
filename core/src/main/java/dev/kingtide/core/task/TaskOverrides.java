package dev.kingtide.core.task;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What one task has otherwise than its definition says (botocore ecs model, TaskOverride).
///
/// @param cpuUnits of the task, 0 when not given
/// @param memoryMib of the task, 0 when not given
/// @param ephemeralStorageGib 0 when not given
/// @param taskRoleArn the role of its containers, or null
/// @param executionRoleArn the role that starts it, or null
/// @param containers in the caller's order
/// @param shape the AWS SDK's model of the same, to be echoed; null in tests of the core
public record TaskOverrides(
        int cpuUnits,
        int memoryMib,
        int ephemeralStorageGib,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        List<OfContainer> containers,
        @Nullable Object shape) {

    /// Nothing.
    public static final TaskOverrides NONE =
            new TaskOverrides(0, 0, 0, null, null, List.of(), null);

    /// What one container has otherwise.
    ///
    /// @param name the container's
    /// @param command in place of the image's or the definition's; null when not given
    /// @param environment added to the definition's, in its place where the names are the same
    /// @param cpuUnits 0 when not given
    /// @param memoryMib 0 when not given
    /// @param memoryReservationMib 0 when not given
    /// @param gpus 0 when not given
    public record OfContainer(
            String name,
            @Nullable List<String> command,
            SortedMap<String, String> environment,
            int cpuUnits,
            int memoryMib,
            int memoryReservationMib,
            int gpus) {}

    /// Copies its list.
    public TaskOverrides {
        containers = List.copyOf(containers);
    }

    /// CPU units that a placement must find for a task of a definition.
    public int cpuUnits(TaskDefinition definition) {
        if (cpuUnits > 0 || definition.cpuUnits() > 0 || containers.isEmpty()) {
            return cpuUnits > 0 ? cpuUnits : definition.cpuUnitsNeeded();
        }
        int sum = 0;
        for (ContainerDefinition container : definition.containers()) {
            OfContainer other = of(container.name());
            sum += other == null || other.cpuUnits() == 0 ? container.cpuUnits() : other.cpuUnits();
        }
        return sum;
    }

    /// Memory in MiB that a placement must find for a task of a definition.
    public int memoryMib(TaskDefinition definition) {
        if (memoryMib > 0 || definition.memoryMib() > 0 || containers.isEmpty()) {
            return memoryMib > 0 ? memoryMib : definition.memoryMibNeeded();
        }
        int sum = 0;
        for (ContainerDefinition container : definition.containers()) {
            sum += memoryMib(container, of(container.name()));
        }
        return sum;
    }

    private static int memoryMib(ContainerDefinition container, @Nullable OfContainer other) {
        int soft =
                other == null || other.memoryReservationMib() == 0
                        ? container.memoryReservationMib()
                        : other.memoryReservationMib();
        int hard =
                other == null || other.memoryMib() == 0 ? container.memoryMib() : other.memoryMib();
        return soft > 0 ? soft : hard;
    }

    /// How many GPUs a task of a definition gets.
    public int gpus(TaskDefinition definition) {
        int sum = 0;
        for (ContainerDefinition container : definition.containers()) {
            sum += gpus(container);
        }
        return sum;
    }

    /// How many GPUs a container gets.
    public int gpus(ContainerDefinition container) {
        OfContainer other = of(container.name());
        return other == null || other.gpus() == 0 ? container.gpus() : other.gpus();
    }

    /// What a container has otherwise, or null.
    public @Nullable OfContainer of(String container) {
        for (OfContainer one : containers) {
            if (one.name().equals(container)) {
                return one;
            }
        }
        return null;
    }
}
