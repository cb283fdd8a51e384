package dev.kingtide.edge.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// What was counted since the last report, of one load balancer or of one zone of a group behind
/// it.
public final class Counters {
    private final String balancer;
    private final Map<Metric, LongAdder> counts = new EnumMap<>(Metric.class);
    private final LongAdder paidEvaluations = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final DoubleAdder answerSeconds = new DoubleAdder();
    private final DoubleAccumulator slowest = new DoubleAccumulator(Math::max, 0);
    private final DoubleAccumulator fastest =
            new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);

    /// Clients that are connected now; not reset.
    private final LongAdder connections = new LongAdder();

    Counters(String balancer) {
        this.balancer = balancer;
        for (Metric metric : Metric.values()) {
            counts.put(metric, new LongAdder());
        }
    }

    /// The load balancer's label.
    public String balancer() {
        return balancer;
    }

    /// One more.
    public void count(Metric metric) {
        add(metric, 1);
    }

    /// Some more.
    public void add(Metric metric, long count) {
        adder(metric).add(count);
    }

    private LongAdder adder(Metric metric) {
        LongAdder adder = counts.get(metric);
        if (adder == null) {
            throw new IllegalStateException("no counter of " + metric);
        }
        return adder;
    }

    /// A request met a rule.
    ///
    /// @param rules how many were looked at for it, of which some are free
    public void evaluated(int rules) {
        if (rules > 0) {
            add(Metric.RULE_EVALUATIONS, rules);
            paidEvaluations.add(Math.max(0, rules - CapacityUnits.FREE_EVALUATIONS));
        }
    }

    /// A client has connected.
    public void opened() {
        count(Metric.NEW_CONNECTIONS);
        connections.increment();
    }

    /// A client is not connected any more.
    public void closed() {
        connections.decrement();
    }

    long connections() {
        return connections.sum();
    }

    /// A target answered with a status, so long after it had the request.
    public void answered(int status, double seconds) {
        Metric.ofTarget(status).forEach(this::count);
        answers.increment();
        answerSeconds.add(seconds);
        slowest.accumulate(seconds);
        fastest.accumulate(seconds);
    }

    /// The load balancer answered for itself.
    public void refused(int status) {
        Metric.ofBalancer(status).forEach(this::count);
    }

    /// Takes what was counted, and begins anew.
    Taken take() {
        Map<Metric, Long> all = new EnumMap<>(Metric.class);
        counts.forEach((metric, adder) -> all.put(metric, adder.sumThenReset()));
        Taken taken = new Taken();
        taken.paidEvaluations = paidEvaluations.sumThenReset();
        taken.add(
                all,
                answers.sumThenReset(),
                answerSeconds.sumThenReset(),
                fastest.getThenReset(),
                slowest.getThenReset());
        return taken;
    }

    /// Counts of one time, which may be added up.
    static final class Taken {
        private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);
        long paidEvaluations;
        long answers;
        double answerSeconds;
        double fastest = Double.POSITIVE_INFINITY;
        double slowest;

        private void add(
                Map<Metric, Long> more, long answered, double seconds, double least, double most) {
            more.forEach((metric, count) -> counts.merge(metric, count, Long::sum));
            answers += answered;
            answerSeconds += seconds;
            fastest = Math.min(fastest, least);
            slowest = Math.max(slowest, most);
        }

        void add(Taken other) {
            add(other.counts, other.answers, other.answerSeconds, other.fastest, other.slowest);
        }

        long count(Metric metric) {
            return counts.getOrDefault(metric, 0L);
        }
    }
}
