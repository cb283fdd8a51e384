package dev.kingtide.host.edge;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.TrustStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the load balancers of one account and region are to carry, as commands have said so far.
final class Carried {
    private final Map<String, LoadBalancer> balancers = new LinkedHashMap<>();
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();
    private final Map<String, TrustStore> trustStores = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, Map<String, Target>> targets = new LinkedHashMap<>();

    /// Takes note of a command.
    void note(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.PutLoadBalancer(LoadBalancer balancer) ->
                    balancers.put(balancer.arn(), balancer);
            case EdgeCommand.RemoveLoadBalancer(String arn) -> balancers.remove(arn);
            case EdgeCommand.PutCertificate(Certificate certificate) ->
                    certificates.put(certificate.arn(), certificate);
            case EdgeCommand.RemoveCertificate(String arn) -> certificates.remove(arn);
            case EdgeCommand.PutTrustStore(TrustStore store) -> trustStores.put(store.arn(), store);
            case EdgeCommand.RemoveTrustStore(String arn) -> trustStores.remove(arn);
            case EdgeCommand.PutListener(Listener listener) ->
                    listeners.put(listener.arn(), listener);
            case EdgeCommand.RemoveListener(String arn) -> listeners.remove(arn);
            case EdgeCommand.PutGroup(TargetGroup group) -> groups.put(group.arn(), group);
            case EdgeCommand.RemoveGroup(String arn) -> {
                groups.remove(arn);
                targets.remove(arn);
            }
            case EdgeCommand.AddTarget(Target target) -> put(target);
            case EdgeCommand.DrainTarget(Target target) -> put(target);
            case EdgeCommand.RemoveTarget(Target target) -> {
                Map<String, Target> group = targets.get(target.groupArn());
                if (group != null) {
                    group.remove(target.key());
                }
            }
        }
    }

    private void put(Target target) {
        targets.computeIfAbsent(target.groupArn(), _ -> new LinkedHashMap<>())
                .put(target.key(), target);
    }

    /// Takes note of a target's health.
    void note(TargetHealthChanged seen) {
        Target target = target(seen.targetKey());
        if (target != null && target.state() != TargetState.DRAINING) {
            put(target.with(seen.state(), seen.reason(), seen.description()));
        }
    }

    /// A target by its key, null when there is none.
    @Nullable Target target(String key) {
        Map<String, Target> group = targets.get(Target.groupOf(key));
        return group == null ? null : group.get(key);
    }

    /// The commands that say all of it, in an order in which each finds what it needs: listeners
    /// come last, so that no client is let in before there is somebody to send it to.
    List<EdgeCommand> all() {
        List<EdgeCommand> all = new ArrayList<>();
        balancers.values().forEach(one -> all.add(new EdgeCommand.PutLoadBalancer(one)));
        groups.values().forEach(one -> all.add(new EdgeCommand.PutGroup(one)));
        certificates.values().forEach(one -> all.add(new EdgeCommand.PutCertificate(one)));
        trustStores.values().forEach(one -> all.add(new EdgeCommand.PutTrustStore(one)));
        for (Map<String, Target> group : targets.values()) {
            for (Target target : group.values()) {
                all.add(
                        target.state() == TargetState.DRAINING
                                ? new EdgeCommand.DrainTarget(target)
                                : new EdgeCommand.AddTarget(target));
            }
        }
        listeners.values().forEach(one -> all.add(new EdgeCommand.PutListener(one)));
        return all;
    }

    /// Whether a command would change nothing.
    boolean has(EdgeCommand command) {
        return switch (command) {
            case EdgeCommand.PutLoadBalancer(LoadBalancer balancer) ->
                    balancer.equals(balancers.get(balancer.arn()));
            case EdgeCommand.PutCertificate(Certificate certificate) ->
                    certificate.equals(certificates.get(certificate.arn()));
            case EdgeCommand.PutTrustStore(TrustStore store) ->
                    store.equals(trustStores.get(store.arn()));
            case EdgeCommand.PutListener(Listener listener) ->
                    listener.equals(listeners.get(listener.arn()));
            case EdgeCommand.PutGroup(TargetGroup group) -> group.equals(groups.get(group.arn()));
            case EdgeCommand.AddTarget(Target target) -> {
                Target known = target(target.key());
                yield known != null
                        && known.state() != TargetState.DRAINING
                        && known.registeredAtMillis() == target.registeredAtMillis();
            }
            case EdgeCommand.DrainTarget(Target target) -> {
                Target known = target(target.key());
                yield known != null && known.state() == TargetState.DRAINING;
            }
            case EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.RemoveListener _,
                    EdgeCommand.RemoveGroup _,
                    EdgeCommand.RemoveTarget _ ->
                    false;
        };
    }

    /// The commands that take away what `wanted` does not have, in an order in which nothing is
    /// taken from under another.
    List<EdgeCommand> beyond(Carried wanted) {
        List<EdgeCommand> beyond = new ArrayList<>();
        for (Map<String, Target> group : targets.values()) {
            for (Target target : group.values()) {
                if (wanted.target(target.key()) == null) {
                    beyond.add(new EdgeCommand.RemoveTarget(target));
                }
            }
        }
        missing(listeners, wanted.listeners)
                .forEach(arn -> beyond.add(new EdgeCommand.RemoveListener(arn)));
        missing(certificates, wanted.certificates)
                .forEach(arn -> beyond.add(new EdgeCommand.RemoveCertificate(arn)));
        missing(trustStores, wanted.trustStores)
                .forEach(arn -> beyond.add(new EdgeCommand.RemoveTrustStore(arn)));
        missing(groups, wanted.groups).forEach(arn -> beyond.add(new EdgeCommand.RemoveGroup(arn)));
        missing(balancers, wanted.balancers)
                .forEach(arn -> beyond.add(new EdgeCommand.RemoveLoadBalancer(arn)));
        return beyond;
    }

    private static List<String> missing(Map<String, ?> there, Map<String, ?> wanted) {
        return there.keySet().stream().filter(arn -> !wanted.containsKey(arn)).toList();
    }

    boolean isEmpty() {
        return balancers.isEmpty()
                && groups.isEmpty()
                && certificates.isEmpty()
                && trustStores.isEmpty()
                && listeners.isEmpty()
                && targets.values().stream().allMatch(Map::isEmpty);
    }
}
