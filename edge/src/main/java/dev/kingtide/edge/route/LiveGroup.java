package dev.kingtide.edge.route;

import dev.kingtide.core.driver.EdgeObservation.AnomaliesChanged;
import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.Anomaly.Peers;
import dev.kingtide.core.traffic.Routing;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A target group whose targets take requests.
///
/// Changes take its lock; requests read a snapshot of the targets that take new ones, which is made
/// anew by the first request after a change: filling a group of n costs n.
public final class LiveGroup {
    private final String token;
    private final Map<String, LiveTarget> targets = new LinkedHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile TargetGroup settings;
    private volatile Stickiness stickiness;
    private volatile @Nullable Snapshot snapshot;
    private @Nullable AnomaliesChanged told;

    /// Which targets take new requests.
    ///
    /// @param mode why these
    /// @param targets of which one is chosen
    /// @param byToken the same, by what cookies call them; empty without stickiness
    /// @param warmAtMillis when all have their full share
    /// @param weights of all together, where anomalous ones get less; 0 when none does
    private record Takers(
            Routing.Mode mode,
            List<LiveTarget> targets,
            Map<String, LiveTarget> byToken,
            long warmAtMillis,
            double weights) {}

    /// The targets that take new requests: all of them, and where the group is not balanced across
    /// zones those that each zone's node may choose.
    ///
    /// @param elsewhere for nodes in zones without a target of their own
    private record Snapshot(Takers all, Map<String, Takers> byZone, @Nullable Takers elsewhere) {

        Takers of(String zone) {
            return elsewhere == null || zone.isEmpty() ? all : byZone.getOrDefault(zone, elsewhere);
        }
    }

    LiveGroup(TargetGroup settings, String token) {
        this.settings = settings;
        this.token = token;
        this.stickiness = Stickiness.of(settings.attributes());
    }

    public TargetGroup settings() {
        return settings;
    }

    /// Whether its targets speak HTTP/2, as those of gRPC do too.
    public boolean speaksHttp2() {
        return !settings.protocolVersion().equals("HTTP1");
    }

    /// Whether requests go to its targets over TLS.
    public boolean speaksTls() {
        return settings.protocol().equals("HTTPS");
    }

    public Stickiness stickiness() {
        return stickiness;
    }

    /// What cookies call it.
    public String token() {
        return token;
    }

    synchronized void put(TargetGroup next) {
        settings = next;
        stickiness = Stickiness.of(next.attributes());
        snapshot = null;
    }

    synchronized LiveTarget add(Target target, InetSocketAddress address, String itsToken) {
        long now = System.currentTimeMillis();
        LiveTarget added = new LiveTarget(target, this, address, itsToken, warmTargets(now) > 0);
        LiveTarget before = targets.put(target.key(), added);
        if (before != null) {
            before.enter(TargetState.UNUSED, 0, 0);
        }
        snapshot = null;
        return added;
    }

    synchronized @Nullable LiveTarget get(String key) {
        return targets.get(key);
    }

    synchronized @Nullable LiveTarget remove(String key) {
        LiveTarget removed = targets.remove(key);
        if (removed != null) {
            removed.enter(TargetState.UNUSED, 0, 0);
        }
        snapshot = null;
        return removed;
    }

    /// All targets, those that drain included.
    public synchronized List<LiveTarget> targets() {
        return new ArrayList<>(targets.values());
    }

    /// A target was found to be in another state.
    ///
    /// @return false when that is no news any more: it drains, or is gone
    public synchronized boolean found(LiveTarget target, TargetState state) {
        boolean isCurrent = target.isRegistered() && targets.get(target.target().key()) == target;
        if (isCurrent) {
            enter(target, state);
        }
        return isCurrent;
    }

    /// A target changes its state: it was found to have, or it drains.
    synchronized void enter(LiveTarget target, TargetState state) {
        long now = System.currentTimeMillis();
        target.enter(state, warmTargets(now), now);
        snapshot = null;
    }

    private int warmTargets(long nowMillis) {
        int warm = 0;
        for (LiveTarget target : targets.values()) {
            warm += target.state() == TargetState.HEALTHY && !target.isWarming(nowMillis) ? 1 : 0;
        }
        return warm;
    }

    /// How targets are chosen now; `NO_TARGET` when the load balancer answers 503 itself.
    ///
    /// @param zone of the node that chooses; empty where one node stands for all
    public Routing.Mode mode(String zone) {
        return snapshot().of(zone).mode;
    }

    /// The target that a cookie names, or null when it takes no new requests.
    public @Nullable LiveTarget named(String itsToken) {
        return snapshot().all.byToken.get(itsToken);
    }

    /// The target of the next request, or null when none is registered.
    ///
    /// @param zone of the node that chooses; empty where one node stands for all
    public @Nullable LiveTarget choose(RandomGenerator random, String zone) {
        Takers all = snapshot().of(zone);
        List<LiveTarget> from = all.targets;
        if (from.isEmpty()) {
            return null;
        }
        return switch (settings.attributes().algorithm()) {
            case ROUND_ROBIN -> all.warmAtMillis == 0 ? next(from) : warming(all, random);
            case LEAST_OUTSTANDING_REQUESTS -> leastOutstanding(from);
            case WEIGHTED_RANDOM ->
                    all.weights == 0
                            ? from.get(random.nextInt(from.size()))
                            : weighted(all, random);
        };
    }

    private static LiveTarget weighted(Takers all, RandomGenerator random) {
        double rest = random.nextDouble() * all.weights;
        for (LiveTarget target : all.targets) {
            rest -= target.anomaly().weight();
            if (rest < 0) {
                return target;
            }
        }
        return all.targets.getLast();
    }

    /// Judges the healthy targets by what they answered since the last time.
    ///
    /// @return which are anomalous; null when that is no news
    public synchronized @Nullable AnomaliesChanged judge() {
        boolean mitigates = settings.attributes().mitigatesAnomalies();
        Map<LiveTarget, Anomaly> seen = new LinkedHashMap<>();
        Peers all = Peers.NONE;
        for (LiveTarget target : targets.values()) {
            Anomaly counted = target.counted();
            if (target.state() == TargetState.HEALTHY) {
                seen.put(target, counted);
                all = all.and(counted, 1);
            } else {
                target.judged(Anomaly.NONE);
            }
        }
        List<String> anomalous = new ArrayList<>();
        List<String> mitigated = new ArrayList<>();
        for (Map.Entry<LiveTarget, Anomaly> each : seen.entrySet()) {
            LiveTarget target = each.getKey();
            Anomaly next = each.getValue().judged(all, mitigates);
            target.judged(next);
            if (next.anomalous()) {
                anomalous.add(target.target().key());
            }
            if (next.isMitigated()) {
                mitigated.add(target.target().key());
            }
        }
        boolean shifts = !mitigated.isEmpty() || (told != null && !told.mitigated().isEmpty());
        if (shifts) {
            snapshot = null;
        }
        AnomaliesChanged now = new AnomaliesChanged(settings.arn(), anomalous, mitigated);
        if (now.equals(told)) {
            return null;
        }
        told = now;
        return now;
    }

    private LiveTarget next(List<LiveTarget> from) {
        return from.get(Math.floorMod(turn.getAndIncrement(), from.size()));
    }

    /// Passes a target over as often as its weight is short of 1.
    private LiveTarget warming(Takers all, RandomGenerator random) {
        long now = System.currentTimeMillis();
        int triesMax = now < all.warmAtMillis ? all.targets.size() * 4 : 0;
        for (int tries = 0; tries < triesMax; tries++) {
            LiveTarget target = next(all.targets);
            double weight = target.weight(now);
            if (weight >= 1 || random.nextDouble() < weight) {
                return target;
            }
        }
        return next(all.targets);
    }

    /// The one with the fewest, from a place that moves on, so that equals take turns; ends at the
    /// first that has none.
    private LiveTarget leastOutstanding(List<LiveTarget> from) {
        int start = Math.floorMod(turn.getAndIncrement(), from.size());
        LiveTarget least = from.get(start);
        int fewest = least.outstanding();
        for (int i = 1; i < from.size() && fewest > 0; i++) {
            LiveTarget target = from.get((start + i) % from.size());
            int count = target.outstanding();
            if (count < fewest) {
                least = target;
                fewest = count;
            }
        }
        return least;
    }

    private Snapshot snapshot() {
        Snapshot known = snapshot;
        return known != null ? known : renewed();
    }

    private synchronized Snapshot renewed() {
        Map<String, Takers> byZone = new LinkedHashMap<>();
        Takers elsewhere = null;
        if (!settings.attributes().crossZone()) {
            for (LiveTarget target : targets.values()) {
                byZone.computeIfAbsent(target.target().zone(), zone -> takers(in(zone)));
            }
            elsewhere = takers(in(""));
        }
        Snapshot made = new Snapshot(takers(targets.values()), byZone, elsewhere);
        snapshot = made;
        return made;
    }

    private List<LiveTarget> in(String zone) {
        return targets.values().stream().filter(target -> target.target().isIn(zone)).toList();
    }

    /// Whether it is not balanced across zones, and has too few healthy targets in one for DNS to
    /// lead anybody there.
    boolean keepsOutOfDns(String zone) {
        return !settings.attributes().crossZone() && !isInDns(zone);
    }

    /// Whether enough targets are healthy for DNS to lead clients to the node in a zone: of that
    /// zone, or of all where the group is balanced across zones.
    public synchronized boolean isInDns(String zone) {
        boolean all = settings.attributes().crossZone() || zone.isEmpty();
        int registered = 0;
        int healthy = 0;
        for (LiveTarget target : all ? targets() : in(zone)) {
            registered += target.isRegistered() ? 1 : 0;
            healthy += Routing.Mode.HEALTHY_ONLY.includes(target.state()) ? 1 : 0;
        }
        return Routing.isInDns(settings.attributes(), healthy, registered);
    }

    private Takers takers(Collection<LiveTarget> among) {
        int registered = 0;
        int healthy = 0;
        for (LiveTarget target : among) {
            registered += target.isRegistered() ? 1 : 0;
            healthy += Routing.Mode.HEALTHY_ONLY.includes(target.state()) ? 1 : 0;
        }
        Routing.Mode mode = Routing.mode(settings.attributes(), healthy, registered);
        List<LiveTarget> chosen = new ArrayList<>();
        Map<String, LiveTarget> byToken = new LinkedHashMap<>();
        long warmAtMillis = 0;
        for (LiveTarget target : among) {
            if (mode.includes(target.state())) {
                chosen.add(target);
                warmAtMillis = Math.max(warmAtMillis, target.warmAtMillis());
                if (stickiness.isOn()) {
                    byToken.put(target.token(), target);
                }
            }
        }
        return new Takers(mode, List.copyOf(chosen), byToken, warmAtMillis, weights(chosen));
    }

    private static double weights(List<LiveTarget> targets) {
        double sum = 0;
        boolean even = true;
        for (LiveTarget target : targets) {
            sum += target.anomaly().weight();
            even &= !target.anomaly().isMitigated();
        }
        return even ? 0 : sum;
    }
}
