package dev.kingtide.core.scaling;

import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A CloudWatch alarm on one metric.
///
/// @param name unique in account and region
/// @param reason why it has its state, in CloudWatch's words
/// @param stateMillis since when it has its state
/// @param configuredMillis when its settings last changed
/// @param shape what is kept in AWS's shape and echoed; null for those that target tracking makes
public record Alarm(
        String name,
        AlarmRule rule,
        AlarmActions actions,
        AlarmState state,
        String reason,
        long stateMillis,
        long configuredMillis,
        @Nullable Object shape)
        implements Row {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT);

    @Override
    public String key() {
        return name;
    }

    /// The alarm's ARN.
    public String arn(Scope scope) {
        return scope.arn("cloudwatch", "alarm:" + name);
    }

    /// In another state.
    Alarm in(AlarmRule.Evaluation evaluation, long nowMillis) {
        return new Alarm(
                name,
                rule,
                actions,
                evaluation.state(),
                reason(evaluation),
                nowMillis,
                configuredMillis,
                shape);
    }

    private String reason(AlarmRule.Evaluation evaluation) {
        int found = evaluation.values().size();
        if (found == 0) {
            int periods = rule.evaluationPeriods();
            return evaluation.state() == AlarmState.INSUFFICIENT_DATA
                    ? "Insufficient Data: " + counted(periods) + " unknown."
                    : "Threshold Crossed: no datapoints were received for "
                            + periods
                            + (periods == 1 ? " period" : " periods")
                            + " and "
                            + counted(periods)
                            + (evaluation.state() == AlarmState.ALARM
                                    ? " treated as [Breaching]."
                                    : " treated as [NonBreaching].");
        }
        boolean alarm = evaluation.state() == AlarmState.ALARM;
        int spare = rule.evaluationPeriods() - rule.datapointsToAlarm();
        int needed = alarm ? rule.datapointsToAlarm() : spare + 1;
        int crossed = 0;
        StringBuilder values = new StringBuilder();
        for (AlarmRule.Value value : evaluation.values()) {
            if (rule.comparison().breaches(value.value(), rule.threshold()) == alarm) {
                crossed++;
            }
            long startMillis = value.endMillis() - rule.periodSeconds() * 1_000L;
            values.append(values.isEmpty() ? "" : ", ")
                    .append(value.value())
                    .append(" (")
                    .append(
                            MINUTE.format(
                                    Instant.ofEpochMilli(startMillis).atOffset(ZoneOffset.UTC)))
                    .append(')');
        }
        return "Threshold Crossed: "
                + crossed
                + " out of the last "
                + found
                + " datapoints ["
                + values
                + (crossed == 1 ? "] was " : "] were ")
                + (alarm ? "" : "not ")
                + rule.comparison().words()
                + " the threshold ("
                + rule.threshold()
                + ") (minimum "
                + needed
                + (needed == 1 ? " datapoint for " : " datapoints for ")
                + (alarm ? "OK -> ALARM" : "ALARM -> OK")
                + " transition).";
    }

    private static String counted(int datapoints) {
        return datapoints == 1 ? "1 datapoint was" : datapoints + " datapoints were";
    }
}
