package dev.kingtide.core.cluster;

import dev.kingtide.core.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decisions on clusters.
public final class Clusters {

    private Clusters() {}

    /// Makes an ACTIVE cluster, or gives the one that is there: CreateCluster is idempotent by
    /// name; an INACTIVE one of that name is replaced.
    public static Cluster create(
            Turn turn, String name, List<String> providers, CapacityStrategy defaultStrategy) {
        Cluster found = turn.world().clusters().table.get(name);
        if (found != null && found.isActive()) {
            return found;
        }
        return put(turn, new Cluster(name, ClusterStatus.ACTIVE, providers, defaultStrategy, null));
    }

    /// Sets which providers a cluster's strategies may use, and its default.
    public static Cluster providers(
            Turn turn, Cluster cluster, List<String> providers, CapacityStrategy defaultStrategy) {
        return put(turn, cluster.with(providers, defaultStrategy));
    }

    /// Keeps another AWS shape beside a cluster.
    public static Cluster shape(Turn turn, Cluster cluster, @Nullable Object shape) {
        return put(turn, cluster.with(shape));
    }

    /// Makes an empty cluster INACTIVE: it stays describable for a while (ECS API reference,
    /// DeleteCluster).
    public static Cluster delete(Turn turn, Cluster cluster) {
        return put(turn, cluster.with(ClusterStatus.INACTIVE));
    }

    private static Cluster put(Turn turn, Cluster cluster) {
        turn.put(turn.world().clusters().table, cluster);
        return cluster;
    }
}
