package dev.kingtide.core.cluster;

import dev.kingtide.core.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One cluster.
///
/// @param name unique in the account and region
/// @param status ACTIVE, or INACTIVE once deleted
/// @param capacityProviders the names of the providers that its strategies may use
/// @param defaultStrategy used where a caller names neither launch type nor strategy; may be empty
/// @param shape the AWS SDK's model of the same, for what is only kept and echoed; null in tests of
///   the core
public record Cluster(
        String name,
        ClusterStatus status,
        List<String> capacityProviders,
        CapacityStrategy defaultStrategy,
        @Nullable Object shape)
        implements Row {

    /// The tag with a cluster's name that ECS itself gives to tasks (ECS developer guide,
    /// ecs-using-tags).
    public static final String MANAGED_TAG = "aws:ecs:clusterName";

    /// Copies its list.
    public Cluster {
        capacityProviders = List.copyOf(capacityProviders);
    }

    @Override
    public String key() {
        return name;
    }

    /// Whether tasks can be placed in it.
    public boolean isActive() {
        return status == ClusterStatus.ACTIVE;
    }

    /// A version in another status.
    public Cluster with(ClusterStatus newStatus) {
        return new Cluster(name, newStatus, capacityProviders, defaultStrategy, shape);
    }

    /// A version with other providers and another default.
    public Cluster with(List<String> providers, CapacityStrategy newDefault) {
        return new Cluster(name, status, providers, newDefault, shape);
    }

    /// A version with another AWS shape.
    public Cluster with(@Nullable Object newShape) {
        return new Cluster(name, status, capacityProviders, defaultStrategy, newShape);
    }
}
