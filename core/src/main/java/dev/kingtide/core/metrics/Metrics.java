package dev.kingtide.core.metrics;

import dev.kingtide.core.Table;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import java.util.List;

/// Keeps what is measured: per metric the last minutes, no more than its readers need.
public final class Metrics {

    /// How many minutes of a metric are kept when nobody asked for more: one evaluation of target
    /// tracking's fifteen-minute alarm, and a few to spare.
    public static final int KEEP_MINUTES = 20;

    private Metrics() {}

    /// Adds a measurement to the minute in which it ended.
    public static void record(Turn turn, Measured measured) {
        if (measured.count() <= 0) {
            return;
        }
        long endMillis =
                Math.ceilDiv(measured.endMillis(), MetricSeries.MINUTE) * MetricSeries.MINUTE;
        Datapoint datapoint =
                new Datapoint(
                        endMillis,
                        measured.sum(),
                        measured.count(),
                        measured.minimum(),
                        measured.maximum());
        turn.put(turn.world().metrics().series, series(turn, measured.metric()).with(datapoint));
    }

    /// Keeps at least so many minutes of a metric from now on.
    public static void keep(Turn turn, MetricId metric, int minutes) {
        MetricSeries series = series(turn, metric);
        if (series.keepMinutes() < minutes) {
            Table<MetricSeries> table = turn.world().metrics().series;
            turn.put(table, new MetricSeries(metric, minutes, series.datapoints()));
        }
    }

    private static MetricSeries series(Turn turn, MetricId metric) {
        MetricSeries series = turn.world().metrics().series.get(metric.key());
        return series == null ? new MetricSeries(metric, KEEP_MINUTES, List.of()) : series;
    }
}
