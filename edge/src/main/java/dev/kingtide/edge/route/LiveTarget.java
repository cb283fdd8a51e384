package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.SlowStart;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.report.Meters;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A target that takes, took or will take requests.
public final class LiveTarget {
    private static final long NOT_WARMING = Long.MIN_VALUE;
    private final Target target;
    private final LiveGroup group;
    private final InetSocketAddress address;
    private final String token;

    /// Whether a target beside it had its full share when it was registered.
    private final boolean besideWarmOne;

    private final AtomicInteger outstanding = new AtomicInteger();
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile Anomaly anomaly = Anomaly.NONE;
    private volatile TargetState state = TargetState.INITIAL;
    private volatile long warmingSinceMillis = NOT_WARMING;
    private volatile boolean wasHealthy;
    private volatile @Nullable Counted counted;

    private record Counted(String balancer, Counters counters) {}

    LiveTarget(
            Target target,
            LiveGroup group,
            InetSocketAddress address,
            String token,
            boolean besideWarmOne) {
        this.target = target;
        this.group = group;
        this.address = address;
        this.token = token;
        this.besideWarmOne = besideWarmOne;
    }

    public Target target() {
        return target;
    }

    public LiveGroup group() {
        return group;
    }

    /// Where it takes requests.
    public InetSocketAddress address() {
        return address;
    }

    /// What cookies call it.
    public String token() {
        return token;
    }

    public TargetState state() {
        return state;
    }

    /// What is counted of the targets in its group and zone, behind a load balancer.
    public Counters counters(Meters meters, String balancer) {
        Counted known = counted;
        if (known == null || !known.balancer().equals(balancer)) {
            Meters.Place place =
                    new Meters.Place(balancer, group.settings().label(), target.zone());
            known = new Counted(balancer, meters.of(place));
            counted = known;
        }
        return known.counters();
    }

    /// Whether it takes new requests, or would if it were healthy.
    public boolean isRegistered() {
        return state != TargetState.DRAINING && state != TargetState.UNUSED;
    }

    /// How many requests it has not answered yet.
    public int outstanding() {
        return outstanding.get();
    }

    /// A request is on its way to it.
    public void began() {
        outstanding.incrementAndGet();
    }

    /// A request to it has its answer, or never will.
    ///
    /// @param failed whether that was the target's fault
    public void ended(boolean failed) {
        outstanding.decrementAndGet();
        answers.increment();
        if (failed) {
            failures.increment();
        }
    }

    /// How it stands beside its peers.
    public Anomaly anomaly() {
        return anomaly;
    }

    /// How it stood, with what came since it was asked the last time.
    Anomaly counted() {
        return anomaly.and((double) answers.sumThenReset(), (double) failures.sumThenReset());
    }

    void judged(Anomaly next) {
        anomaly = next;
    }

    /// Puts it into a state, when the group holds its lock.
    void enter(TargetState next, int warmTargets, long nowMillis) {
        if (next == TargetState.HEALTHY && state != TargetState.HEALTHY) {
            int beside = wasHealthy ? warmTargets : besideWarmOne ? 1 : 0;
            warmingSinceMillis =
                    SlowStart.begins(group.settings().attributes(), beside)
                            ? nowMillis
                            : NOT_WARMING;
            wasHealthy = true;
        } else if (next != TargetState.HEALTHY) {
            warmingSinceMillis = NOT_WARMING;
        }
        state = next;
    }

    /// Whether its share of requests still grows.
    boolean isWarming(long nowMillis) {
        return warmingSinceMillis != NOT_WARMING && weight(nowMillis) < 1;
    }

    /// When it has its full share; 0 when it has it from the beginning.
    long warmAtMillis() {
        long since = warmingSinceMillis;
        return since == NOT_WARMING
                ? 0
                : since + group.settings().attributes().slowStartSeconds() * 1000L;
    }

    /// Its share of requests beside a target that has its full one, 0 to 1.
    double weight(long nowMillis) {
        long since = warmingSinceMillis;
        return since == NOT_WARMING
                ? 1
                : SlowStart.weight(group.settings().attributes(), since, nowMillis);
    }
}
