package dev.kingtide.edge.report;

/// How many load balancer capacity units a load balancer uses, by what went through it in a minute:
/// the largest of four shares (<https://aws.amazon.com/elasticloadbalancing/pricing/>).
final class CapacityUnits {
    /// So many rules are looked at for each request without counting.
    static final int FREE_EVALUATIONS = 10;

    private static final double NEW_CONNECTIONS_PER_SECOND = 25;
    private static final double ACTIVE_CONNECTIONS = 3_000;
    private static final double BYTES_PER_HOUR = 1e9;
    private static final double EVALUATIONS_PER_SECOND = 1_000;

    private CapacityUnits() {}

    /// The units of a minute.
    ///
    /// @param activeConnections at its end
    static double of(Counters.Taken minute, long activeConnections) {
        double connections =
                Math.max(
                        minute.count(Metric.NEW_CONNECTIONS) / 60.0 / NEW_CONNECTIONS_PER_SECOND,
                        activeConnections / ACTIVE_CONNECTIONS);
        return Math.max(
                connections,
                Math.max(
                        minute.count(Metric.PROCESSED_BYTES) * 60 / BYTES_PER_HOUR,
                        minute.paidEvaluations / 60.0 / EVALUATIONS_PER_SECOND));
    }
}
