package dev.kingtide.core.task;

import java.util.ArrayList;
import java.util.List;

/// In which order a task's containers start and stop: `dependsOn` (botocore ecs model;
/// amazon-ecs-agent `agent/engine/dependencygraph/graph.go`).
///
/// Pure, so that every [dev.kingtide.core.driver.TaskDriver] keeps the same order.
public final class ContainerOrder {

    private ContainerOrder() {}

    /// The containers that have not started and whose dependencies all hold, in the definition's
    /// order.
    public static List<ContainerDefinition> startable(
            TaskDefinition definition, List<Container> seen) {
        List<ContainerDefinition> result = new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            if (find(seen, container.name()).lastStatus() == TaskStatus.PENDING
                    && container.dependsOn().stream()
                            .allMatch(d -> holds(d, find(seen, d.containerName())))) {
                result.add(container);
            }
        }
        return result;
    }

    /// The containers that run and on which no running container depends: those to stop now.
    public static List<ContainerDefinition> stoppable(
            TaskDefinition definition, List<Container> seen) {
        List<ContainerDefinition> result = new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            if (isRunning(seen, container.name())
                    && definition.containers().stream()
                            .noneMatch(other ->
                                    isRunning(seen, other.name())
                                            && other.dependsOn().stream()
                                                    .anyMatch(d ->
                                                            d.containerName()
                                                                    .equals(container.name())))) {
                result.add(container);
            }
        }
        return result;
    }

    /// Whether a dependency can never hold any more: SUCCESS after a failure, HEALTHY or START
    /// after an end.
    public static boolean isBroken(ContainerDefinition.Dependency dependency, Container other) {
        if (other.lastStatus() != TaskStatus.STOPPED) {
            return false;
        }
        Integer exitCode = other.exitCode();
        return switch (dependency.condition()) {
            case START, COMPLETE -> false;
            case SUCCESS -> exitCode == null || exitCode != 0;
            case HEALTHY -> other.health() != Health.HEALTHY;
        };
    }

    /// Whether a dependency holds now.
    public static boolean holds(ContainerDefinition.Dependency dependency, Container other) {
        Integer exitCode = other.exitCode();
        return switch (dependency.condition()) {
            case START -> other.lastStatus() != TaskStatus.PENDING;
            case COMPLETE -> other.lastStatus() == TaskStatus.STOPPED;
            case SUCCESS ->
                    other.lastStatus() == TaskStatus.STOPPED && exitCode != null && exitCode == 0;
            case HEALTHY -> other.health() == Health.HEALTHY;
        };
    }

    private static boolean isRunning(List<Container> seen, String name) {
        return find(seen, name).lastStatus() == TaskStatus.RUNNING;
    }

    private static Container find(List<Container> seen, String name) {
        for (Container container : seen) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        return Container.pending(name);
    }
}
