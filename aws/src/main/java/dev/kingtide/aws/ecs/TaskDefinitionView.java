package dev.kingtide.aws.ecs;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.task.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/// A task definition in AWS's shape: what was registered, with AWS's defaults, and its status now.
final class TaskDefinitionView {

    private TaskDefinitionView() {}

    static software.amazon.awssdk.services.ecs.model.TaskDefinition of(
            Scope scope, TaskDefinition definition) {
        return kept(definition).toBuilder()
                .taskDefinitionArn(Names.definitionArn(scope, definition.key()))
                .status(status(definition))
                .build();
    }

    /// ACTIVE, INACTIVE once deregistered, DELETE_IN_PROGRESS once its deletion is asked for.
    static TaskDefinitionStatus status(TaskDefinition definition) {
        if (definition.active()) {
            return TaskDefinitionStatus.ACTIVE;
        }
        return kept(definition).deleteRequestedAt() == null
                ? TaskDefinitionStatus.INACTIVE
                : TaskDefinitionStatus.DELETE_IN_PROGRESS;
    }

    /// What was registered, with AWS's defaults.
    static software.amazon.awssdk.services.ecs.model.TaskDefinition kept(
            TaskDefinition definition) {
        if (definition.shape()
                instanceof software.amazon.awssdk.services.ecs.model.TaskDefinition shape) {
            return shape;
        }
        throw Invariant.broken("task definition " + definition.key() + " has no AWS shape");
    }
}
