package dev.kingtide.aws.cloudwatch;

import dev.kingtide.core.Scope;
import dev.kingtide.core.scaling.Alarm;
import dev.kingtide.core.scaling.AlarmRule;
import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/// Alarms in AWS's shape.
final class AlarmView {

    private AlarmView() {}

    static MetricAlarm of(Scope scope, Alarm alarm) {
        AlarmRule rule = alarm.rule();
        MetricAlarm.Builder shape =
                MetricAlarm.builder()
                        .alarmName(alarm.name())
                        .alarmArn(alarm.arn(scope))
                        .actionsEnabled(alarm.actions().enabled())
                        .okActions(alarm.actions().ok())
                        .alarmActions(alarm.actions().alarm())
                        .insufficientDataActions(alarm.actions().insufficientData())
                        .namespace(rule.metric().namespace())
                        .metricName(rule.metric().name())
                        .dimensions(MetricShape.dimensions(rule.metric()))
                        .statistic(rule.statistic().wireName())
                        .period(rule.periodSeconds())
                        .evaluationPeriods(rule.evaluationPeriods())
                        .datapointsToAlarm(rule.datapointsToAlarm())
                        .threshold(rule.threshold())
                        .comparisonOperator(rule.comparison().wireName())
                        .treatMissingData(rule.missing().wireName())
                        .stateValue(alarm.state().name())
                        .stateReason(alarm.reason())
                        .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.stateMillis()))
                        .alarmConfigurationUpdatedTimestamp(
                                Instant.ofEpochMilli(alarm.configuredMillis()));
        if (alarm.shape() instanceof PutMetricAlarmRequest asked) {
            shape.alarmDescription(asked.alarmDescription()).unit(asked.unitAsString());
        }
        return shape.build();
    }
}
