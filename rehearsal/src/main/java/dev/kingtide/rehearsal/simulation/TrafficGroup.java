package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.Anomaly.Peers;
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

    /// The group's targets, or those that one zone's node may choose.
    ///
    /// @param zone empty for all
    private record Part(String zone, int registered, int healthy, int orphans) {

        boolean has(Membership membership) {
            return zone.isEmpty()
                    || membership.zone().equals(zone)
                    || membership.zone().equals("all");
        }
    }

    private Part part(String zone) {
        int there = 0;
        int well = 0;
        int without = 0;
        for (ProbedTarget target : targets.values()) {
            if (!target.draining && target.target.isIn(zone)) {
                there++;
                well += target.shown == TargetState.HEALTHY ? 1 : 0;
                without += target.task == null ? 1 : 0;
            }
        }
        return new Part(zone, there, well, without);
    }

    /// The parts to which clients come in equal shares: the zones that DNS gives them, or all.
    private List<Part> parts(List<String> zones) {
        if (zones.isEmpty()) {
            return List.of(new Part("", registered, healthy, orphans));
        }
        List<Part> all = zones.stream().map(this::part).toList();
        List<Part> given =
                all.stream()
                        .filter(part ->
                                Routing.isInDns(
                                        settings.attributes(), part.healthy, part.registered))
                        .toList();
        return given.isEmpty() ? all : given;
    }

    /// Shares out what came in a second that ends at a moment.
    ///
    /// @param zones whose nodes have their own targets; none where all have all
    void distribute(Clients clients, long endMillis, List<String> zones) {
        double total = 0;
        for (double each : coming) {
            total += each;
        }
        if (total <= 0) {
            return;
        }
        List<Part> parts = parts(zones);
        double share = 1.0 / parts.size();
        int takers = 0;
        double taken = 0;
        for (Part part : parts) {
            int more = distribute(clients, endMillis, part, share);
            takers += more;
            taken += more > 0 ? total * share : 0;
        }
        if (takers > 0) {
            minuteRequests += taken;
            minutePerTarget += taken / takers;
        }
        Arrays.fill(coming, 0);
        Arrays.fill(comingElapsed, 0);
    }

    /// Shares out what came to a part.
    ///
    /// @param of what came to all
    /// @return among how many targets
    private int distribute(Clients clients, long endMillis, Part part, double of) {
        Routing.Mode mode = Routing.mode(settings.attributes(), part.healthy, part.registered);
        if (mode == Routing.Mode.NO_TARGET) {
            fail(clients, of, Loss.NO_TARGET_503);
            return 0;
        }
        boolean open = mode == Routing.Mode.FAIL_OPEN;
        double weights = open ? part.orphans : 0;
        int takers = open ? part.registered : part.healthy;
        for (Cohort cohort : cohorts) {
            weights += weight(cohort, part, open, endMillis);
        }
        if (weights > 0) {
            double variation = variation(takers);
            for (Cohort cohort : cohorts) {
                double share = of * weight(cohort, part, open, endMillis) / weights;
                if (share > 0) {
                    cohort.receive(coming, comingElapsed, share, variation);
                }
            }
            fail(clients, open ? of * part.orphans / weights : 0, Loss.BAD_GATEWAY_502);
        } else {
            fail(clients, of, Loss.BAD_GATEWAY_502);
        }
        return takers;
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

    private double weight(Cohort cohort, Part part, boolean open, long endMillis) {
        double weight = 0;
        for (Membership membership : cohort.memberships) {
            if (membership.group() == this && part.has(membership)) {
                weight += cohort.tasks * weight(membership, open, endMillis);
            }
        }
        weight *= cohort.anomaly.weight();
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

    /// Judges its healthy tasks by how they answered in the interval that is over.
    void judge() {
        boolean mitigates = settings.attributes().mitigatesAnomalies();
        Peers all = Peers.NONE;
        for (Cohort cohort : cohorts) {
            if (cohort.isHealthy()) {
                all = all.and(cohort.counted(), cohort.tasks);
            }
        }
        for (Cohort cohort : cohorts) {
            cohort.anomaly =
                    cohort.isHealthy() ? cohort.counted().judged(all, mitigates) : Anomaly.NONE;
        }
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
