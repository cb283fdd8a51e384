package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityProvider;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.service.ServiceTables;
import dev.kingtide.core.task.LaunchType;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ManagedScalingStatus;

/// Clusters in AWS's shape. Settings, statistics and tags are empty and the configuration and the
/// attachments are absent unless a caller asks to see them (ECS API reference, DescribeClusters).
final class ClusterView {

    /// What the calls that change a cluster show of it.
    static final List<ClusterField> CHANGED =
            List.of(ClusterField.SETTINGS, ClusterField.CONFIGURATIONS, ClusterField.TAGS);

    private ClusterView() {}

    static software.amazon.awssdk.services.ecs.model.Cluster of(
            World world, Cluster cluster, List<ClusterField> shown) {
        var kept = ClusterShape.kept(cluster);
        var shape =
                software.amazon.awssdk.services.ecs.model.Cluster.builder()
                        .clusterArn(Names.clusterArn(world.scope(), cluster.name()))
                        .clusterName(cluster.name())
                        .status(cluster.status().name())
                        .registeredContainerInstancesCount(
                                world.clusters().instancesByCluster.count(cluster.name()))
                        .runningTasksCount(world.tasks().counts.running(cluster.name()))
                        .pendingTasksCount(world.tasks().counts.pending(cluster.name()))
                        .activeServicesCount(
                                world.services().count(cluster.name(), ServiceStatus.ACTIVE))
                        .statistics(
                                shown.contains(ClusterField.STATISTICS)
                                        ? statistics(world, cluster.name())
                                        : List.of())
                        .tags(
                                shown.contains(ClusterField.TAGS)
                                        ? TagShape.of(world, "cluster/" + cluster.name())
                                        : List.of())
                        .settings(
                                shown.contains(ClusterField.SETTINGS) ? kept.settings() : List.of())
                        .capacityProviders(cluster.capacityProviders())
                        .defaultCapacityProviderStrategy(
                                StrategyShape.write(cluster.defaultStrategy()))
                        .serviceConnectDefaults(kept.serviceConnectDefaults());
        if (shown.contains(ClusterField.CONFIGURATIONS)) {
            shape.configuration(kept.configuration());
        }
        List<Attachment> attachments = attachments(world, cluster);
        if (shown.contains(ClusterField.ATTACHMENTS) && !attachments.isEmpty()) {
            // Attachments are made at once, so no update is ever in progress.
            shape.attachments(attachments).attachmentsStatus("UPDATE_COMPLETE");
        }
        return shape.build();
    }

    /// Tasks and services by launch type, under the names that ECS gives them.
    private static List<KeyValuePair> statistics(World world, String cluster) {
        List<KeyValuePair> statistics = new ArrayList<>();
        for (LaunchType type : LaunchType.values()) {
            String word = word(type);
            statistics.add(
                    of(
                            "running" + word + "TasksCount",
                            world.tasks().counts.running(cluster, type)));
            statistics.add(
                    of(
                            "pending" + word + "TasksCount",
                            world.tasks().counts.pending(cluster, type)));
        }
        for (LaunchType type : LaunchType.values()) {
            String word = word(type);
            statistics.add(
                    of(
                            "active" + word + "ServiceCount",
                            services(world, cluster, ServiceStatus.ACTIVE, type)));
            statistics.add(
                    of(
                            "draining" + word + "ServiceCount",
                            services(world, cluster, ServiceStatus.DRAINING, type)));
        }
        return statistics;
    }

    private static int services(
            World world, String cluster, ServiceStatus status, LaunchType type) {
        return world.services().byState.count(new ServiceTables.State(cluster, status, type));
    }

    private static String word(LaunchType type) {
        return switch (type) {
            case EC2 -> "EC2";
            case FARGATE -> "Fargate";
            case EXTERNAL -> "External";
        };
    }

    private static KeyValuePair of(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }

    /// The scaling policy of each provider that ECS scales (botocore ecs model, Cluster).
    private static List<Attachment> attachments(World world, Cluster cluster) {
        List<Attachment> attachments = new ArrayList<>();
        for (String name : cluster.capacityProviders()) {
            CapacityProvider provider = world.clusters().providers.get(name);
            if (provider != null && isScaled(provider)) {
                attachments.add(
                        Attachment.builder()
                                .id(Derived.uuid(cluster.name() + '/' + name))
                                .type("as_policy")
                                .status("CREATED")
                                .details(
                                        detail("capacityProviderName", name),
                                        detail(
                                                "scalingPolicyName",
                                                "ECSManagedAutoScalingPolicy-"
                                                        + Derived.uuid(name)))
                                .build());
            }
        }
        return attachments;
    }

    private static boolean isScaled(CapacityProvider provider) {
        var group = ProviderShape.kept(provider).autoScalingGroupProvider();
        return group != null
                && group.managedScaling() != null
                && group.managedScaling().status() == ManagedScalingStatus.ENABLED;
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
