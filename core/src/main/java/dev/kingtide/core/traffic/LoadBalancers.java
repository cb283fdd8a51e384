package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.List;
import java.util.SortedMap;

/// What becomes of a load balancer.
public final class LoadBalancers {

    private LoadBalancers() {}

    /// What a caller says of a new load balancer; `zones` is the availability zone of each subnet,
    /// a fact or, unless `zonesKnown`, a guess.
    public record New(
            String name,
            String scheme,
            String vpcId,
            SortedMap<String, String> zones,
            boolean zonesKnown,
            List<String> securityGroups) {

        /// In subnets whose zones are known.
        public New(
                String name,
                String scheme,
                String vpcId,
                SortedMap<String, String> zones,
                List<String> securityGroups) {
            this(name, scheme, vpcId, zones, true, securityGroups);
        }
    }

    /// Adds a load balancer, which is active at once; its name is free.
    public static LoadBalancer create(Turn turn, New wanted) {
        TrafficTables tables = turn.world().traffic();
        String arn = Arns.next(turn, "loadbalancer/app/" + wanted.name(), tables.loadBalancers);
        return put(
                turn,
                new LoadBalancer(
                        arn,
                        wanted.name(),
                        dnsName(turn, wanted, arn),
                        wanted.scheme(),
                        "application",
                        wanted.vpcId(),
                        wanted.zones(),
                        wanted.zonesKnown(),
                        wanted.securityGroups(),
                        LoadBalancer.defaultAttributes(),
                        LoadBalancer.State.ACTIVE,
                        turn.nowMillis()));
    }

    /// Changes attributes, by their AWS names.
    public static LoadBalancer modifyAttributes(
            Turn turn, String arn, SortedMap<String, String> changes) {
        return put(turn, turn.world().traffic().loadBalancers.require(arn).with(changes));
    }

    /// Moves a load balancer to other subnets, whose zones are known, or guessed; targets come into
    /// use or fall out of it.
    public static LoadBalancer setZones(
            Turn turn, String arn, SortedMap<String, String> zones, boolean known) {
        TrafficTables tables = turn.world().traffic();
        LoadBalancer moved = put(turn, tables.loadBalancers.require(arn).in(zones, known));
        for (TargetGroup group : List.copyOf(tables.targetGroupsByLoadBalancer.get(arn))) {
            Targets.reconsider(turn, group);
        }
        return moved;
    }

    /// Gives a load balancer other security groups.
    public static LoadBalancer setSecurityGroups(Turn turn, String arn, List<String> groups) {
        return put(turn, turn.world().traffic().loadBalancers.require(arn).within(groups));
    }

    /// Removes a load balancer with its listeners; its target groups stay.
    public static void delete(Turn turn, String arn) {
        TrafficTables tables = turn.world().traffic();
        for (Listener listener : tables.listenersByLoadBalancer.list(arn)) {
            Listeners.delete(turn, listener.arn());
        }
        turn.remove(tables.loadBalancers, arn);
        turn.effect(new Effect.Traffic(new EdgeCommand.RemoveLoadBalancer(arn)));
    }

    /// `<name>-<number>.<region>.elb.amazonaws.com`, the number drawn from the ARN's id.
    private static String dnsName(Turn turn, New wanted, String arn) {
        long number = turn.dice().bits("load balancer name", arn) >>> 31;
        String region = turn.world().scope().region();
        String prefix = wanted.scheme().equals("internal") ? "internal-" : "";
        return prefix + wanted.name() + '-' + number + '.' + region + ".elb.amazonaws.com";
    }

    private static LoadBalancer put(Turn turn, LoadBalancer loadBalancer) {
        turn.put(turn.world().traffic().loadBalancers, loadBalancer);
        turn.effect(new Effect.Traffic(new EdgeCommand.PutLoadBalancer(loadBalancer)));
        return loadBalancer;
    }
}
