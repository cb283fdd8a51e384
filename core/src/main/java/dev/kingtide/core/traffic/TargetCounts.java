package dev.kingtide.core.traffic;

import dev.kingtide.core.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many targets there are, by group and state and by load balancer, kept in step with the
/// tables so that no one counts.
public final class TargetCounts {
    private final Table<TargetGroup> groups;
    private final Map<String, Map<TargetState, Integer>> byGroup = new LinkedHashMap<>();
    private final Map<String, Integer> registeredByGroup = new LinkedHashMap<>();
    private final Map<String, Integer> registeredByLoadBalancer = new LinkedHashMap<>();

    TargetCounts(Table<TargetGroup> groups, Table<Target> targets) {
        this.groups = groups;
        groups.watch(this::groupChanged);
        targets.watch(this::targetChanged);
    }

    /// How many targets of a group are in a state.
    public int inState(String groupArn, TargetState state) {
        Map<TargetState, Integer> counts = byGroup.get(groupArn);
        return counts == null ? 0 : counts.getOrDefault(state, 0);
    }

    /// How many targets a group has, those that are draining left out.
    public int registered(String groupArn) {
        return registeredByGroup.getOrDefault(groupArn, 0);
    }

    /// How many targets the groups of a load balancer have, those that are draining left out; one
    /// that is registered with several ports or in several groups counts several times (ELB user
    /// guide, load-balancer-limits).
    public int ofLoadBalancer(String loadBalancerArn) {
        return registeredByLoadBalancer.getOrDefault(loadBalancerArn, 0);
    }

    private void targetChanged(@Nullable Target before, @Nullable Target after) {
        if (before != null) {
            count(before, -1);
        }
        if (after != null) {
            count(after, 1);
        }
    }

    private void count(Target target, int change) {
        String groupArn = target.groupArn();
        add(
                byGroup.computeIfAbsent(groupArn, arn -> new EnumMap<>(TargetState.class)),
                target.state(),
                change);
        if (target.state().isRegistered()) {
            add(registeredByGroup, groupArn, change);
            TargetGroup group = groups.get(groupArn);
            if (group != null) {
                countBehind(group, change);
            }
        }
    }

    private void groupChanged(@Nullable TargetGroup before, @Nullable TargetGroup after) {
        if (before != null) {
            countBehind(before, -registered(before.arn()));
        }
        if (after != null) {
            countBehind(after, registered(after.arn()));
        } else if (before != null && registered(before.arn()) == 0) {
            byGroup.remove(before.arn());
        }
    }

    private void countBehind(TargetGroup group, int change) {
        for (String loadBalancerArn : group.loadBalancerArns()) {
            add(registeredByLoadBalancer, loadBalancerArn, change);
        }
    }

    private static <K> void add(Map<K, Integer> counts, K key, int change) {
        int count = counts.getOrDefault(key, 0) + change;
        if (count == 0) {
            counts.remove(key);
        } else {
            counts.put(key, count);
        }
    }
}
