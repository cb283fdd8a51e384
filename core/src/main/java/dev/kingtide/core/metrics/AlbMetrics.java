package dev.kingtide.core.metrics;

/// The metrics that an Application Load Balancer publishes for a target group, each minute while
/// there is traffic.
///
/// Labels are the ends of the ARNs: `app/<name>/<id>` and `targetgroup/<name>/<id>`. Source:
/// Application Load Balancers guide, load-balancer-cloudwatch-metrics.
public final class AlbMetrics {
    private static final String NAMESPACE = "AWS/ApplicationELB";

    private AlbMetrics() {}

    /// Requests per target in that minute; the Sum statistic carries the average over targets.
    public static MetricId requestCountPerTarget(String loadBalancerLabel, String groupLabel) {
        return metric("RequestCountPerTarget", loadBalancerLabel, groupLabel);
    }

    /// Requests for which a target was chosen; Sum.
    public static MetricId requestCount(String loadBalancerLabel, String groupLabel) {
        return metric("RequestCount", loadBalancerLabel, groupLabel);
    }

    /// Seconds from sending a request to a target until its answer begins; Average.
    public static MetricId targetResponseTime(String loadBalancerLabel, String groupLabel) {
        return metric("TargetResponseTime", loadBalancerLabel, groupLabel);
    }

    private static MetricId metric(String name, String loadBalancerLabel, String groupLabel) {
        return new MetricId(
                NAMESPACE,
                name,
                "LoadBalancer=" + loadBalancerLabel + ",TargetGroup=" + groupLabel);
    }
}
