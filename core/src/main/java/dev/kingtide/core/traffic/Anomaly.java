package dev.kingtide.core.traffic;

/// What a healthy target's answers show beside those of its peers, and what share of requests it
/// therefore gets: the anomaly detection of application load balancers and their mitigation, for
/// whoever carries requests, or imitates that.
///
/// AWS says what is looked at (answers with 5xx, failed connections and handshakes), that three
/// healthy targets are needed, that the shares change about every five seconds and come back
/// gradually; not by how much (ELB user guide, load-balancer-target-groups, automatic target
/// weights). Here a target is anomalous when its share of failures is higher than that of its peers
/// together by a twentieth and by three standard deviations of the difference that chance would
/// make, as two-sample tests of proportions have it. Older counts weigh half as much every
/// interval. Its weight halves while it is anomalous, down to a twentieth, by which it is noticed
/// that it has recovered, and grows by a tenth each interval after that.
///
/// @param requests that it has answered, or failed to, the older ones weighing less
/// @param failures among them
/// @param anomalous whether it is found to be
/// @param weight its share of requests beside a target that is not held back, 0 to 1
public record Anomaly(double requests, double failures, boolean anomalous, double weight) {

    /// Nothing was seen yet.
    public static final Anomaly NONE = new Anomaly(0, 0, false, 1);

    /// How often [#judged] is to be asked.
    public static final int INTERVAL_SECONDS = 5;

    private static final int HEALTHY_MIN = 3;
    private static final int REQUESTS_MIN = 10;
    private static final double DIFFERENCE_MIN = 0.05;
    private static final double DEVIATIONS_MIN = 3;
    private static final double WEIGHT_MIN = 0.05;
    private static final double RECOVERY = 0.1;

    /// What all healthy targets of a group have answered together.
    ///
    /// @param healthy how many they are
    public record Peers(double healthy, double requests, double failures) {

        /// None.
        public static final Peers NONE = new Peers(0, 0, 0);

        /// With so many more targets that are all like this.
        public Peers and(Anomaly like, double count) {
            return new Peers(
                    healthy + count,
                    requests + count * like.requests,
                    failures + count * like.failures);
        }
    }

    /// With what came in the interval that is over.
    public Anomaly and(double moreRequests, double moreFailures) {
        return new Anomaly(requests + moreRequests, failures + moreFailures, anomalous, weight);
    }

    /// How the target stands after an interval.
    ///
    /// @param all healthy targets, this one among them
    /// @param mitigates whether requests are shifted off anomalous targets
    public Anomaly judged(Peers all, boolean mitigates) {
        boolean now = all.healthy() >= HEALTHY_MIN && isAnomalous(all, mitigates);
        double next =
                !mitigates
                        ? 1
                        : now ? Math.max(WEIGHT_MIN, weight / 2) : Math.min(1, weight + RECOVERY);
        return new Anomaly(requests / 2, failures / 2, now, next);
    }

    private boolean isAnomalous(Peers all, boolean mitigates) {
        double others = all.requests() - requests;
        if (requests < REQUESTS_MIN || others < REQUESTS_MIN) {
            return anomalous && mitigates && requests >= 1; // few come while it is held back
        }
        double difference = failures / requests - (all.failures() - failures) / others;
        double pooled = all.failures() / all.requests();
        double deviation = Math.sqrt(pooled * (1 - pooled) * (1 / requests + 1 / others));
        return difference >= DIFFERENCE_MIN && difference > DEVIATIONS_MIN * deviation;
    }

    /// Whether it gets fewer requests than it would otherwise.
    public boolean isMitigated() {
        return weight < 1;
    }
}
