package dev.kingtide.core.driver;

import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.TargetState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an [Edge] saw of targets and traffic.
public sealed interface EdgeObservation extends Observation {

    /// A target's health state changed; single probes are not reported.
    ///
    /// @param targetKey the key of the [dev.kingtide.core.traffic.Target]
    /// @param state `INITIAL`, `HEALTHY` or `UNHEALTHY`
    /// @param reason why, null when healthy
    /// @param description AWS's text for the reason, empty when healthy
    record TargetHealthChanged(
            String targetKey, TargetState state, @Nullable HealthReason reason, String description)
            implements EdgeObservation {}

    /// Other targets of a group than before are anomalous, or get fewer requests for it; told of
    /// each group once in any case, since an edge before this one may have told otherwise.
    ///
    /// @param anomalous the keys of targets that fail more than their peers
    /// @param mitigated the keys of targets that get fewer requests for it, or did until lately
    record AnomaliesChanged(String groupArn, List<String> anomalous, List<String> mitigated)
            implements EdgeObservation {}

    /// What was measured over the minute that ended at `endMillis`.
    ///
    /// @param sum the sum of the samples, in the metric's unit
    /// @param count how many samples
    /// @param minimum the smallest sample
    /// @param maximum the largest sample
    record Measured(
            MetricId metric,
            long endMillis,
            double sum,
            double count,
            double minimum,
            double maximum)
            implements EdgeObservation {

        /// A measurement whose smallest sample is not known: the average stands in for it.
        public Measured(MetricId metric, long endMillis, double sum, double count, double maximum) {
            this(metric, endMillis, sum, count, count > 0 ? sum / count : 0, maximum);
        }
    }
}
