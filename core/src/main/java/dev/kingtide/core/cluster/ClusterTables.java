package dev.kingtide.core.cluster;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;

/// Clusters and container instances, with the indexes through which they are found.
public final class ClusterTables {

    /// Clusters by name.
    public final Table<Cluster> table = new Table<>("cluster");

    /// Container instances by id.
    public final Table<ContainerInstance> instances = new Table<>("container-instance");

    /// Container instances by cluster.
    public final Index<String, ContainerInstance> instancesByCluster =
            instances.index(ContainerInstance::clusterName);

    /// Container instances by EC2 instance id.
    public final Index<String, ContainerInstance> byEc2InstanceId =
            instances.index(i -> i.identity().ec2InstanceId());
}
