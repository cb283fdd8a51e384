package dev.kingtide.core.cluster;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import java.util.List;

/// Clusters and container instances, with the indexes through which they are found.
public final class ClusterTables {

    /// Clusters by name.
    public final Table<Cluster> table = new Table<>("cluster", Cluster.class);

    /// All clusters, ACTIVE or not, in one group: what a list of them goes through.
    public final Index<Boolean, Cluster> all = table.index(c -> true);

    /// Container instances by id.
    public final Table<ContainerInstance> instances =
            new Table<>("container-instance", ContainerInstance.class);

    /// Container instances by cluster.
    public final Index<String, ContainerInstance> instancesByCluster =
            instances.index(ContainerInstance::clusterName);

    /// Container instances by EC2 instance id.
    public final Index<String, ContainerInstance> byEc2InstanceId =
            instances.index(i -> i.identity().ec2InstanceId());

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(table, instances);
    }
}
