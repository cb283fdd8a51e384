package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What becomes of a listener. A group is in use by a load balancer exactly as long as a rule of
/// one of its listeners forwards to it.
public final class Listeners {

    private Listeners() {}

    /// What a listener is like, but for its rules beside the default one.
    ///
    /// @param tls null when the protocol is `HTTP`
    public record Settings(
            String protocol, int port, Rule.Action defaultAction, Listener.@Nullable Tls tls) {

        /// One that does not speak TLS.
        public Settings(String protocol, int port, Rule.Action defaultAction) {
            this(protocol, port, defaultAction, null);
        }
    }

    /// Adds a listener with its default rule; the port is free at this load balancer.
    public static Listener create(Turn turn, String loadBalancerArn, Settings wanted) {
        TrafficTables tables = turn.world().traffic();
        String resource = "listener/" + tables.loadBalancers.require(loadBalancerArn).label();
        Listener bare =
                new Listener(
                        Arns.next(turn, resource, tables.listeners),
                        loadBalancerArn,
                        wanted.protocol(),
                        wanted.port(),
                        List.of(),
                        wanted.tls());
        Rule rule =
                new Rule(
                        Arns.nextDefaultRule(turn, bare),
                        Rule.DEFAULT_PRIORITY,
                        List.of(),
                        wanted.defaultAction());
        return put(turn, bare.with(List.of(rule)));
    }

    /// Changes protocol, port, default action and TLS; the other rules stay.
    public static Listener modify(Turn turn, String listenerArn, Settings wanted) {
        Listener old = turn.world().traffic().listeners.require(listenerArn);
        List<Rule> rules = new ArrayList<>(old.rules());
        rules.add(rules.removeLast().with(wanted.defaultAction()));
        return put(turn, old.with(wanted, rules));
    }

    /// Changes attributes; those that are not named stay, and an empty value takes the usual one
    /// back.
    public static Listener modifyAttributes(
            Turn turn, String listenerArn, SortedMap<String, String> changes) {
        return put(turn, turn.world().traffic().listeners.require(listenerArn).with(changes));
    }

    /// Gives a listener that speaks TLS other certificates beside its default one.
    public static Listener show(Turn turn, String listenerArn, List<String> certificateArns) {
        Listener old = turn.world().traffic().listeners.require(listenerArn);
        Listener.Tls tls = old.tls();
        if (tls == null) {
            throw Invariant.broken("it does not speak TLS: " + listenerArn);
        }
        Settings wanted =
                new Settings(
                        old.protocol(),
                        old.port(),
                        old.defaultRule().action(),
                        tls.showing(certificateArns));
        return put(turn, old.with(wanted, old.rules()));
    }

    /// Removes a listener with its rules.
    public static void delete(Turn turn, String listenerArn) {
        TrafficTables tables = turn.world().traffic();
        Listener listener = tables.listeners.require(listenerArn);
        turn.remove(tables.listeners, listenerArn);
        turn.effect(new Effect.Traffic(new EdgeCommand.RemoveListener(listenerArn)));
        Certificates.hide(turn, listener.shownCertificateArns());
        TrustStores.hide(turn, listener.trustStoreArn());
        link(turn, listener.loadBalancerArn(), listener.groupArns());
    }

    /// Puts a listener in the place of its earlier version and publishes it.
    static Listener put(Turn turn, Listener listener) {
        TrafficTables tables = turn.world().traffic();
        SequencedSet<String> groupArns = new LinkedHashSet<>();
        Listener before = tables.listeners.get(listener.arn());
        if (before != null) {
            groupArns.addAll(before.groupArns());
        }
        groupArns.addAll(listener.groupArns());
        Certificates.show(turn, listener.shownCertificateArns());
        TrustStores.show(turn, listener.trustStoreArn());
        turn.put(tables.listeners, listener);
        turn.effect(new Effect.Traffic(new EdgeCommand.PutListener(listener)));
        if (before != null) {
            Certificates.hide(turn, before.shownCertificateArns());
            TrustStores.hide(turn, before.trustStoreArn());
        }
        link(turn, listener.loadBalancerArn(), groupArns);
        return listener;
    }

    /// Notes at these groups whether the load balancer forwards to them.
    private static void link(Turn turn, String loadBalancerArn, SequencedSet<String> groupArns) {
        TrafficTables tables = turn.world().traffic();
        SequencedSet<String> forwarded = new LinkedHashSet<>();
        for (Listener listener : tables.listenersByLoadBalancer.get(loadBalancerArn)) {
            forwarded.addAll(listener.groupArns());
        }
        for (String groupArn : groupArns) {
            TargetGroup group = tables.targetGroups.require(groupArn);
            if (group.loadBalancerArns().contains(loadBalancerArn)
                    != forwarded.contains(groupArn)) {
                List<String> behind = new ArrayList<>(group.loadBalancerArns());
                if (!behind.remove(loadBalancerArn)) {
                    behind.add(loadBalancerArn);
                }
                Targets.reconsider(turn, TargetGroups.put(turn, group.behind(behind)));
            }
        }
    }
}
