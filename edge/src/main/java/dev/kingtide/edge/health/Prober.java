package dev.kingtide.edge.health;

import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetHealth;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.route.LiveTarget;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Probes every target once an interval, on one event loop: from the start of one probe to the
/// start of the next, however long the answer takes (ELB user guide, target-group-health-checks).
///
/// The first probe comes at a moment of chance one to three seconds after a target's registration,
/// as at AWS ([TargetHealth#FIRST_PROBE_MILLIS_LEAST]), so that targets that were registered
/// together are not probed together. Further probes begin only five times a second, those of one
/// moment together: each wakes this process and the target's less often, which is most of what it
/// costs.
public final class Prober {
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final EventLoop loop;
    private final Requests requests;
    private final Consumer<TargetHealthChanged> reports;
    private final Map<LiveTarget, Probed> targets = new HashMap<>();
    private final SplittableRandom random =
            new SplittableRandom(ThreadLocalRandom.current().nextLong());

    /// Sends one probe, and says how it went, once, within the timeout of the health check.
    @FunctionalInterface
    public interface Requests {

        /// Probes a target.
        void send(LiveTarget target, TargetGroup group, Consumer<Outcome> outcome);
    }

    private static final class Probed {
        TargetHealth health;
        long dueNanos;
        @Nullable ScheduledFuture<?> next;

        Probed(TargetHealth health) {
            this.health = health;
        }
    }

    /// A prober without targets.
    ///
    /// @param reports takes changes of health, on the event loop
    public Prober(EventLoop loop, Requests requests, Consumer<TargetHealthChanged> reports) {
        this.loop = loop;
        this.requests = requests;
        this.reports = reports;
    }

    /// A target is to be probed from now on; one that was healthy is healthy until probes say
    /// otherwise.
    public void add(LiveTarget target) {
        boolean well = target.state() == TargetState.HEALTHY;
        loop.execute(() -> {
            int afterMillis =
                    random.nextInt(
                            TargetHealth.FIRST_PROBE_MILLIS_LEAST,
                            TargetHealth.FIRST_PROBE_MILLIS_MOST);
            Probed probed = new Probed(well ? TargetHealth.well() : TargetHealth.start());
            targets.put(target, probed);
            schedule(
                    target,
                    probed,
                    loop.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis));
        });
    }

    /// A target is not to be probed any more; a probe that is on its way is not reported.
    public void remove(LiveTarget target) {
        loop.execute(() -> {
            Probed removed = targets.remove(target);
            if (removed != null && removed.next != null) {
                removed.next.cancel(false);
            }
        });
    }

    /// The health check of a group changed: counting begins anew.
    public void reconfigured(String groupArn) {
        loop.execute(() ->
                targets.forEach((target, probed) -> {
                    if (target.target().groupArn().equals(groupArn)) {
                        probed.health = probed.health.reconfigured();
                    }
                }));
    }

    private void schedule(LiveTarget target, Probed probed, long dueNanos) {
        long inNanos = dueNanos - loop.ticker().nanoTime();
        probed.dueNanos = dueNanos;
        probed.next = loop.schedule(() -> probe(target, probed), inNanos, TimeUnit.NANOSECONDS);
    }

    /// The first moment from then on, or from now on if that is over.
    private long moment(long fromNanos) {
        long earliest = Math.max(fromNanos, loop.ticker().nanoTime());
        return Math.ceilDiv(earliest, MOMENT_NANOS) * MOMENT_NANOS;
    }

    private void probe(LiveTarget target, Probed probed) {
        if (targets.get(target) != probed) {
            return;
        }
        TargetGroup group = target.group().settings();
        HealthCheck check = group.healthCheck();
        long interval = TimeUnit.SECONDS.toNanos(check.intervalSeconds());
        schedule(target, probed, moment(probed.dueNanos + interval));
        requests.send(target, group, outcome -> probed(target, probed, outcome));
    }

    private void probed(LiveTarget target, Probed probed, Outcome outcome) {
        if (targets.get(target) != probed) {
            return;
        }
        TargetHealth before = probed.health;
        probed.health = before.probed(outcome.probe(), target.group().settings().healthCheck());
        if (!probed.health.showsSameAs(before)
                && target.group().found(target, probed.health.state())) {
            reports.accept(probed.health.report(target.target().key()));
        }
    }
}
