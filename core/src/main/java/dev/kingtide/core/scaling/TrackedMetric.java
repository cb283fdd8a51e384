package dev.kingtide.core.scaling;

import dev.kingtide.core.metrics.AlbMetrics;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.Statistic;

/// The metric that target tracking keeps at its target value. Source: botocore
/// application-autoscaling model, `MetricType` and `ResourceLabel`.
public sealed interface TrackedMetric {

    /// The metric for the service with this key (`cluster/service`).
    MetricId of(String serviceKey);

    /// How a minute of it becomes one value.
    Statistic statistic();

    /// `ECSServiceAverageCPUUtilization`: CPU used over CPU reserved, in percent.
    record Cpu() implements TrackedMetric {

        @Override
        public MetricId of(String serviceKey) {
            int slash = serviceKey.indexOf('/');
            return EcsMetrics.cpu(serviceKey.substring(0, slash), serviceKey.substring(slash + 1));
        }

        @Override
        public Statistic statistic() {
            return Statistic.AVERAGE;
        }
    }

    /// `ECSServiceAverageMemoryUtilization`: memory used over memory reserved, in percent.
    record Memory() implements TrackedMetric {

        @Override
        public MetricId of(String serviceKey) {
            int slash = serviceKey.indexOf('/');
            return EcsMetrics.memory(
                    serviceKey.substring(0, slash), serviceKey.substring(slash + 1));
        }

        @Override
        public Statistic statistic() {
            return Statistic.AVERAGE;
        }
    }

    /// `ALBRequestCountPerTarget`: requests per target and minute, not second.
    ///
    /// @param loadBalancerLabel `app/<name>/<id>`
    /// @param groupLabel `targetgroup/<name>/<id>`
    record RequestsPerTarget(String loadBalancerLabel, String groupLabel) implements TrackedMetric {

        @Override
        public MetricId of(String serviceKey) {
            return AlbMetrics.requestCountPerTarget(loadBalancerLabel, groupLabel);
        }

        @Override
        public Statistic statistic() {
            return Statistic.SUM;
        }

        /// The metric of a resource label `app/<name>/<id>/targetgroup/<name>/<id>`, which must
        /// have that form.
        public static RequestsPerTarget ofLabel(String resourceLabel) {
            int group = resourceLabel.indexOf("/targetgroup/");
            return new RequestsPerTarget(
                    resourceLabel.substring(0, group), resourceLabel.substring(group + 1));
        }
    }

    /// A metric of the caller's.
    record Customized(MetricId metric, Statistic statistic) implements TrackedMetric {

        @Override
        public MetricId of(String serviceKey) {
            return metric;
        }
    }
}
