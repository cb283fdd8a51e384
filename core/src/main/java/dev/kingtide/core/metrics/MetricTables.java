package dev.kingtide.core.metrics;

import dev.kingtide.core.Table;
import java.util.List;

/// The metrics of a World.
public final class MetricTables {

    /// The series, by [MetricId#key].
    public final Table<MetricSeries> series = new Table<>("metric", MetricSeries.class);

    /// No metrics.
    public MetricTables() {}

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(series);
    }
}
