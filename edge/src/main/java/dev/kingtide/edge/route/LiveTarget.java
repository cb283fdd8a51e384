package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.SlowStart;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.report.Meters;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A target that takes, took or will take requests.
///
/// What each request counts is in fields of its own, not in objects beside it: with a thousand
/// targets none of them is in the processor's caches when its turn comes.
public final class LiveTarget {
    private static final long NOT_WARMING = Long.MIN_VALUE;
    private static final AtomicIntegerFieldUpdater<LiveTarget> OUTSTANDING =
            AtomicIntegerFieldUpdater.newUpdater(LiveTarget.class, "outstanding");
    private static final AtomicLongFieldUpdater<LiveTarget> ANSWERS =
            AtomicLongFieldUpdater.newUpdater(LiveTarget.class, "answers");
    private static final AtomicLongFieldUpdater<LiveTarget> FAILURES =
            AtomicLongFieldUpdater.newUpdater(LiveTarget.class, "failures");
    private final Target target;
    private final LiveGroup group;
    private final InetSocketAddress address;
    private final String token;

    /// Whether a target beside it had its full share when it was registered.
    private final boolean besideWarmOne;

    private volatile int outstanding;
    private volatile long answers;
    private volatile long failures;
    private volatile Anomaly anomaly = Anomaly.NONE;
    private volatile TargetState state = TargetState.INITIAL;
    private volatile long warmingSinceMillis = NOT_WARMING;
    private volatile boolean wasHealthy;
    private volatile @Nullable Counters counters;

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
        Counters known = counters;
        if (known == null || !known.balancer().equals(balancer)) {
            known = meters.of(new Meters.Place(balancer, group.settings().label(), target.zone()));
            counters = known;
        }
        return known;
    }

    /// Whether it takes new requests, or would if it were healthy.
    public boolean isRegistered() {
        return state != TargetState.DRAINING && state != TargetState.UNUSED;
    }

    /// How many requests it has not answered yet.
    public int outstanding() {
        return outstanding;
    }

    /// A request is on its way to it.
    public void began() {
        OUTSTANDING.incrementAndGet(this);
    }

    /// A request to it has its answer, or never will.
    ///
    /// @param failed whether that was the target's fault
    public void ended(boolean failed) {
        OUTSTANDING.decrementAndGet(this);
        ANSWERS.incrementAndGet(this);
        if (failed) {
            FAILURES.incrementAndGet(this);
        }
    }

    /// How it stands beside its peers.
    public Anomaly anomaly() {
        return anomaly;
    }

    /// How it stood, with what came since it was asked the last time.
    Anomaly counted() {
        return anomaly.and(
                (double) ANSWERS.getAndSet(this, 0), (double) FAILURES.getAndSet(this, 0));
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
