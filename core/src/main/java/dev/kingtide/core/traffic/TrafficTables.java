package dev.kingtide.core.traffic;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import java.util.List;

/// All that a World knows of load balancing, with what is kept in step with it.
public final class TrafficTables {

    /// Load balancers by ARN.
    public final Table<LoadBalancer> loadBalancers =
            new Table<>("load-balancer", LoadBalancer.class);

    /// Listeners, with their rules, by ARN.
    public final Table<Listener> listeners = new Table<>("listener", Listener.class);

    /// Certificates by ARN.
    public final Table<Certificate> certificates = new Table<>("certificate", Certificate.class);

    /// Trust stores by ARN.
    public final Table<TrustStore> trustStores = new Table<>("trust-store", TrustStore.class);

    /// Target groups by ARN.
    public final Table<TargetGroup> targetGroups = new Table<>("target-group", TargetGroup.class);

    /// Targets by [Target#keyOf].
    public final Table<Target> targets = new Table<>("target", Target.class);

    /// Which targets are anomalous, by their group's ARN.
    public final Table<GroupAnomalies> anomalies =
            new Table<>("target-group-anomalies", GroupAnomalies.class);

    /// Load balancers by name.
    public final Index<String, LoadBalancer> loadBalancersByName =
            loadBalancers.index(LoadBalancer::name);

    /// Listeners by their load balancer's ARN.
    public final Index<String, Listener> listenersByLoadBalancer =
            listeners.index(Listener::loadBalancerArn);

    /// Listeners by the ARNs of the certificates that they can show.
    public final MultiIndex<Listener> listenersByCertificate =
            new MultiIndex<>(listeners, Listener::shownCertificateArns);

    /// Listeners by the ARN of the trust store with which they verify clients.
    public final Index<String, Listener> listenersByTrustStore =
            listeners.index(Listener::trustStoreArn);

    /// Trust stores by name.
    public final Index<String, TrustStore> trustStoresByName = trustStores.index(TrustStore::name);

    /// Target groups by name.
    public final Index<String, TargetGroup> targetGroupsByName =
            targetGroups.index(TargetGroup::name);

    /// Target groups by the ARNs of the load balancers that forward to them.
    public final MultiIndex<TargetGroup> targetGroupsByLoadBalancer =
            new MultiIndex<>(targetGroups, TargetGroup::loadBalancerArns);

    /// Targets by their group's ARN.
    public final Index<String, Target> targetsByGroup = targets.index(Target::groupArn);

    /// Targets by the id of the EC2 instance they are on; addresses are left out.
    public final Index<String, Target> targetsByInstance =
            targets.index(target -> target.id().startsWith("i-") ? target.id() : null);

    /// Targets by task id: what a task is registered as, one or a few.
    public final TargetsByTask targetsByTask = new TargetsByTask(targets);

    /// How many targets there are, by group and state and by load balancer.
    public final TargetCounts targetCounts = new TargetCounts(targetGroups, targets);

    private boolean assumesCertificates;

    /// No load balancing.
    public TrafficTables() {}

    /// Takes every certificate and trust store that a listener names for one that is there: a
    /// rehearsal's files name those of a real account.
    public void assumeCertificates() {
        assumesCertificates = true;
    }

    boolean assumesCertificates() {
        return assumesCertificates;
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(
                loadBalancers,
                targetGroups,
                certificates,
                trustStores,
                listeners,
                targets,
                anomalies);
    }
}
