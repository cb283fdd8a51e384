package dev.kingtide.aws.ecs;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.task.TaskDefinition;

/// A task definition in AWS's shape: what was registered, with AWS's defaults, and its status now.
final class TaskDefinitionView {

    private TaskDefinitionView() {}

    static software.amazon.awssdk.services.ecs.model.TaskDefinition of(
            Scope scope, TaskDefinition definition) {
        return kept(definition).toBuilder()
                .taskDefinitionArn(Names.definitionArn(scope, definition.key()))
                .status(definition.status().name())
                .build();
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
