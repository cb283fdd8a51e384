package dev.kingtide.core.metrics;

/// The metrics that Amazon ECS publishes for a service, one sample per task and minute.
///
/// Source: ECS developer guide, cloudwatch-metrics.
public final class EcsMetrics {
    private static final String NAMESPACE = "AWS/ECS";

    private EcsMetrics() {}

    /// CPU used by the tasks of a service over CPU reserved by them, in percent.
    public static MetricId cpu(String cluster, String service) {
        return new MetricId(NAMESPACE, "CPUUtilization", dimensions(cluster, service));
    }

    /// Memory used by the tasks of a service over memory reserved by them, in percent.
    public static MetricId memory(String cluster, String service) {
        return new MetricId(NAMESPACE, "MemoryUtilization", dimensions(cluster, service));
    }

    private static String dimensions(String cluster, String service) {
        return "ClusterName=" + cluster + ",ServiceName=" + service;
    }
}
