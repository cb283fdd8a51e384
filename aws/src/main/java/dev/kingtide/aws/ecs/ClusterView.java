package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;

/// Clusters in AWS's shape.
final class ClusterView {

    private ClusterView() {}

    static software.amazon.awssdk.services.ecs.model.Cluster of(World world, Cluster cluster) {
        var shape =
                software.amazon.awssdk.services.ecs.model.Cluster.builder()
                        .clusterArn(Names.clusterArn(world.scope(), cluster.name()))
                        .clusterName(cluster.name())
                        .status(cluster.status().name())
                        .registeredContainerInstancesCount(
                                world.clusters().instancesByCluster.count(cluster.name()))
                        .runningTasksCount(world.tasks().counts.running(cluster.name()))
                        .pendingTasksCount(world.tasks().counts.pending(cluster.name()))
                        .activeServicesCount(world.services().activeByCluster.count(cluster.name()))
                        .capacityProviders(cluster.capacityProviders())
                        .defaultCapacityProviderStrategy(
                                StrategyShape.write(cluster.defaultStrategy()));
        if (cluster.shape() instanceof CreateClusterRequest asked) {
            shape.settings(asked.settings())
                    .configuration(asked.configuration())
                    .tags(asked.tags());
        }
        return shape.build();
    }
}
