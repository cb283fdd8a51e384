package dev.kingtide.core.traffic;

import dev.kingtide.core.traffic.Rule.Action.Forward;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a request goes that is to be forwarded: to which group, and to which of its targets.
///
/// Pure functions of counts, states and weights, so that the load balancer asks them for each
/// request and a simulation for each cohort of like targets.
public final class Routing {

    private Routing() {}

    /// Which targets of a group take new requests (ELB user guide, target-group-health).
    public enum Mode {
        /// None, because none is registered: the load balancer answers 503.
        NO_TARGET,
        /// The healthy ones.
        HEALTHY_ONLY,
        /// Every registered one, whatever its health: too few are healthy.
        FAIL_OPEN;

        /// Whether a target in a state takes new requests. One that is draining never does, nor one
        /// that is not in use; one whose health is not checked counts as healthy.
        public boolean includes(TargetState state) {
            return switch (state) {
                case HEALTHY, UNAVAILABLE -> this != NO_TARGET;
                case INITIAL, UNHEALTHY -> this == FAIL_OPEN;
                case UNUSED, DRAINING -> false;
            };
        }
    }

    /// The mode of a group. Where the group is not balanced across zones, this is asked for each
    /// zone with the zone's targets.
    ///
    /// @param healthy how many targets are healthy, or are not checked
    /// @param registered how many targets are in use and not draining
    public static Mode mode(GroupAttributes attributes, int healthy, int registered) {
        if (registered == 0) {
            return Mode.NO_TARGET;
        }
        boolean tooFew = healthy < attributes.healthyTargetsMinimum();
        boolean tooSmallAShare =
                healthy * 100L < (long) attributes.healthyPercentMinimum() * registered;
        return healthy == 0 || tooFew || tooSmallAShare ? Mode.FAIL_OPEN : Mode.HEALTHY_ONLY;
    }

    /// Whether DNS leads clients to the load balancer's node in a zone, as far as a group goes that
    /// is not balanced across zones (ELB user guide, target-group-health, DNS failover). Where no
    /// zone is left, it leads them to all.
    ///
    /// @param healthy how many of the zone's targets are healthy, or are not checked
    /// @param registered how many are in use and not draining
    public static boolean isInDns(GroupAttributes attributes, int healthy, int registered) {
        return healthy >= attributes.dnsHealthyTargetsMinimum()
                && healthy * 100L >= (long) attributes.dnsHealthyPercentMinimum() * registered;
    }

    /// The mode of a group as the control plane knows its targets.
    public static Mode mode(TrafficTables tables, String groupArn) {
        TargetCounts counts = tables.targetCounts;
        return mode(
                tables.targetGroups.require(groupArn).attributes(),
                counts.inState(groupArn, TargetState.HEALTHY)
                        + counts.inState(groupArn, TargetState.UNAVAILABLE),
                counts.registered(groupArn) - counts.inState(groupArn, TargetState.UNUSED));
    }

    /// The share of the requests that each target gets, from the weights that [SlowStart] gives;
    /// equal shares when all weights are 0.
    public static double[] shares(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        double[] shares = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            shares[i] = sum > 0 ? weights[i] / sum : 1.0 / weights.length;
        }
        return shares;
    }

    /// The share of an action's requests that goes to a group: its weight over the sum of weights;
    /// 0 when all weights are 0. Groups without healthy targets are not passed over.
    public static double share(Forward forward, String groupArn) {
        double weight = 0;
        double sum = 0;
        for (Rule.WeightedGroup group : forward.groups()) {
            sum += group.weight();
            weight += group.groupArn().equals(groupArn) ? group.weight() : 0;
        }
        return sum > 0 ? weight / sum : 0;
    }

    /// The group that takes one request, by weight.
    ///
    /// @param uniform a draw in [0, 1)
    /// @return its ARN, or null when all weights are 0: the load balancer answers 503
    public static @Nullable String choose(Forward forward, double uniform) {
        int sum = forward.groups().stream().mapToInt(Rule.WeightedGroup::weight).sum();
        int rest = (int) (uniform * sum);
        for (Rule.WeightedGroup group : forward.groups()) {
            rest -= group.weight();
            if (rest < 0) {
                return group.groupArn();
            }
        }
        return null;
    }
}
