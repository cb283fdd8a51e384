package dev.kingtide.core.cluster;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import java.util.List;

/// Clusters and container instances, with the indexes through which they are found.
public final class ClusterTables {

    /// Clusters by name.
    public final Table<Cluster> table = new Table<>("cluster", Cluster.class);

    /// The ACTIVE ones in one group.
    public final Index<Boolean, Cluster> active = table.index(c -> c.isActive() ? true : null);

    /// Capacity providers by name; the two of AWS Fargate have no row.
    public final Table<CapacityProvider> providers =
            new Table<>("capacity-provider", CapacityProvider.class);

    /// All of them in one group.
    public final Index<Boolean, CapacityProvider> everyProvider = providers.index(p -> true);

    /// Those that only one cluster may use, by cluster.
    public final Index<String, CapacityProvider> providersOfCluster =
            providers.index(p -> p.active() ? p.clusterName() : null);

    /// Those of an Auto Scaling group, by its ARN.
    public final Index<String, CapacityProvider> providersOfGroup =
            providers.index(p -> p.active() ? p.groupArn() : null);

    /// What principals have set, by principal and name.
    public final Table<AccountSetting> settings =
            new Table<>("account-setting", AccountSetting.class);

    /// Zones of subnets that nobody has placed, by subnet.
    public final Table<SubnetZone> subnetZones = new Table<>("subnet-zone", SubnetZone.class);

    /// All clusters, ACTIVE or not, in one group: what a list of them goes through.
    public final Index<Boolean, Cluster> everyOne = table.index(c -> true);

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
        return List.of(table, providers, settings, subnetZones, instances);
    }
}
