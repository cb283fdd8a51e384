package dev.kingtide.core.metrics;

/// The name of a metric as CloudWatch has it.
///
/// @param namespace such as `AWS/ECS`
/// @param name such as `CPUUtilization`
/// @param dimensions `Name=value` pairs in order of name, joined by commas:
///   `ClusterName=shop,ServiceName=web`
public record MetricId(String namespace, String name, String dimensions) {

    /// The metric as a key: `AWS/ECS CPUUtilization ClusterName=shop,ServiceName=web`.
    public String key() {
        return namespace + ' ' + name + ' ' + dimensions;
    }
}
