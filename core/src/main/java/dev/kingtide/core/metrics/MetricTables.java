package dev.kingtide.core.metrics;

import dev.kingtide.core.Table;

/// The metrics of a World.
public final class MetricTables {

    /// The series, by [MetricId#key].
    public final Table<MetricSeries> series = new Table<>("metric");

    /// No metrics.
    public MetricTables() {}
}
