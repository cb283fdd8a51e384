package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.traffic.GroupAttributes.Algorithm;
import dev.kingtide.core.traffic.Routing;
import dev.kingtide.core.traffic.SlowStart;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.rehearsal.simulation.Cohort.Membership;
import dev.kingtide.rehearsal.simulation.Cohort.Standing;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A target group with its targets, the cohorts behind it, and what came to it in this second and
/// minute.
final class TrafficGroup {
    final int number;
    final Map<String, ProbedTarget> targets = new LinkedHashMap<>();
    final List<Cohort> cohorts = new ArrayList<>();
    final ArrayDeque<ProbedTarget> ramping = new ArrayDeque<>();
    final double[] coming;
    final double[] comingElapsed;
    TargetGroup settings;
    ProbeRounds rounds;
    int registered;
    int healthy;
    int unhealthy;
    int orphans;
    double minuteRequests;
    double minutePerTarget;
    double minuteAnswered;
    double minuteSeconds;
    double minuteSlowestSeconds;

    TrafficGroup(int number, TargetGroup settings, int kinds) {
        this.number = number;
        this.settings = settings;
        this.coming = new double[kinds];
        this.comingElapsed = new double[kinds];
        this.rounds = new ProbeRounds(settings.healthCheck().intervalSeconds());
    }

    void come(int kind, double attempts, double elapsed) {
        coming[kind] += attempts;
        comingElapsed[kind] += elapsed;
    }

    /// Counts a target in or out under the state that it shows.
    void count(ProbedTarget target, int change) {
        if (target.draining) {
            return;
        }
        registered += change;
        healthy += target.shown == TargetState.HEALTHY ? change : 0;
        unhealthy += target.shown == TargetState.UNHEALTHY ? change : 0;
        orphans += target.task == null ? change : 0;
    }

    /// Healthy targets that have their full share.
    int warm() {
        return healthy - ramping.size();
    }

    /// Shares out what came in a second that ends at a moment.
    void distribute(Clients clients, long endMillis) {
        double total = 0;
        for (double each : coming) {
            total += each;
        }
        if (total <= 0) {
            return;
        }
        Routing.Mode mode = Routing.mode(settings.attributes(), healthy, registered);
        if (mode == Routing.Mode.NO_TARGET) {
            fail(clients, 1, Loss.NO_TARGET_503);
        } else {
            boolean open = mode == Routing.Mode.FAIL_OPEN;
            double weights = open ? orphans : 0;
            int takers = open ? registered : healthy;
            for (Cohort cohort : cohorts) {
                weights += weight(cohort, open, endMillis);
            }
            if (weights > 0) {
                double variation = variation(takers);
                for (Cohort cohort : cohorts) {
                    double share = weight(cohort, open, endMillis) / weights;
                    if (share > 0) {
                        cohort.receive(coming, comingElapsed, share, variation);
                    }
                }
                fail(clients, open ? orphans / weights : 0, Loss.BAD_GATEWAY_502);
            } else {
                fail(clients, 1, Loss.BAD_GATEWAY_502);
            }
            minuteRequests += total;
            minutePerTarget += total / takers;
        }
        Arrays.fill(coming, 0);
        Arrays.fill(comingElapsed, 0);
    }

    private void fail(Clients clients, double share, Loss cause) {
        for (int i = 0; i < coming.length; i++) {
            clients.failed(i, coming[i] * share, comingElapsed[i] * share, cause);
        }
    }

    /// How even the arrivals at one of several takers are: every m-th request with round robin;
    /// with least outstanding requests as even as can be (the fluid limit of joining the shortest
    /// queue); Poisson when chosen at random.
    private double variation(int takers) {
        Algorithm algorithm = settings.attributes().algorithm();
        return switch (algorithm) {
            case ROUND_ROBIN -> 1.0 / takers;
            case LEAST_OUTSTANDING_REQUESTS -> 2.0 / takers - 1;
            case WEIGHTED_RANDOM -> 1;
        };
    }

    private double weight(Cohort cohort, boolean open, long endMillis) {
        double weight = 0;
        for (Membership membership : cohort.memberships) {
            if (membership.group() == this) {
                weight += cohort.tasks * weight(membership, open, endMillis);
            }
        }
        boolean least = settings.attributes().algorithm() == Algorithm.LEAST_OUTSTANDING_REQUESTS;
        return least ? weight / (1 + cohort.meanNumber) : weight;
    }

    private double weight(Membership membership, boolean open, long endMillis) {
        return switch (membership.standing()) {
            case HEALTHY ->
                    membership.sinceMillis() == 0
                            ? 1
                            : SlowStart.meanWeight(
                                    settings.attributes(),
                                    membership.sinceMillis(),
                                    endMillis - 1000,
                                    endMillis);
            case NOT_HEALTHY -> open ? 1 : 0;
            case DRAINING -> 0;
        };
    }

    /// Whether some task behind this group would fail a health check by its backlog.
    boolean suspect() {
        int timeout = settings.healthCheck().timeoutSeconds();
        for (Cohort cohort : cohorts) {
            if (cohort.answer == Cohort.Answer.SERVING
                    && (cohort.tooSlow(timeout) > 0 || cohort.full() > 0)) {
                return true;
            }
        }
        return false;
    }

    /// Adds what a cohort answered in this second to the minute.
    void measured(Cohort cohort) {
        if (cohort.answeredCount > 0) {
            minuteAnswered += cohort.answeredCount;
            minuteSeconds += cohort.answeredSeconds;
            minuteSlowestSeconds =
                    Math.max(minuteSlowestSeconds, cohort.answeredSeconds / cohort.answeredCount);
        }
    }

    boolean feeds(Cohort cohort) {
        for (Membership membership : cohort.memberships) {
            if (membership.group() == this && membership.standing() != Standing.DRAINING) {
                return true;
            }
        }
        return false;
    }
}
