package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.cluster.CapacityProvider;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.TaskLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStatus;
import software.amazon.awssdk.services.ecs.model.CapacityProviderUpdateStatus;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderResponse;

/// The operations that change capacity providers and what clusters have of them.
///
/// Providers are kept and echoed, and strategies choose among them; no Auto Scaling group is
/// scaled. What AWS does in the background is done at once, so nothing is ever in progress.
final class ProviderOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final List<String> RESERVED = List.of("aws", "ecs", "fargate");
    private final Turns turns;

    ProviderOperations(Turns turns) {
        this.turns = turns;
    }

    /// Creates a provider of an Auto Scaling group, or of ECS Managed Instances for one cluster.
    CreateCapacityProviderResponse create(CreateCapacityProviderRequest request) {
        String name = request.name();
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() || RESERVED.stream().anyMatch(lower::startsWith)) {
            throw ClusterErrors.providerName();
        }
        var shape = ProviderShape.of(request);
        boolean managed = shape.managedInstancesProvider() != null;
        if (managed == (request.cluster() == null)) {
            throw ClusterErrors.providerCluster(managed);
        }
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            CapacityProvider there = world.clusters().providers.get(name);
            if (there != null && there.active()) {
                throw ClusterErrors.providerExists();
            }
            String cluster =
                    managed ? ClusterOperations.require(world, request.cluster()).name() : null;
            String group = managed ? null : shape.autoScalingGroupProvider().autoScalingGroupArn();
            if (group != null && world.clusters().providersOfGroup.count(group) > 0) {
                throw ClusterErrors.groupInUse(group);
            }
            CapacityProvider made =
                    put(
                            turn,
                            new CapacityProvider(
                                    name,
                                    cluster,
                                    group,
                                    true,
                                    CapacityProviderUpdateStatus.CREATE_COMPLETE.toString(),
                                    shape));
            Tags.set(turn, resource(name), tags);
            if (cluster != null) {
                attach(turn, cluster, name);
            }
            return CreateCapacityProviderResponse.builder()
                    .capacityProvider(ProviderView.of(world, made, true))
                    .build();
        });
    }

    /// A Managed Instances provider is of its cluster from the start.
    private static void attach(Turn turn, String clusterName, String name) {
        Cluster cluster = turn.world().clusters().table.require(clusterName);
        List<String> all = new ArrayList<>(cluster.capacityProviders());
        all.add(name);
        Clusters.providers(turn, cluster, all, cluster.defaultStrategy());
    }

    /// Changes a provider; what the caller does not name stays.
    UpdateCapacityProviderResponse update(UpdateCapacityProviderRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            CapacityProvider before = changeable(world, request.name());
            var kept = ProviderShape.kept(before);
            var group = kept.autoScalingGroupProvider();
            var managed = kept.managedInstancesProvider();
            var shape = kept.toBuilder();
            if (group != null && request.autoScalingGroupProvider() != null) {
                shape.autoScalingGroupProvider(
                        ProviderShape.changed(group, request.autoScalingGroupProvider()));
            } else if (managed != null && request.managedInstancesProvider() != null) {
                shape.managedInstancesProvider(
                        ProviderShape.changed(managed, request.managedInstancesProvider()));
            } else {
                throw ClusterErrors.providerKind();
            }
            CapacityProvider after =
                    put(
                            turn,
                            before.with(
                                    true,
                                    CapacityProviderUpdateStatus.UPDATE_COMPLETE.toString(),
                                    shape.build()));
            return UpdateCapacityProviderResponse.builder()
                    .capacityProvider(ProviderView.of(world, after, true))
                    .build();
        });
    }

    /// Deletes a provider that no cluster has; what comes back is as AWS shows it while it is at
    /// it.
    DeleteCapacityProviderResponse delete(DeleteCapacityProviderRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            String name = Names.provider(world.scope(), request.capacityProvider());
            CapacityProvider before = changeable(world, name);
            String user = before.clusterName() == null ? user(world, name) : null;
            if (user != null) {
                // AWS answers and fails afterwards (aws-nuke pull request 542).
                CapacityProvider failed =
                        put(turn, before.with(true, "DELETE_FAILED", before.shape()));
                return DeleteCapacityProviderResponse.builder()
                        .capacityProvider(
                                ProviderView.of(world, failed, true).toBuilder()
                                        .updateStatusReason(
                                                "The capacity provider cannot be deleted because"
                                                        + " it is associated with cluster: "
                                                        + user
                                                        + ". Remove the capacity provider from"
                                                        + " the cluster and try again.")
                                        .build())
                        .build();
            }
            if (before.clusterName() != null) {
                detach(turn, before.clusterName(), name);
            }
            var shown = ProviderView.of(world, before, true);
            put(turn, before.with(false, "DELETE_COMPLETE", before.shape()));
            Tags.forget(turn, resource(name));
            return DeleteCapacityProviderResponse.builder()
                    .capacityProvider(
                            shown.toBuilder()
                                    .status(CapacityProviderStatus.DEPROVISIONING)
                                    .updateStatus(CapacityProviderUpdateStatus.DELETE_IN_PROGRESS)
                                    .build())
                    .build();
        });
    }

    private static void detach(Turn turn, String clusterName, String name) {
        World world = turn.world();
        Cluster cluster = world.clusters().table.require(clusterName);
        checkUnused(world, cluster, name);
        Clusters.providers(
                turn,
                cluster,
                cluster.capacityProviders().stream().filter(p -> !p.equals(name)).toList(),
                without(cluster.defaultStrategy(), name));
    }

    private static CapacityStrategy without(CapacityStrategy strategy, String name) {
        return new CapacityStrategy(
                strategy.items().stream().filter(i -> !i.provider().equals(name)).toList());
    }

    private static @Nullable String user(World world, String name) {
        for (Cluster cluster : world.clusters().active.get(true)) {
            if (cluster.capacityProviders().contains(name)) {
                return cluster.name();
            }
        }
        return null;
    }

    /// Says which providers a cluster has and which it uses by default.
    PutClusterCapacityProvidersResponse put(PutClusterCapacityProvidersRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            usable(world, cluster.name(), request.capacityProviders());
            CapacityStrategy strategy =
                    StrategyShape.read(
                            request.defaultCapacityProviderStrategy(), request.capacityProviders());
            for (String before : cluster.capacityProviders()) {
                if (!request.capacityProviders().contains(before)) {
                    checkUnused(world, cluster, before);
                }
            }
            Cluster changed =
                    Clusters.providers(turn, cluster, request.capacityProviders(), strategy);
            return PutClusterCapacityProvidersResponse.builder()
                    .cluster(ClusterView.of(world, changed, ClusterView.CHANGED))
                    .build();
        });
    }

    /// Refuses to take away a provider that services or tasks of the cluster use (ECS API
    /// reference, PutClusterCapacityProviders). A cluster has 5,000 services at most, and no call
    /// is rarer than this one, so they are looked through.
    private static void checkUnused(World world, Cluster cluster, String name) {
        var group = new TaskLists.Provided(cluster.name(), name);
        if (world.tasks().lists().byProvider.count(group) > 0) {
            throw ClusterErrors.providerInUse();
        }
        for (Service service : world.services().byCluster.get(cluster.name())) {
            if (service.status() == ServiceStatus.ACTIVE
                    && service.settings().capacityStrategy().items().stream()
                            .anyMatch(i -> i.provider().equals(name))) {
                throw ClusterErrors.providerInUse();
            }
        }
    }

    /// Refuses providers that a cluster cannot have.
    static void usable(World world, String clusterName, List<String> names) {
        if (names.size() > world.admission().limit(Quota.CAPACITY_PROVIDERS_PER_CLUSTER)) {
            throw ClusterErrors.tooManyProviders();
        }
        for (String name : names) {
            CapacityProvider found = require(world, name);
            if (found == null) {
                continue;
            }
            boolean elsewhere =
                    found.clusterName() != null && !found.clusterName().equals(clusterName);
            if (elsewhere || !found.active()) {
                throw ClusterErrors.providerNotActive(name);
            }
        }
    }

    /// The provider of that name, which must be there; null for the two of AWS Fargate.
    static @Nullable CapacityProvider require(World world, String name) {
        CapacityProvider found = world.clusters().providers.get(name);
        if (found == null && !ProviderView.FARGATE.contains(name)) {
            throw ClusterErrors.providerMissing(name);
        }
        return found;
    }

    private static CapacityProvider changeable(World world, String name) {
        CapacityProvider found = require(world, name);
        if (found == null) {
            throw ClusterErrors.providerReserved();
        }
        if (!found.active()) {
            throw ClusterErrors.providerMissing(name);
        }
        return found;
    }

    private static String resource(String name) {
        return "capacity-provider/" + name;
    }

    private static CapacityProvider put(Turn turn, CapacityProvider provider) {
        turn.put(turn.world().clusters().providers, provider);
        return provider;
    }
}
