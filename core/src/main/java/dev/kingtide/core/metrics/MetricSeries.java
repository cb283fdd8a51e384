package dev.kingtide.core.metrics;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The last minutes of one metric, oldest first; minutes without samples are not there.
///
/// @param keepMinutes how far back minutes are kept, counted from the last
public record MetricSeries(MetricId metric, int keepMinutes, List<Datapoint> datapoints)
        implements Row {

    /// One minute, in milliseconds.
    public static final long MINUTE = 60_000;

    @Override
    public String key() {
        return metric.key();
    }

    /// The end of the newest minute; `Long.MIN_VALUE` when there is none.
    public long lastEndMillis() {
        return datapoints.isEmpty() ? Long.MIN_VALUE : datapoints.getLast().endMillis();
    }

    /// A statistic over the period that ended at `endMillis`; NaN without samples.
    public double value(Statistic statistic, long endMillis, int periodSeconds) {
        int to = datapoints.size();
        while (to > 0 && datapoints.get(to - 1).endMillis() > endMillis) {
            to--;
        }
        int from = to;
        long startMillis = endMillis - periodSeconds * 1_000L;
        while (from > 0 && datapoints.get(from - 1).endMillis() > startMillis) {
            from--;
        }
        return statistic.of(datapoints.subList(from, to));
    }

    /// With one more measurement: of a new minute, or added to what that minute has.
    MetricSeries with(Datapoint added) {
        long newest = Math.max(lastEndMillis(), added.endMillis());
        List<Datapoint> next = new ArrayList<>(datapoints.size() + 1);
        Datapoint waiting = added;
        for (Datapoint datapoint : datapoints) {
            if (waiting != null && datapoint.endMillis() == waiting.endMillis()) {
                datapoint = datapoint.plus(waiting);
                waiting = null;
            } else if (waiting != null && datapoint.endMillis() > waiting.endMillis()) {
                keep(next, waiting, newest);
                waiting = null;
            }
            keep(next, datapoint, newest);
        }
        if (waiting != null) {
            keep(next, waiting, newest);
        }
        return new MetricSeries(metric, keepMinutes, Collections.unmodifiableList(next));
    }

    private void keep(List<Datapoint> kept, Datapoint datapoint, long newest) {
        if (datapoint.endMillis() > newest - keepMinutes * MINUTE) {
            kept.add(datapoint);
        }
    }
}
