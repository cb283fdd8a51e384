package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import org.jspecify.annotations.Nullable;

/// Names and ARNs of what ECS has: callers may give either.
final class Names {
    private static final String DEFAULT_CLUSTER = "default";

    private Names() {}

    /// The last part of an ARN, or the name itself.
    static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /// A cluster's name; `default` when the caller names none.
    static String cluster(@Nullable String nameOrArn) {
        return nameOrArn == null || nameOrArn.isEmpty() ? DEFAULT_CLUSTER : last(nameOrArn);
    }

    static String clusterArn(Scope scope, String name) {
        return scope.arn("ecs", "cluster/" + name);
    }

    static String serviceArn(Scope scope, String serviceKey) {
        return scope.arn("ecs", "service/" + serviceKey);
    }

    static String taskArn(Scope scope, String cluster, String id) {
        return scope.arn("ecs", "task/" + cluster + '/' + id);
    }

    static String containerArn(Scope scope, String cluster, String task, String name) {
        return scope.arn("ecs", "container/" + cluster + '/' + task + '/' + name);
    }

    static String instanceArn(Scope scope, String cluster, String id) {
        return scope.arn("ecs", "container-instance/" + cluster + '/' + id);
    }

    /// The ARN of a task definition with this `family:revision`.
    static String definitionArn(Scope scope, String key) {
        return scope.arn("ecs", "task-definition/" + key);
    }
}
