package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/// The operations on clusters.
final class ClusterOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final int LISTED_MAX = 100;
    private final Turns turns;

    ClusterOperations(Turns turns) {
        this.turns = turns;
    }

    /// Creates a cluster; the same name again gives the one that is there.
    CreateClusterResponse create(Caller caller, CreateClusterRequest request) {
        String name = request.clusterName() == null ? "default" : request.clusterName();
        if (!NAME.matcher(name).matches()) {
            throw EcsErrors.invalidIdentifier(name);
        }
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster found = world.clusters().table.get(name);
            Cluster made =
                    found != null && found.isActive()
                            ? found
                            : create(turn, caller, name, request, tags);
            return CreateClusterResponse.builder()
                    .cluster(ClusterView.of(world, made, ClusterView.CHANGED))
                    .build();
        });
    }

    private static Cluster create(
            Turn turn, Caller caller, String name, CreateClusterRequest request, List<Tag> tags) {
        World world = turn.world();
        int max = world.admission().limit(Quota.CLUSTERS);
        if (world.clusters().active.count(true) >= max) {
            throw ClusterErrors.tooManyClusters();
        }
        ProviderOperations.usable(world, name, request.capacityProviders());
        CapacityStrategy strategy =
                StrategyShape.read(
                        request.defaultCapacityProviderStrategy(), request.capacityProviders());
        Cluster made = Clusters.create(turn, name, request.capacityProviders(), strategy);
        Tags.set(turn, "cluster/" + name, tags);
        return Clusters.shape(turn, made, ClusterShape.of(world, caller, request));
    }

    /// Changes settings, configuration and the defaults of Service Connect.
    UpdateClusterResponse update(UpdateClusterRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster before = require(world, request.cluster());
            var shape = ClusterShape.of(world, request, ClusterShape.kept(before));
            Cluster after = Clusters.shape(turn, before, shape);
            return UpdateClusterResponse.builder()
                    .cluster(ClusterView.of(world, after, ClusterView.CHANGED))
                    .build();
        });
    }

    /// Changes settings.
    UpdateClusterSettingsResponse updateSettings(UpdateClusterSettingsRequest request) {
        if (request.settings().isEmpty()) {
            throw EcsErrors.empty("Settings");
        }
        return turns.decide(turn -> {
            Cluster before = require(turn.world(), request.cluster());
            var kept = ClusterShape.kept(before);
            var settings = ClusterShape.merged(kept.settings(), request.settings());
            Cluster after =
                    Clusters.shape(turn, before, kept.toBuilder().settings(settings).build());
            return UpdateClusterSettingsResponse.builder()
                    .cluster(ClusterView.of(turn.world(), after, ClusterView.CHANGED))
                    .build();
        });
    }

    /// Clusters by name or ARN, `default` without; those that are not there as failures.
    DescribeClustersResponse describe(DescribeClustersRequest request) {
        if (request.clusters().size() > LISTED_MAX) {
            throw EcsErrors.tooMany("clusters", LISTED_MAX);
        }
        for (ClusterField field : request.include()) {
            if (field == ClusterField.UNKNOWN_TO_SDK_VERSION) {
                throw EcsErrors.include(ClusterField.knownValues());
            }
        }
        return turns.decide(turn -> {
            World world = turn.world();
            List<String> asked =
                    request.clusters().isEmpty() ? List.of("default") : request.clusters();
            List<software.amazon.awssdk.services.ecs.model.Cluster> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String nameOrArn : asked) {
                String name = Names.cluster(world.scope(), nameOrArn);
                Cluster cluster = world.clusters().table.get(name);
                if (cluster == null) {
                    failures.add(
                            Failure.builder()
                                    .arn(Names.clusterArn(world.scope(), name))
                                    .reason("MISSING")
                                    .build());
                } else {
                    found.add(ClusterView.of(world, cluster, request.include()));
                }
            }
            return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
        });
    }

    /// The ARNs of the active clusters.
    ListClustersResponse list(ListClustersRequest request) {
        var asked =
                Page.Asked.of(
                        "ListClusters", request.nextToken(), request.maxResults(), LISTED_MAX);
        return turns.decide(turn -> {
            World world = turn.world();
            Page<Cluster> page =
                    Page.of(asked, world.clusters().everyOne, true, c -> 0, Cluster::isActive);
            return ListClustersResponse.builder()
                    .clusterArns(page.map(c -> Names.clusterArn(world.scope(), c.name())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    /// Makes an empty cluster INACTIVE.
    DeleteClusterResponse delete(DeleteClusterRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = require(world, request.cluster());
            String name = cluster.name();
            if (world.services().count(name, ServiceStatus.ACTIVE) > 0
                    || world.services().count(name, ServiceStatus.DRAINING) > 0) {
                throw ClusterErrors.clusterContainsServices();
            }
            if (world.clusters().instancesByCluster.count(name) > 0) {
                throw ClusterErrors.clusterContainsContainerInstances();
            }
            if (world.tasks().counts.running(name) > 0 || world.tasks().counts.pending(name) > 0) {
                throw ClusterErrors.clusterContainsTasks();
            }
            if (world.clusters().providersOfCluster.count(name) > 0) {
                throw ClusterErrors.clusterContainsCapacityProvider();
            }
            Cluster deleted = Clusters.delete(turn, cluster);
            var shown = ClusterView.of(world, deleted, ClusterView.CHANGED);
            Tags.forget(turn, "cluster/" + name);
            return DeleteClusterResponse.builder().cluster(shown).build();
        });
    }

    /// The active cluster that a caller names by name or ARN, `default` when none is named.
    static Cluster require(World world, @Nullable String nameOrArn) {
        Cluster found = world.clusters().table.get(Names.cluster(world.scope(), nameOrArn));
        if (found == null || !found.isActive()) {
            throw ClusterErrors.clusterNotFound();
        }
        return found;
    }
}
