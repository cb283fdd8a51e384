package dev.kingtide.aws.cloudwatch;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.metrics.Statistic;
import dev.kingtide.core.scaling.Alarm;
import dev.kingtide.core.scaling.AlarmActions;
import dev.kingtide.core.scaling.AlarmRule;
import dev.kingtide.core.scaling.Alarms;
import dev.kingtide.core.scaling.Comparison;
import dev.kingtide.core.scaling.MissingData;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;

/// The operations on alarms.
final class AlarmOperations {
    private static final int MINUTE_SECONDS = 60;
    private static final long DAY_SECONDS = 86_400;
    private final Turns turns;

    AlarmOperations(Turns turns) {
        this.turns = turns;
    }

    /// Puts an alarm on one metric, in place of the one of that name.
    PutMetricAlarmResponse put(PutMetricAlarmRequest request) {
        AlarmRule rule = rule(request);
        AlarmActions actions =
                new AlarmActions(
                        request.actionsEnabled() == null || request.actionsEnabled(),
                        List.copyOf(request.okActions()),
                        List.copyOf(request.alarmActions()),
                        List.copyOf(request.insufficientDataActions()));
        return turns.decide(turn -> {
            Alarms.put(turn, request.alarmName(), rule, actions, request);
            return PutMetricAlarmResponse.builder().build();
        });
    }

    private static AlarmRule rule(PutMetricAlarmRequest request) {
        if (request.hasMetrics() || request.thresholdMetricId() != null) {
            throw CloudWatchErrors.unsupported("Metric math and anomaly detection");
        }
        if (request.extendedStatistic() != null) {
            throw CloudWatchErrors.unsupported("The statistic " + request.extendedStatistic());
        }
        String namespace = required("Namespace", request.namespace());
        String name = required("MetricName", request.metricName());
        int period = required("Period", request.period());
        int periods = required("EvaluationPeriods", request.evaluationPeriods());
        double threshold = required("Threshold", request.threshold());
        String operator = required("ComparisonOperator", request.comparisonOperatorAsString());
        if (period % MINUTE_SECONDS != 0) {
            throw CloudWatchErrors.unsupported("A period that is no multiple of 60 seconds");
        }
        if ((long) period * periods > DAY_SECONDS) {
            throw CloudWatchErrors.validation(
                    "Metrics cannot be checked across more than a day (EvaluationPeriods * Period"
                            + " must be <= 86400).");
        }
        Integer datapoints = request.datapointsToAlarm();
        if (datapoints != null && datapoints > periods) {
            throw CloudWatchErrors.validation(
                    "DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
        }
        List<Dimension> dimensions = request.dimensions();
        return new AlarmRule(
                MetricShape.id(
                        namespace,
                        name,
                        dimensions.stream().map(Dimension::name).toList(),
                        dimensions.stream().map(Dimension::value).toList()),
                statistic(request),
                period,
                comparison(operator),
                threshold,
                periods,
                datapoints == null ? periods : datapoints,
                missing(request.treatMissingData()));
    }

    private static Statistic statistic(PutMetricAlarmRequest request) {
        Statistic statistic =
                MetricShape.statistic(required("Statistic", request.statisticAsString()));
        if (statistic == null) {
            throw CloudWatchErrors.unsupported("The statistic " + request.statisticAsString());
        }
        return statistic;
    }

    private static Comparison comparison(String word) {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.wireName().equals(word)) {
                return comparison;
            }
        }
        throw CloudWatchErrors.unsupported("The comparison " + word);
    }

    private static MissingData missing(@Nullable String word) {
        if (word == null) {
            return MissingData.MISSING;
        }
        for (MissingData missing : MissingData.values()) {
            if (missing.wireName().equals(word)) {
                return missing;
            }
        }
        throw CloudWatchErrors.validation(
                "The value '"
                        + word
                        + "' for TreatMissingData must be breaching, notBreaching, ignore or"
                        + " missing.");
    }

    private static <T> T required(String member, @Nullable T value) {
        if (value == null) {
            throw CloudWatchErrors.missing(member);
        }
        return value;
    }

    /// Alarms by name, by the beginning of their names, and by state.
    DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
        if (request.hasAlarmNames() && request.alarmNamePrefix() != null) {
            throw CloudWatchErrors.combination(
                    "AlarmNames and AlarmNamePrefix cannot be specified together.");
        }
        String prefix = request.alarmNamePrefix() == null ? "" : request.alarmNamePrefix();
        return turns.decide(turn -> {
            World world = turn.world();
            return DescribeAlarmsResponse.builder()
                    .metricAlarms(
                            world.scaling().alarms.rows().stream()
                                    .filter(a ->
                                            !request.hasAlarmNames()
                                                    || request.alarmNames().contains(a.name()))
                                    .filter(a -> a.name().startsWith(prefix))
                                    .filter(a ->
                                            request.stateValue() == null
                                                    || a.state()
                                                            .name()
                                                            .equals(request.stateValueAsString()))
                                    .map(a -> AlarmView.of(world.scope(), a))
                                    .toList())
                    .build();
        });
    }

    /// Deletes alarms; if one is not there, none is deleted.
    DeleteAlarmsResponse delete(DeleteAlarmsRequest request) {
        return turns.decide(turn -> {
            for (String name : request.alarmNames()) {
                Alarm found = turn.world().scaling().alarms.get(name);
                if (found == null) {
                    throw CloudWatchErrors.notFound(name);
                }
                Alarms.delete(turn, name);
            }
            return DeleteAlarmsResponse.builder().build();
        });
    }
}
