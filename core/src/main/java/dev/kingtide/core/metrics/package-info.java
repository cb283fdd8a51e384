/// Metric streams by the minute, as CloudWatch keeps them, for alarms and scaling.
///
/// Read [dev.kingtide.core.metrics.MetricSeries] first. A series holds whole minutes in order of
/// time, never more of them than its readers need; who publishes a metric and who reads it take its
/// name from one place ([dev.kingtide.core.metrics.EcsMetrics],
/// [dev.kingtide.core.metrics.AlbMetrics]).
@NullMarked
package dev.kingtide.core.metrics;

import org.jspecify.annotations.NullMarked;
