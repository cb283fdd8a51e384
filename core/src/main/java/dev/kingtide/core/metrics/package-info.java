/// Metric streams by the minute, as CloudWatch keeps them, for alarms and scaling.
///
/// Read [dev.kingtide.core.metrics.MetricId] first.
@NullMarked
package dev.kingtide.core.metrics;

import org.jspecify.annotations.NullMarked;
