package dev.kingtide.aws.ecs;

import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.core.task.TaskOverrides.OfContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// Overrides between AWS's shape and the core's record (botocore ecs model, RunTask: 8,192
/// characters at most, counted as JSON).
final class OverridesShape {
    private static final int CHARACTERS_MAX = 8_192;

    private OverridesShape() {}

    /// What a caller wants otherwise than a definition says.
    static TaskOverrides read(
            @Nullable TaskOverride asked, TaskDefinition definition, boolean fargate) {
        if (asked == null) {
            return TaskOverrides.NONE;
        }
        if (asked.toString().length() > CHARACTERS_MAX
                && characters(asked.containerOverrides()) > CHARACTERS_MAX) {
            throw TaskErrors.overridesTooLong(CHARACTERS_MAX);
        }
        if (!asked.inferenceAcceleratorOverrides().isEmpty()) {
            throw EcsErrors.unsupported("Elastic Inference");
        }
        List<OfContainer> containers = new ArrayList<>();
        for (ContainerOverride one : asked.containerOverrides()) {
            OfContainer other = container(one, definition);
            if (fargate && other.gpus() > 0) {
                throw DefinitionErrors.gpuOnFargate();
            }
            containers.add(other);
        }
        TaskSize size = TaskSize.of(asked.cpu(), asked.memory());
        if (fargate && (asked.cpu() != null || asked.memory() != null)) {
            int cpu = size.cpuUnits() == 0 ? definition.cpuUnits() : size.cpuUnits();
            int memory = size.memoryMib() == 0 ? definition.memoryMib() : size.memoryMib();
            if (!FargateSizes.has(cpu, memory)) {
                throw EcsErrors.client("No Fargate configuration exists for given values.");
            }
        }
        int storage = asked.ephemeralStorage() == null ? 0 : asked.ephemeralStorage().sizeInGiB();
        if (asked.ephemeralStorage() != null) {
            TaskDefinitionRules.ephemeralStorage(storage);
        }
        return new TaskOverrides(
                size.cpuUnits(),
                size.memoryMib(),
                storage,
                asked.taskRoleArn(),
                asked.executionRoleArn(),
                containers,
                asked);
    }

    private static OfContainer container(ContainerOverride asked, TaskDefinition definition) {
        String name = asked.name();
        if (definition.containers().stream().noneMatch(c -> c.name().equals(name))) {
            throw TaskErrors.overrideOfNothing(String.valueOf(name));
        }
        SortedMap<String, String> environment = new TreeMap<>();
        for (var variable : asked.environment()) {
            if (variable.name() == null) {
                throw TaskErrors.unnamedVariable(String.valueOf(name));
            }
            environment.put(variable.name(), variable.value() == null ? "" : variable.value());
        }
        return new OfContainer(
                name,
                asked.hasCommand() ? List.copyOf(asked.command()) : null,
                environment,
                asked.cpu() == null ? 0 : asked.cpu(),
                asked.memory() == null ? 0 : asked.memory(),
                asked.memoryReservation() == null ? 0 : asked.memoryReservation(),
                GpuShape.wanted(asked.resourceRequirements(), name));
    }

    /// The characters of the overrides' own texts.
    private static int characters(List<ContainerOverride> overrides) {
        int sum = 0;
        for (ContainerOverride one : overrides) {
            sum += one.name() == null ? 0 : one.name().length();
            sum += one.command().stream().mapToInt(String::length).sum();
            for (var variable : one.environment()) {
                sum += variable.name() == null ? 0 : variable.name().length();
                sum += variable.value() == null ? 0 : variable.value().length();
            }
        }
        return sum;
    }

    /// The overrides of a task in AWS's shape: every container is named, also one that has none.
    static TaskOverride write(TaskOverrides overrides, TaskDefinition definition) {
        TaskOverride.Builder shape =
                overrides.shape() instanceof TaskOverride kept
                        ? kept.toBuilder()
                        : TaskOverride.builder();
        List<ContainerOverride> all = new ArrayList<>();
        if (overrides.shape() instanceof TaskOverride kept) {
            all.addAll(kept.containerOverrides());
        }
        for (var container : definition.containers()) {
            if (overrides.of(container.name()) == null) {
                all.add(ContainerOverride.builder().name(container.name()).build());
            }
        }
        return shape.containerOverrides(all).inferenceAcceleratorOverrides(List.of()).build();
    }
}
