package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;

/// The operations on clusters.
final class ClusterOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final int LISTED_MAX = 100;
    private final Turns turns;

    ClusterOperations(Turns turns) {
        this.turns = turns;
    }

    /// Creates a cluster; the same name again gives the one that is there.
    CreateClusterResponse create(CreateClusterRequest request) {
        String name = request.clusterName() == null ? "default" : request.clusterName();
        if (!NAME.matcher(name).matches()) {
            throw EcsErrors.parameter("Invalid identifier: Identifier is not valid: " + name);
        }
        StrategyShape.known(request.capacityProviders());
        CapacityStrategy strategy =
                StrategyShape.read(
                        request.defaultCapacityProviderStrategy(), request.capacityProviders());
        return turns.decide(turn -> {
            Cluster made = Clusters.create(turn, name, request.capacityProviders(), strategy);
            if (made.shape() == null) {
                made = Clusters.shape(turn, made, request);
            }
            return CreateClusterResponse.builder()
                    .cluster(ClusterView.of(turn.world(), made))
                    .build();
        });
    }

    /// Clusters by name or ARN, `default` without; those that are not there as failures.
    DescribeClustersResponse describe(DescribeClustersRequest request) {
        List<String> asked = request.hasClusters() ? request.clusters() : List.of("default");
        return turns.decide(turn -> {
            World world = turn.world();
            List<software.amazon.awssdk.services.ecs.model.Cluster> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : asked) {
                Cluster cluster = world.clusters().table.get(Names.cluster(world.scope(), name));
                if (cluster == null) {
                    String arn =
                            Names.clusterArn(world.scope(), Names.cluster(world.scope(), name));
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    found.add(ClusterView.of(world, cluster));
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
                    Page.of(asked, world.clusters().all, true, c -> 0, Cluster::isActive);
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
            if (world.services().activeByCluster.count(cluster.name()) > 0) {
                throw ClusterErrors.clusterContainsServices();
            }
            if (world.clusters().instancesByCluster.count(cluster.name()) > 0) {
                throw ClusterErrors.clusterContainsContainerInstances();
            }
            if (world.tasks().counts.running(cluster.name()) > 0
                    || world.tasks().counts.pending(cluster.name()) > 0) {
                throw ClusterErrors.clusterContainsTasks();
            }
            Cluster deleted = Clusters.delete(turn, cluster);
            return DeleteClusterResponse.builder().cluster(ClusterView.of(world, deleted)).build();
        });
    }

    /// Says which providers a cluster has and which it uses by default.
    PutClusterCapacityProvidersResponse putProviders(PutClusterCapacityProvidersRequest request) {
        StrategyShape.known(request.capacityProviders());
        CapacityStrategy strategy =
                StrategyShape.read(
                        request.defaultCapacityProviderStrategy(), request.capacityProviders());
        return turns.decide(turn -> {
            Cluster cluster = require(turn.world(), request.cluster());
            Cluster changed =
                    Clusters.providers(turn, cluster, request.capacityProviders(), strategy);
            return PutClusterCapacityProvidersResponse.builder()
                    .cluster(ClusterView.of(turn.world(), changed))
                    .build();
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
