package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Like tasks that stand alike in the same target groups: one distribution over the states of their
/// queue describes each of them.
final class Cohort implements TaskLoad {
    private static final double CALM = 0.02;

    /// A chance of less than this is none.
    private static final double CERTAIN = 1e-6;

    private static final int CALM_STEPS = 2;
    private static final int MOVING_STEPS = 16;
    private static final int MOVING_STEPS_MAX = 64;

    /// After so long without an answer to a connection attempt the load balancer gives up: 504 (ELB
    /// user guide, load-balancer-troubleshooting).
    private static final double CONNECT_TIMEOUT_SECONDS = 10;

    final String key;
    final String base;
    final TaskKind kind;
    final Answer answer;
    final String serviceKey;
    final List<Membership> memberships;
    final double[] chance;
    final Pending pending;
    final double[] arriving;
    final double[] arrivingElapsed;
    final int bornSecond;
    int tasks;

    /// How each of its tasks stands beside those of its peers.
    Anomaly anomaly = Anomaly.NONE;

    double meanNumber;
    double completedPerTask;
    double answeredCount;
    double answeredSeconds;
    private final double[] average;
    private final double[] seen;
    private final double[] outstanding = new double[LatencyScale.SIZE];
    private double variation = 1;
    private double intervalRequests;
    private double intervalFailures;
    private @Nullable Cohort mergedInto;

    /// How a connection is met.
    enum Answer {
        SERVING,
        REFUSING,
        SILENT
    }

    /// How a task stands in one group.
    ///
    /// @param sinceMillis when its slow start began; 0 without
    /// @param zone where it is, if the group is not balanced across zones; else empty
    record Membership(TrafficGroup group, Standing standing, long sinceMillis, String zone) {}

    /// What a group sends to a target.
    enum Standing {
        /// Its share.
        HEALTHY,
        /// Its share only when the group fails open.
        NOT_HEALTHY,
        /// Nothing new.
        DRAINING
    }

    Cohort(
            String key,
            String base,
            SimulatedTask like,
            TaskKind kind,
            Answer answer,
            List<Membership> memberships,
            Pending pending,
            int kinds,
            int bornSecond) {
        this.key = key;
        this.base = base;
        this.kind = kind;
        this.answer = answer;
        this.serviceKey = like.serviceKey();
        this.memberships = memberships;
        this.pending = pending;
        this.bornSecond = bornSecond;
        this.arriving = new double[kinds];
        this.arrivingElapsed = new double[kinds];
        this.chance = new double[kind.queue.size()];
        this.average = new double[kind.queue.size()];
        this.seen = new double[kind.queue.size()];
        chance[0] = 1;
    }

    /// The cohort that this one has become part of, or itself.
    Cohort current() {
        if (mergedInto == null) {
            return this;
        }
        mergedInto = mergedInto.current(); // a shorter way next time
        return mergedInto;
    }

    boolean isFresh() {
        return !key.equals(base);
    }

    @Override
    public double inFlight() {
        Cohort cohort = current();
        return cohort.tasks == 0 ? 0 : cohort.pending.count() / cohort.tasks;
    }

    /// Whether its tasks take requests as healthy targets.
    boolean isHealthy() {
        for (Membership membership : memberships) {
            if (membership.standing() == Standing.HEALTHY) {
                return true;
            }
        }
        return false;
    }

    /// Forgets what came in the second that is over.
    void quiet() {
        Arrays.fill(arriving, 0);
        Arrays.fill(arrivingElapsed, 0);
    }

    /// A share of a group's requests comes to this cohort.
    ///
    /// @param newVariation of the arrivals at each task
    void receive(double[] attempts, double[] elapsed, double share, double newVariation) {
        for (int i = 0; i < arriving.length; i++) {
            arriving[i] += attempts[i] * share;
            arrivingElapsed[i] += elapsed[i] * share;
        }
        variation = newVariation;
    }

    /// Lets one second pass.
    void serve(Clients clients, double idleSeconds, Answers answers) {
        double total = 0;
        for (double each : arriving) {
            total += each;
        }
        answeredCount = 0;
        answeredSeconds = 0;
        intervalRequests += total;
        switch (answer) {
            case SERVING -> work(total, clients, idleSeconds, answers);
            case REFUSING -> {
                intervalFailures += total;
                refuse(clients, 1, Loss.BAD_GATEWAY_502);
                if (meanNumber > 1e-9) {
                    advance(0);
                }
            }
            case SILENT -> {
                intervalFailures += total;
                keepWaiting(clients, CONNECT_TIMEOUT_SECONDS);
            }
        }
    }

    private void work(double total, Clients clients, double idleSeconds, Answers answers) {
        double lambda = tasks > 0 ? total / tasks : 0;
        if (lambda == 0 && meanNumber < 1e-12) {
            completedPerTask = 0;
            return;
        }
        advance(lambda);
        if (total == 0) {
            return;
        }
        double refused = average[average.length - 1];
        intervalFailures += total * refused;
        refuse(clients, refused, Loss.REFUSED);
        if (refused > 1 - 1e-12) {
            return;
        }
        kind.queue.seen(average, seen);
        Arrays.fill(outstanding, 0);
        kind.times(variation).outstanding(seen, lambda, outstanding);
        double scale = 1 / (1 - refused);
        for (int i = 0; i < outstanding.length; i++) {
            outstanding[i] *= scale;
        }
        for (int i = 0; i < arriving.length; i++) {
            if (arriving[i] > 0) {
                accept(i, clients, 1 - refused, idleSeconds, answers);
            }
        }
    }

    /// Carries the queue through a second: in small steps where its backlog moves.
    private void advance(double lambda) {
        TaskQueue queue = kind.queue;
        int states = queue.likely(chance, lambda);
        queue.arrivals(lambda, variation, states);
        double flow = Math.max(lambda, completedPerTask);
        double accepted = lambda * (1 - chance[chance.length - 1]);
        int steps = steps(accepted, queue.throughput(chance), flow);
        Arrays.fill(average, 0);
        for (int i = 0; i < steps; i++) {
            queue.advance(chance, 1.0 / steps, states);
            for (int j = 0; j < states; j++) {
                average[j] += chance[j] / steps;
            }
        }
        completedPerTask = queue.throughput(average);
        meanNumber = queue.mean(chance);
    }

    /// Implicit steps spread a moving backlog by the square of what it moves in each: so many that
    /// this stays below what chance spreads it.
    private static int steps(double in, double out, double flow) {
        double drift = Math.abs(in - out);
        return drift <= CALM * flow
                ? CALM_STEPS
                : (int) Math.clamp(2 * drift * drift / (in + out), MOVING_STEPS, MOVING_STEPS_MAX);
    }

    private void refuse(Clients clients, double share, Loss cause) {
        for (int i = 0; i < arriving.length; i++) {
            clients.failed(i, arriving[i] * share, arrivingElapsed[i] * share, cause);
        }
    }

    /// Says what becomes of the accepted attempts of one kind.
    private void accept(
            int attempt, Clients clients, double share, double idleSeconds, Answers answers) {
        double count = arriving[attempt] * share;
        double since = arrivingElapsed[attempt] * share;
        double wait = kind.queue.waitSeconds();
        double patience = clients.patienceLeft(attempt);
        double timeout = clients.client(attempt).timeoutMillis() / 1000;
        double limit = Math.min(idleSeconds, Math.min(patience, timeout));
        double late = limit <= wait ? 1 : LatencyScale.at(outstanding, limit - wait);
        double answered = count * (1 - late);
        if (answered > 0) {
            double within = wait + LatencyScale.integral(outstanding, limit - wait) - limit * late;
            double mean = Math.clamp(within / (1 - late), 0, limit);
            pending.add(
                    Pending.End.ANSWER,
                    clients.second(),
                    attempt,
                    answered,
                    since * (1 - late),
                    mean);
            answeredCount += answered;
            answeredSeconds += answered * mean;
            answers.add(outstanding, late, limit - wait, count, wait);
        }
        if (late > 0) {
            clients.wasted(count * late);
            intervalFailures += limit == idleSeconds ? count * late : 0;
            pending.add(
                    end(limit, patience, timeout),
                    clients.second(),
                    attempt,
                    count * late,
                    since * late,
                    limit);
        }
    }

    private void keepWaiting(Clients clients, double gatewaySeconds) {
        for (int i = 0; i < arriving.length; i++) {
            double patience = clients.patienceLeft(i);
            double timeout = clients.client(i).timeoutMillis() / 1000;
            double limit = Math.min(gatewaySeconds, Math.min(patience, timeout));
            pending.add(
                    end(limit, patience, timeout),
                    clients.second(),
                    i,
                    arriving[i],
                    arrivingElapsed[i],
                    limit);
        }
    }

    private static Pending.End end(double limit, double patience, double timeout) {
        return limit == timeout
                ? Pending.End.CLIENT_TIMEOUT
                : limit == patience ? Pending.End.GAVE_UP : Pending.End.GATEWAY_TIMEOUT;
    }

    /// How each of its tasks stood, with what came in the interval that is over.
    Anomaly counted() {
        return tasks == 0
                ? anomaly
                : anomaly.and(intervalRequests / tasks, intervalFailures / tasks);
    }

    /// An interval is over.
    void judged() {
        intervalRequests = 0;
        intervalFailures = 0;
    }

    /// The chance that a health check of a task waits longer than its timeout.
    double tooSlow(int timeoutSeconds) {
        int from = kind.failsFrom(timeoutSeconds);
        double sum = 0;
        for (int i = from; i < chance.length; i++) {
            sum += chance[i];
        }
        return sum < CERTAIN ? 0 : sum;
    }

    /// The chance that a task has no place free.
    double full() {
        double last = chance[chance.length - 1];
        return last < CERTAIN ? 0 : last;
    }

    /// One task joins with its distribution and its waiting clients.
    void join(double[] taskChance) {
        double old = (double) tasks / (tasks + 1);
        for (int i = 0; i < chance.length; i++) {
            chance[i] = chance[i] * old + taskChance[i] * (1 - old);
        }
        tasks++;
        meanNumber = kind.queue.mean(chance);
    }

    /// One task leaves; `worst` says that it is the one with the longest queue. Its distribution is
    /// written to `taskChance`.
    void leave(boolean worst, double[] taskChance) {
        if (worst && tasks > 1) {
            double left = 1.0 / tasks;
            for (int i = chance.length - 1; i >= 0; i--) {
                double taken = Math.min(left, chance[i]);
                left -= taken;
                taskChance[i] = taken * tasks;
                chance[i] = (chance[i] - taken) * tasks / (tasks - 1);
            }
        } else {
            System.arraycopy(chance, 0, taskChance, 0, chance.length);
        }
        tasks--;
        meanNumber = tasks == 0 ? 0 : kind.queue.mean(chance);
    }

    /// Becomes part of another cohort.
    void mergeInto(Cohort other) {
        double mine = (double) tasks / (tasks + other.tasks);
        for (int i = 0; i < chance.length; i++) {
            other.chance[i] = other.chance[i] * (1 - mine) + chance[i] * mine;
        }
        other.tasks += tasks;
        other.meanNumber = kind.queue.mean(other.chance);
        pending.move(1, other.pending);
        tasks = 0;
        mergedInto = other;
    }
}
