package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.TlsPolicy;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.report.Meters;
import dev.kingtide.edge.tls.ClientTrust;
import dev.kingtide.edge.tls.Clients;
import dev.kingtide.edge.tls.ListenerTls;
import dev.kingtide.edge.tls.ServerCertificate;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that the edge was told, by ARN. One thread changes it, any may ask.
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private final Tokens tokens;
    private final Meters meters;
    private final Map<String, BalancerSettings> balancers = new ConcurrentHashMap<>();
    private final Map<String, ListenerRoutes> listeners = new ConcurrentHashMap<>();
    private final Map<String, ServerCertificate> certificates = new ConcurrentHashMap<>();
    private final Map<String, ClientTrust> trustStores = new ConcurrentHashMap<>();
    private final Map<String, LiveGroup> groups = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    /// Nothing yet; cookies are named with these tokens, requests counted with these meters.
    public Routes(Tokens tokens, Meters meters) {
        this.tokens = tokens;
        this.meters = meters;
    }

    /// A load balancer is new or changed; its listeners follow it.
    public void put(LoadBalancer balancer) {
        BalancerSettings settings = BalancerSettings.of(balancer);
        balancers.put(balancer.arn(), settings);
        listeners.replaceAll((arn, routes) ->
                routes.listener().loadBalancerArn().equals(balancer.arn())
                        ? of(routes.listener(), settings, routes.counters())
                        : routes);
    }

    /// A certificate is new or changed; listeners that show it follow it.
    public void put(Certificate certificate) {
        try {
            certificates.put(certificate.arn(), new ServerCertificate(certificate));
        } catch (GeneralSecurityException e) {
            LOG.error("certificate {} cannot be shown: {}", certificate.arn(), e.getMessage());
            certificates.remove(certificate.arn());
        }
        listeners.replaceAll((arn, routes) ->
                routes.listener().shownCertificateArns().contains(certificate.arn())
                        ? of(routes.listener(), routes.balancer(), routes.counters())
                        : routes);
    }

    public void removeCertificate(String arn) {
        certificates.remove(arn);
    }

    /// A trust store is new or changed; listeners that verify clients with it follow it.
    public void put(TrustStore store) {
        try {
            trustStores.put(store.arn(), new ClientTrust(store));
        } catch (GeneralSecurityException e) {
            LOG.error("trust store {} cannot be used: {}", store.arn(), e.getMessage());
            trustStores.remove(store.arn());
        }
        listeners.replaceAll((arn, routes) ->
                store.arn().equals(routes.listener().trustStoreArn())
                        ? of(routes.listener(), routes.balancer(), routes.counters())
                        : routes);
    }

    public void removeTrustStore(String arn) {
        trustStores.remove(arn);
    }

    private ListenerRoutes of(Listener listener, BalancerSettings balancer, Counters counters) {
        return ListenerRoutes.of(listener, balancer, counters, tls(listener, balancer));
    }

    /// How a listener speaks TLS, made anew only when something of it changed; null when it does
    /// not, or when its default certificate or its trust store is not there.
    private @Nullable ListenerTls tls(Listener listener, BalancerSettings balancer) {
        Listener.Tls wanted = listener.tls();
        TlsPolicy policy = wanted == null ? null : TlsPolicy.named(wanted.policy());
        if (wanted == null
                || policy == null
                || !certificates.containsKey(wanted.defaultCertificateArn())) {
            return null;
        }
        Clients clients = clients(wanted.mutual());
        if (clients == null && wanted.mutual() != null) {
            return null;
        }
        List<ServerCertificate> shown = new ArrayList<>();
        for (String arn : listener.shownCertificateArns()) {
            ServerCertificate certificate = certificates.get(arn);
            if (certificate != null) {
                shown.add(certificate);
            }
        }
        var asked = new ListenerTls.Asked(policy, List.copyOf(shown), balancer.http2(), clients);
        ListenerRoutes before = listeners.get(listener.arn());
        if (before != null && before.tls() != null && before.tls().asked().equals(asked)) {
            return before.tls();
        }
        try {
            return new ListenerTls(asked);
        } catch (SSLException e) {
            LOG.error("listener {} cannot speak TLS: {}", listener.arn(), e.getMessage());
            return null;
        }
    }

    /// What is asked of clients; null for nothing, or when the trust store is not there.
    private @Nullable Clients clients(@Nullable MutualTls mutual) {
        return switch (mutual) {
            case null -> null;
            case MutualTls.Passthrough() -> Clients.PASSED_THROUGH;
            case MutualTls.Verify(String arn, boolean ignoresExpiry, boolean advertises) -> {
                ClientTrust trust = trustStores.get(arn);
                yield trust == null ? null : new Clients(trust, ignoresExpiry, advertises);
            }
        };
    }

    /// Where a load balancer's logs go; null when it is unknown.
    public @Nullable BalancerLogs logs(String balancerArn) {
        BalancerSettings known = balancers.get(balancerArn);
        return known == null ? null : known.logs();
    }

    public void removeBalancer(String arn) {
        BalancerSettings removed = balancers.remove(arn);
        turns.remove(arn);
        if (removed != null) {
            meters.forget(removed.label());
        }
    }

    /// A listener is new or changed.
    ///
    /// @return false when its load balancer is unknown
    public boolean put(Listener listener) {
        BalancerSettings settings = balancers.get(listener.loadBalancerArn());
        if (settings == null) {
            return false;
        }
        listeners.put(listener.arn(), of(listener, settings, meters.of(settings.label())));
        return true;
    }

    public void removeListener(String arn) {
        listeners.remove(arn);
    }

    /// A listener as it is now; null when it is gone.
    public @Nullable ListenerRoutes listener(String arn) {
        return listeners.get(arn);
    }

    /// The zone of the node that a new connection is with: nodes take turns, as clients do among
    /// the addresses that DNS gives them, but for those that it does not give.
    ///
    /// @return empty when one node stands for all
    public String node(ListenerRoutes routes) {
        List<String> zones = routes.balancer().zones();
        if (zones.isEmpty()) {
            return "";
        }
        String balancer = routes.listener().loadBalancerArn();
        List<String> given = new ArrayList<>(zones);
        for (LiveGroup group : groups.values()) {
            TargetGroup settings = group.settings();
            if (!settings.attributes().crossZone()
                    && settings.loadBalancerArns().contains(balancer)) {
                given.removeIf(group::keepsOutOfDns);
            }
        }
        List<String> from = given.isEmpty() ? zones : given;
        int turn = turns.computeIfAbsent(balancer, arn -> new AtomicInteger()).getAndIncrement();
        return from.get(Math.floorMod(turn, from.size()));
    }

    /// The zones in which a load balancer has nodes; an empty one where one node stands for all, or
    /// the load balancer is unknown.
    public List<String> nodeZones(String balancerArn) {
        BalancerSettings known = balancers.get(balancerArn);
        return known == null || known.zones().isEmpty() ? List.of("") : known.zones();
    }

    /// The listeners that a name leads to: one of each load balancer that it may mean.
    ///
    /// @param tls whether they are to speak TLS
    public List<ListenerRoutes> named(AskedName asked, boolean tls) {
        Map<String, ListenerRoutes> found = new TreeMap<>();
        for (ListenerRoutes routes : listeners.values()) {
            BalancerSettings balancer = routes.balancer();
            boolean isMeant =
                    balancer.name().equals(asked.name()) || balancer.domain().equals(asked.name());
            int port = routes.listener().port();
            if (isMeant && routes.isTls() == tls && (asked.port() == 0 || asked.port() == port)) {
                found.merge(
                        routes.listener().loadBalancerArn(),
                        routes,
                        (one, other) ->
                                one.listener().port() <= other.listener().port() ? one : other);
            }
        }
        return List.copyOf(found.values());
    }

    /// A group is new or changed.
    public void put(TargetGroup group) {
        LiveGroup known = groups.get(group.arn());
        if (known == null) {
            groups.put(group.arn(), new LiveGroup(group, tokens.of(group.arn())));
        } else {
            known.put(group);
        }
    }

    /// A group is gone.
    ///
    /// @return its targets
    public List<LiveTarget> removeGroup(String arn) {
        LiveGroup removed = groups.remove(arn);
        if (removed == null) {
            return List.of();
        }
        List<LiveTarget> targets = removed.targets();
        targets.forEach(target -> removed.remove(target.target().key()));
        return targets;
    }

    /// A group as it is now; null when it is gone.
    public @Nullable LiveGroup group(String arn) {
        return groups.get(arn);
    }

    /// Every group.
    public List<LiveGroup> groups() {
        return List.copyOf(groups.values());
    }

    /// The group of an action that a cookie names, or null.
    public @Nullable LiveGroup named(String token, Rule.Action.Forward forward) {
        for (Rule.WeightedGroup weighted : forward.groups()) {
            LiveGroup group = groups.get(weighted.groupArn());
            if (group != null && group.token().equals(token)) {
                return group;
            }
        }
        return null;
    }

    /// A target as it is now; null when it is unknown.
    public @Nullable LiveTarget target(Target target) {
        LiveGroup group = groups.get(target.groupArn());
        return group == null ? null : group.get(target.key());
    }

    /// A target is new, or begins anew.
    ///
    /// @return null when its group is unknown
    public @Nullable LiveTarget add(Target target, InetSocketAddress address) {
        LiveGroup group = groups.get(target.groupArn());
        return group == null ? null : group.add(target, address, tokens.of(target.key()));
    }

    /// A target takes no new requests.
    ///
    /// @return null when it is unknown
    public @Nullable LiveTarget drain(Target target) {
        LiveGroup group = groups.get(target.groupArn());
        LiveTarget known = group == null ? null : group.get(target.key());
        if (group != null && known != null) {
            group.enter(known, TargetState.DRAINING);
        }
        return known;
    }

    /// A target is gone.
    ///
    /// @return null when it was unknown
    public @Nullable LiveTarget remove(Target target) {
        LiveGroup group = groups.get(target.groupArn());
        return group == null ? null : group.remove(target.key());
    }
}
