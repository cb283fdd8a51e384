package dev.kingtide.core.scaling;

import dev.kingtide.core.Turn;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.core.metrics.Metrics;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates alarms: all those of one metric together, a while after each minute's end, for as long
/// as something can come of it.
public final class Alarms {

    private Alarms() {}

    /// Puts an alarm, in place of the one of that name, whose state it then keeps.
    ///
    /// @param shape what is kept in AWS's shape and echoed, or null
    public static Alarm put(
            Turn turn, String name, AlarmRule rule, AlarmActions actions, @Nullable Object shape) {
        ScalingTables tables = turn.world().scaling();
        Alarm before = tables.alarms.get(name);
        long now = turn.nowMillis();
        Alarm alarm =
                before == null
                        ? new Alarm(
                                name,
                                rule,
                                actions,
                                AlarmState.INSUFFICIENT_DATA,
                                "Unchecked: Initial alarm creation",
                                now,
                                now,
                                shape)
                        : new Alarm(
                                name,
                                rule,
                                actions,
                                before.state(),
                                before.reason(),
                                before.stateMillis(),
                                now,
                                shape);
        turn.put(tables.alarms, alarm);
        Metrics.keep(turn, rule.metric(), rule.minutes() + lagMinutes(turn));
        turn.timerNoLaterThan(
                TimerKind.ALARM_EVALUATION, rule.metric().key(), nextEvaluation(turn));
        return alarm;
    }

    /// Deletes an alarm; none is no error.
    public static void delete(Turn turn, String name) {
        turn.remove(turn.world().scaling().alarms, name);
    }

    /// Takes note that a minute of a metric was measured: its alarms are evaluated when it is
    /// published.
    public static void measured(Turn turn, String metricKey) {
        ScalingTables tables = turn.world().scaling();
        if (tables.alarmsOf.count(metricKey) > 0) {
            MetricSeries series = turn.world().metrics().series.get(metricKey);
            if (series != null) {
                long published = series.lastEndMillis() + tables.timings().publicationLagMillis();
                turn.timerNoLaterThan(
                        TimerKind.ALARM_EVALUATION,
                        metricKey,
                        Math.max(turn.nowMillis(), published));
            }
        }
    }

    /// Evaluates the alarms of a metric, and triggers what those in ALARM are there for.
    ///
    /// An alarm whose action is scaling triggers it every minute for as long as it is in ALARM
    /// (CloudWatch user guide, alarm actions); all other actions happen once, when the state
    /// changes.
    public static void evaluate(Turn turn, String metricKey) {
        ScalingTables tables = turn.world().scaling();
        MetricSeries series = turn.world().metrics().series.get(metricKey);
        long visible = visibleEndMillis(turn);
        List<Trigger> triggers = new ArrayList<>();
        boolean again = false;
        for (Alarm alarm : tables.alarmsOf.list(metricKey)) {
            AlarmRule.Evaluation found = alarm.rule().evaluate(series, visible, alarm.state());
            boolean changed = found.state() != alarm.state();
            Alarm now = changed ? alarm.in(found, turn.nowMillis()) : alarm;
            if (changed) {
                turn.put(tables.alarms, now);
            }
            if (changed || found.state() == AlarmState.ALARM) {
                triggers.add(new Trigger(now, found));
            }
            again |= found.state() == AlarmState.ALARM || !found.values().isEmpty();
        }
        for (Trigger trigger : triggers) {
            trigger(turn, trigger);
        }
        if (again) {
            turn.timerNoLaterThan(TimerKind.ALARM_EVALUATION, metricKey, nextEvaluation(turn));
        }
    }

    /// The names of a metric's alarms that are in ALARM.
    public static List<String> off(Turn turn, String metricKey) {
        List<String> names = new ArrayList<>();
        for (Alarm alarm : turn.world().scaling().alarmsOf.get(metricKey)) {
            if (alarm.state() == AlarmState.ALARM) {
                names.add(alarm.name());
            }
        }
        return names;
    }

    private record Trigger(Alarm alarm, AlarmRule.Evaluation found) {}

    private static void trigger(Turn turn, Trigger trigger) {
        ScalingTables tables = turn.world().scaling();
        for (String arn : trigger.alarm.actions().of(trigger.alarm.state())) {
            ScalingPolicy policy = tables.policiesByArn.first(arn);
            if (policy != null && !trigger.found.values().isEmpty()) {
                PolicyRuns.triggered(turn, policy, trigger.alarm, trigger.found);
            }
        }
    }

    /// The end of the newest minute whose datapoints are published.
    static long visibleEndMillis(Turn turn) {
        long lag = turn.world().scaling().timings().publicationLagMillis();
        return Math.floorDiv(turn.nowMillis() - lag, MetricSeries.MINUTE) * MetricSeries.MINUTE;
    }

    private static long nextEvaluation(Turn turn) {
        return visibleEndMillis(turn)
                + MetricSeries.MINUTE
                + turn.world().scaling().timings().publicationLagMillis();
    }

    private static int lagMinutes(Turn turn) {
        long lag = turn.world().scaling().timings().publicationLagMillis();
        return (int) Math.ceilDiv(lag, MetricSeries.MINUTE) + 1;
    }
}
