package dev.kingtide.core.scaling;

import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.core.metrics.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a metric is beyond a threshold: so many of the last so many periods.
///
/// Source: CloudWatch user guide, alarm evaluation and "Configuring how CloudWatch alarms treat
/// missing data". An evaluation looks at more periods than it needs, so that a gap does not hide
/// the state: the [#evaluationPeriods] newest that have data count. The guide's worked tables look
/// at two more; so does this.
///
/// @param periodSeconds a multiple of 60
/// @param evaluationPeriods N, the periods that count
/// @param datapointsToAlarm M of them must be beyond the threshold
public record AlarmRule(
        MetricId metric,
        Statistic statistic,
        int periodSeconds,
        Comparison comparison,
        double threshold,
        int evaluationPeriods,
        int datapointsToAlarm,
        MissingData missing) {
    private static final int PERIODS_TO_SPARE = 2;

    /// A value of one period.
    ///
    /// @param endMillis the end of the period
    public record Value(double value, long endMillis) {}

    /// What an evaluation found.
    ///
    /// @param state the alarm's state now
    /// @param values those that count, newest first; empty without data
    public record Evaluation(AlarmState state, List<Value> values) {}

    /// The minutes of the metric that an evaluation may look at.
    int minutes() {
        return (evaluationPeriods + PERIODS_TO_SPARE) * periodSeconds / 60;
    }

    /// Evaluates the periods up to `visibleEndMillis`; `current` is the alarm's state so far.
    public Evaluation evaluate(
            @Nullable MetricSeries series, long visibleEndMillis, AlarmState current) {
        List<Value> values = new ArrayList<>(evaluationPeriods);
        int breaching = 0;
        int oldestBreaching = 0;
        int range = evaluationPeriods + PERIODS_TO_SPARE;
        for (int age = 1;
                series != null && age <= range && values.size() < evaluationPeriods;
                age++) {
            long endMillis = visibleEndMillis - (age - 1) * (periodSeconds * 1_000L);
            double value = series.value(statistic, endMillis, periodSeconds);
            if (!Double.isNaN(value)) {
                values.add(new Value(value, endMillis));
                if (comparison.breaches(value, threshold)) {
                    breaching++;
                    oldestBreaching = age;
                }
            }
        }
        return new Evaluation(state(values.size(), breaching, oldestBreaching, current), values);
    }

    private AlarmState state(int found, int breaching, int oldestBreaching, AlarmState current) {
        int absent = evaluationPeriods - found;
        if (missing == MissingData.BREACHING) {
            return breaching + absent >= datapointsToAlarm ? AlarmState.ALARM : AlarmState.OK;
        }
        if (breaching >= datapointsToAlarm) {
            return AlarmState.ALARM;
        }
        if (absent == 0 || missing == MissingData.NOT_BREACHING) {
            return AlarmState.OK;
        }
        if (found == 0) {
            return missing == MissingData.MISSING ? AlarmState.INSUFFICIENT_DATA : current;
        }
        if (breaching < found) {
            return AlarmState.OK;
        }
        // All that is known is beyond the threshold, but it is too little. The guide: if the oldest
        // is as old as M periods, the alarm goes off all the same.
        return missing == MissingData.MISSING && oldestBreaching >= datapointsToAlarm
                ? AlarmState.ALARM
                : current;
    }
}
