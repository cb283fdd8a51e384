package dev.kingtide.host.docker;

import dev.kingtide.core.Scope;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerDefinition.Port;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskOptions;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskState;
import dev.kingtide.core.task.TaskTimes;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plans of tasks from AWS's shape of their definition.
final class Plans {
    static final String TASK_ID = "0123456789abcdef0123456789abcdef";

    private Plans() {}

    /// A task of a definition with an id of its own.
    static Task task(String id, TaskDefinition definition) {
        return task(id, definition, TaskOverrides.NONE);
    }

    private static Task task(String id, TaskDefinition definition, TaskOverrides more) {
        return new Task(
                new TaskIdentity(id, "shop", definition.key(), "g", null, null, null),
                new TaskPlace(LaunchType.EC2, null, "us-east-1a", "1"),
                TaskState.CREATED,
                TaskTimes.created(0),
                definition.containers().stream()
                        .map(container -> Container.pending(container.name()))
                        .toList(),
                new TaskOptions(more, false),
                null);
    }

    static TaskPlan of(
            software.amazon.awssdk.services.ecs.model.TaskDefinition shape, TaskOverrides more) {
        TaskDefinition definition = definition(shape);
        Task task = task(TASK_ID, definition, more);
        return new TaskPlan(Scope.DEFAULT, "owner", task, definition, AgentSettings.of(Map.of()));
    }

    /// The same for a task that has GPUs.
    static TaskPlan withGpus(TaskPlan plan, List<String> gpus) {
        Task task = plan.task();
        return new TaskPlan(
                plan.scope(),
                plan.owner(),
                new Task(
                        task.identity(),
                        task.place(),
                        task.state(),
                        task.times(),
                        task.containers(),
                        task.options().withGpus(gpus),
                        task.address()),
                plan.definition(),
                plan.settings());
    }

    static TaskDefinition definition(
            software.amazon.awssdk.services.ecs.model.TaskDefinition shape) {
        return new TaskDefinition(
                "web",
                3,
                DefinitionStatus.ACTIVE,
                NetworkMode.valueOf(shape.networkModeAsString().toUpperCase(Locale.ROOT)),
                shape.cpu() == null ? 0 : Integer.parseInt(shape.cpu()),
                shape.memory() == null ? 0 : Integer.parseInt(shape.memory()),
                shape.containerDefinitions().stream().map(Plans::container).toList(),
                List.of(),
                "X86_64",
                "LINUX",
                20,
                shape);
    }

    private static ContainerDefinition container(
            software.amazon.awssdk.services.ecs.model.ContainerDefinition shape) {
        return new ContainerDefinition(
                shape.name(),
                shape.image(),
                shape.cpu() == null ? 0 : shape.cpu(),
                shape.memory() == null ? 0 : shape.memory(),
                0,
                shape.portMappings().stream()
                        .map(p ->
                                new Port(
                                        p.containerPort() == null ? 0 : p.containerPort(),
                                        p.hostPort() == null ? 0 : p.hostPort(),
                                        p.protocol() == null ? "tcp" : p.protocolAsString()))
                        .toList(),
                shape.essential() == null || shape.essential(),
                shape.dependsOn().stream()
                        .map(d ->
                                new ContainerDefinition.Dependency(
                                        d.containerName(),
                                        ContainerDefinition.Condition.valueOf(
                                                d.conditionAsString())))
                        .toList(),
                shape.healthCheck() == null
                        ? null
                        : new ContainerDefinition.ContainerHealthCheck(30, 5, 3, 0),
                shape.startTimeout() == null ? 0 : shape.startTimeout(),
                shape.stopTimeout() == null ? 0 : shape.stopTimeout(),
                shape.resourceRequirements().stream()
                        .mapToInt(r -> Integer.parseInt(r.value()))
                        .sum());
    }
}
