package dev.kingtide.aws.ecs;

import dev.kingtide.core.Refusal;

/// The errors of [EcsErrors]'s catalogue about clusters, their capacity and their instances.
final class ClusterErrors {

    private ClusterErrors() {}

    /// There is no such cluster, or it is INACTIVE.
    static Refusal clusterNotFound() {
        return new Refusal("ClusterNotFoundException", "Cluster not found.");
    }

    /// A cluster with services cannot be deleted.
    static Refusal clusterContainsServices() {
        return new Refusal(
                "ClusterContainsServicesException",
                "The Cluster cannot be deleted while Services are active.");
    }

    /// A cluster with tasks cannot be deleted.
    static Refusal clusterContainsTasks() {
        return new Refusal(
                "ClusterContainsTasksException",
                "The Cluster cannot be deleted while Tasks are active.");
    }

    /// A cluster with container instances cannot be deleted.
    static Refusal clusterContainsContainerInstances() {
        return new Refusal(
                "ClusterContainsContainerInstancesException",
                "The Cluster cannot be deleted while Container Instances are active or draining.");
    }

    /// A text that cannot be a cluster's name (awslabs/amazon-ecs-nodejs-microservices issue 18).
    static Refusal clusterName(String name) {
        return EcsErrors.parameter("Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was " + name);
    }
}
