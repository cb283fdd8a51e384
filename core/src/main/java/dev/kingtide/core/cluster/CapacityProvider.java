package dev.kingtide.core.cluster;

import dev.kingtide.core.Row;
import org.jspecify.annotations.Nullable;

/// A capacity provider that a caller created; the two of AWS Fargate are always there and have no
/// row (ECS developer guide, cluster-capacity-providers).
///
/// @param name unique in the account and region
/// @param clusterName the only cluster that may use it (ECS Managed Instances), or null
/// @param groupArn its Auto Scaling group, which is of no other provider, or null
/// @param active false once deleted
/// @param update how its last change went, such as `CREATE_COMPLETE`
/// @param shape the AWS SDK's model of the same; null in tests of the core
public record CapacityProvider(
        String name,
        @Nullable String clusterName,
        @Nullable String groupArn,
        boolean active,
        String update,
        @Nullable Object shape)
        implements Row {

    /// In another state.
    public CapacityProvider with(boolean nowActive, String nowUpdate, @Nullable Object newShape) {
        return new CapacityProvider(name, clusterName, groupArn, nowActive, nowUpdate, newShape);
    }

    @Override
    public String key() {
        return name;
    }
}
