package dev.kingtide.core.traffic;

import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import org.jspecify.annotations.Nullable;

/// Whether the account's quotas leave room for more load balancing (ELB user guide,
/// load-balancer-limits).
///
/// Counts come from indexes and sums; none of these walks targets, but for the registrations of one
/// instance.
public final class TrafficQuotas {

    /// How many groups one forward action may name; not adjustable.
    public static final int GROUPS_PER_ACTION = 5;

    /// To how many groups one load balancer may forward; not adjustable.
    public static final int GROUPS_PER_LOAD_BALANCER = 100;

    /// How many times one instance may be a target of one load balancer; not adjustable.
    public static final int REGISTRATIONS_PER_TARGET = 1_000;

    private TrafficQuotas() {}

    /// Whether one more load balancer may be created.
    public static boolean roomForLoadBalancer(World world) {
        return world.traffic().loadBalancers.size() < world.admission().limit(Quota.LOAD_BALANCERS);
    }

    /// Whether one more target group may be created.
    public static boolean roomForTargetGroup(World world) {
        return world.traffic().targetGroups.size() < world.admission().limit(Quota.TARGET_GROUPS);
    }

    /// Whether a load balancer may have one more listener.
    public static boolean roomForListener(World world, String loadBalancerArn) {
        return world.traffic().listenersByLoadBalancer.count(loadBalancerArn)
                < world.admission().limit(Quota.LISTENERS_PER_LOAD_BALANCER);
    }

    /// Whether a load balancer may have one more rule; default rules do not count.
    public static boolean roomForRule(World world, String loadBalancerArn) {
        int rules = 0;
        for (Listener listener : world.traffic().listenersByLoadBalancer.get(loadBalancerArn)) {
            rules += listener.rules().size() - 1;
        }
        return rules < world.admission().limit(Quota.RULES_PER_LOAD_BALANCER);
    }

    /// Whether a load balancer may show so many more certificates; default ones do not count.
    public static boolean roomForCertificates(World world, String loadBalancerArn, int added) {
        int shown = 0;
        for (Listener listener : world.traffic().listenersByLoadBalancer.get(loadBalancerArn)) {
            Listener.Tls tls = listener.tls();
            shown += tls == null ? 0 : tls.certificateArns().size();
        }
        return shown + added <= world.admission().limit(Quota.CERTIFICATES_PER_LOAD_BALANCER);
    }

    /// Whether one more certificate may be imported.
    public static boolean roomForCertificate(World world) {
        return world.traffic().certificates.size()
                < world.admission().limit(Quota.IMPORTED_CERTIFICATES);
    }

    /// Whether one more trust store may be created.
    public static boolean roomForTrustStore(World world) {
        return world.traffic().trustStores.size() < world.admission().limit(Quota.TRUST_STORES);
    }

    /// Whether a load balancer may have a listener that verifies clients beside those that do.
    ///
    /// @param listenerArn the listener, if it is there already
    public static boolean roomForVerifying(
            World world, String loadBalancerArn, @Nullable String listenerArn) {
        long verifying =
                world.traffic().listenersByLoadBalancer.get(loadBalancerArn).stream()
                        .filter(listener -> listener.trustStoreArn() != null)
                        .filter(listener -> !listener.arn().equals(listenerArn))
                        .count();
        return verifying < world.admission().limit(Quota.VERIFYING_LISTENERS_PER_LOAD_BALANCER);
    }

    /// Whether a load balancer may forward to the groups of this action too.
    public static boolean roomForGroupsOf(
            World world, String loadBalancerArn, Rule.Action.Forward action) {
        TrafficTables tables = world.traffic();
        long fresh =
                action.groups().stream()
                        .map(group -> tables.targetGroups.require(group.groupArn()))
                        .filter(group -> !group.loadBalancerArns().contains(loadBalancerArn))
                        .map(TargetGroup::arn)
                        .distinct()
                        .count();
        return tables.targetGroupsByLoadBalancer.count(loadBalancerArn) + fresh
                <= GROUPS_PER_LOAD_BALANCER;
    }

    /// Whether so many more targets may be registered in a group; a target counts once for each
    /// port and group, and no more when it is draining.
    public static boolean roomForTargets(World world, String groupArn, int added) {
        TrafficTables tables = world.traffic();
        TargetCounts counts = tables.targetCounts;
        int perGroup = world.admission().limit(Quota.TARGETS_PER_TARGET_GROUP);
        if (counts.registered(groupArn) + added > perGroup) {
            return false;
        }
        int perLoadBalancer = world.admission().limit(Quota.TARGETS_PER_LOAD_BALANCER);
        for (String arn : tables.targetGroups.require(groupArn).loadBalancerArns()) {
            if (counts.ofLoadBalancer(arn) + added > perLoadBalancer) {
                return false;
            }
        }
        return true;
    }

    /// Whether one instance may be registered so many times more in a group: it may be a target of
    /// each load balancer only so often. An address has too few ports in use for this to bind.
    public static boolean roomForRegistrations(
            World world, String groupArn, String instanceId, int added) {
        TrafficTables tables = world.traffic();
        for (String arn : tables.targetGroups.require(groupArn).loadBalancerArns()) {
            long registered =
                    tables.targetsByInstance.get(instanceId).stream()
                            .filter(target -> target.state().isRegistered())
                            .map(target -> tables.targetGroups.require(target.groupArn()))
                            .filter(group -> group.loadBalancerArns().contains(arn))
                            .count();
            if (registered + added > REGISTRATIONS_PER_TARGET) {
                return false;
            }
        }
        return true;
    }
}
