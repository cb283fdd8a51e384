package dev.kingtide.core.traffic;

/// How much load balancing one account may have in one region, and whether there is room for more.
///
/// @param loadBalancers application load balancers
/// @param targetGroups target groups
/// @param targetsPerLoadBalancer targets in the groups of one load balancer; a target counts once
///   for each port and group
/// @param targetsPerGroup targets in one group
/// @param registrationsPerTarget how many times one instance may be a target of one load balancer
/// @param groupsPerLoadBalancer groups to which one load balancer forwards
/// @param groupsPerAction groups of one forward action
/// @param listenersPerLoadBalancer listeners of one load balancer
/// @param rulesPerLoadBalancer rules of one load balancer, without the default ones
public record TrafficQuotas(
        int loadBalancers,
        int targetGroups,
        int targetsPerLoadBalancer,
        int targetsPerGroup,
        int registrationsPerTarget,
        int groupsPerLoadBalancer,
        int groupsPerAction,
        int listenersPerLoadBalancer,
        int rulesPerLoadBalancer) {

    /// The defaults (ELB user guide, load-balancer-limits).
    public static final TrafficQuotas DEFAULT =
            new TrafficQuotas(50, 3_000, 1_000, 1_000, 1_000, 100, 5, 50, 100);

    /// Whether one more load balancer may be created.
    public boolean roomForLoadBalancer(TrafficTables tables) {
        return tables.loadBalancers.size() < loadBalancers;
    }

    /// Whether one more target group may be created.
    public boolean roomForTargetGroup(TrafficTables tables) {
        return tables.targetGroups.size() < targetGroups;
    }

    /// Whether a load balancer may have one more listener.
    public boolean roomForListener(TrafficTables tables, String loadBalancerArn) {
        return tables.listenersByLoadBalancer.count(loadBalancerArn) < listenersPerLoadBalancer;
    }

    /// Whether a load balancer may have one more rule.
    public boolean roomForRule(TrafficTables tables, String loadBalancerArn) {
        int rules = 0;
        for (Listener listener : tables.listenersByLoadBalancer.get(loadBalancerArn)) {
            rules += listener.rules().size() - 1;
        }
        return rules < rulesPerLoadBalancer;
    }

    /// Whether a load balancer may forward to the groups of this action too.
    public boolean roomForGroupsOf(
            TrafficTables tables, String loadBalancerArn, Rule.Action.Forward action) {
        long fresh =
                action.groups().stream()
                        .map(group -> tables.targetGroups.require(group.groupArn()))
                        .filter(group -> !group.loadBalancerArns().contains(loadBalancerArn))
                        .map(TargetGroup::arn)
                        .distinct()
                        .count();
        return tables.targetGroupsByLoadBalancer.count(loadBalancerArn) + fresh
                <= groupsPerLoadBalancer;
    }

    /// Whether so many more targets may be registered in a group.
    public boolean roomForTargets(TrafficTables tables, String groupArn, int added) {
        TargetCounts counts = tables.targetCounts;
        if (counts.registered(groupArn) + added > targetsPerGroup) {
            return false;
        }
        for (String arn : tables.targetGroups.require(groupArn).loadBalancerArns()) {
            if (counts.ofLoadBalancer(arn) + added > targetsPerLoadBalancer) {
                return false;
            }
        }
        return true;
    }

    /// Whether one instance may be registered so many times more in a group: it may be a target of
    /// each load balancer only so often. An address has too few ports in use for this to bind.
    public boolean roomForRegistrations(
            TrafficTables tables, String groupArn, String instanceId, int added) {
        for (String arn : tables.targetGroups.require(groupArn).loadBalancerArns()) {
            long registered =
                    tables.targetsByInstance.get(instanceId).stream()
                            .filter(target -> target.state().isRegistered())
                            .map(target -> tables.targetGroups.require(target.groupArn()))
                            .filter(group -> group.loadBalancerArns().contains(arn))
                            .count();
            if (registered + added > registrationsPerTarget) {
                return false;
            }
        }
        return true;
    }
}
