package dev.kingtide.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.metrics.Datapoint;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.core.metrics.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlarmRuleTest {
    private static final MetricId CPU = EcsMetrics.cpu("shop", "web");
    private static final long MINUTE = MetricSeries.MINUTE;

    /// The tables of the CloudWatch user guide, "Configuring how CloudWatch alarms treat missing
    /// data": X is breaching, 0 is not, - is missing; M of N are needed. `keep` is whatever it was.
    @ParameterizedTest
    @CsvSource({
        // newest last, M, N, MISSING, IGNORE, BREACHING, NOT_BREACHING
        "0-X-X, 3, 3, OK, OK, OK, OK",
        "----0, 3, 3, OK, OK, OK, OK",
        "-----, 3, 3, INSUFFICIENT_DATA, keep, ALARM, OK",
        "0XX-X, 3, 3, ALARM, ALARM, ALARM, ALARM",
        "--X--, 3, 3, ALARM, keep, ALARM, OK",
        "0-X-X, 2, 3, ALARM, ALARM, ALARM, ALARM",
        "00X0X, 2, 3, ALARM, ALARM, ALARM, ALARM",
        "0-X--, 2, 3, OK, OK, ALARM, OK",
        "----0, 2, 3, OK, OK, ALARM, OK",
        "---X-, 2, 3, ALARM, keep, ALARM, OK",
        // too little is known, and it is too new
        "----X, 3, 3, keep, keep, ALARM, OK",
        "---XX, 3, 3, keep, keep, ALARM, OK",
        "--XXX, 3, 3, ALARM, ALARM, ALARM, ALARM",
        "XX000, 3, 3, OK, OK, OK, OK",
        "XXX00, 1, 1, OK, OK, OK, OK",
        "XXX0X, 1, 1, ALARM, ALARM, ALARM, ALARM",
    })
    void missing_data_is_treated_as_the_guide_says(
            String periods,
            int datapointsToAlarm,
            int evaluationPeriods,
            String missing,
            String ignore,
            String breaching,
            String notBreaching) {
        for (MissingData treatment : MissingData.values()) {
            String outcome =
                    switch (treatment) {
                        case MISSING -> missing;
                        case IGNORE -> ignore;
                        case BREACHING -> breaching;
                        case NOT_BREACHING -> notBreaching;
                    };
            AlarmRule rule =
                    new AlarmRule(
                            CPU,
                            Statistic.AVERAGE,
                            60,
                            Comparison.GREATER_THAN,
                            50,
                            evaluationPeriods,
                            datapointsToAlarm,
                            treatment);
            for (AlarmState before : AlarmState.values()) {
                AlarmRule.Evaluation found = rule.evaluate(series(periods), 5 * MINUTE, before);
                assertThat(found.state().name())
                        .as("%s, %s, before %s", periods, treatment, before)
                        .isEqualTo(outcome.equals("keep") ? before.name() : outcome);
            }
        }
    }

    @Test
    void datapoints_that_are_not_published_yet_do_not_count() {
        AlarmRule rule = target(Comparison.GREATER_THAN, 50);
        assertThat(rule.evaluate(series("000XXX"), 5 * MINUTE, AlarmState.OK).state())
                .isEqualTo(AlarmState.OK);
        assertThat(rule.evaluate(series("000XXX"), 6 * MINUTE, AlarmState.OK).state())
                .isEqualTo(AlarmState.ALARM);
    }

    @ParameterizedTest
    @CsvSource({
        "GREATER_THAN, 50, OK",
        "GREATER_THAN, 49.9, ALARM",
        "GREATER_THAN_OR_EQUAL, 50, ALARM",
        "GREATER_THAN_OR_EQUAL, 50.1, OK",
        "LESS_THAN, 50, OK",
        "LESS_THAN, 50.1, ALARM",
        "LESS_THAN_OR_EQUAL, 50, ALARM",
        "LESS_THAN_OR_EQUAL, 49.9, OK",
    })
    void a_value_at_the_threshold_is_compared_as_the_alarm_says(
            Comparison comparison, double threshold, AlarmState state) {
        MetricSeries series = new MetricSeries(CPU, 20, points(50, 50, 50));
        AlarmRule rule = target(comparison, threshold);
        assertThat(rule.evaluate(series, 3 * MINUTE, AlarmState.OK).state()).isEqualTo(state);
    }

    @Test
    void a_period_of_several_minutes_is_one_value() {
        AlarmRule rule =
                new AlarmRule(
                        CPU,
                        Statistic.SUM,
                        180,
                        Comparison.GREATER_THAN,
                        100,
                        2,
                        2,
                        MissingData.MISSING);
        MetricSeries series = new MetricSeries(CPU, 20, points(10, 20, 80, 50, 40, 30));
        AlarmRule.Evaluation found = rule.evaluate(series, 6 * MINUTE, AlarmState.OK);
        assertThat(found.values())
                .containsExactly(
                        new AlarmRule.Value(120, 6 * MINUTE), new AlarmRule.Value(110, 3 * MINUTE));
        assertThat(found.state()).isEqualTo(AlarmState.ALARM);
    }

    @Test
    void a_state_is_explained_in_cloudwatchs_words() {
        Alarm alarm =
                new Alarm(
                        "high",
                        target(Comparison.GREATER_THAN, 50),
                        new AlarmActions(true, List.of(), List.of(), List.of()),
                        AlarmState.OK,
                        "",
                        0,
                        0,
                        null);
        assertThat(explained(alarm, "0XXX", 4))
                .isEqualTo(
                        "Threshold Crossed: 3 out of the last 3 datapoints [90.0 (01/01/70"
                                + " 00:03:00), 90.0 (01/01/70 00:02:00), 90.0 (01/01/70 00:01:00)]"
                                + " were greater than the threshold (50.0) (minimum 3 datapoints"
                                + " for OK -> ALARM transition).");
        assertThat(explained(alarm, "XXX0", 4))
                .startsWith("Threshold Crossed: 1 out of the last 3 datapoints [10.0 (")
                .endsWith(
                        " was not greater than the threshold (50.0)"
                                + " (minimum 1 datapoint for ALARM -> OK transition).");
        assertThat(explained(alarm, "XXX", 40))
                .isEqualTo("Insufficient Data: 3 datapoints were unknown.");
    }

    private static String explained(Alarm alarm, String periods, int minute) {
        AlarmRule.Evaluation found =
                alarm.rule().evaluate(series(periods), minute * MINUTE, alarm.state());
        return alarm.in(found, 0).reason();
    }

    private static AlarmRule target(Comparison comparison, double threshold) {
        return new AlarmRule(
                CPU, Statistic.AVERAGE, 60, comparison, threshold, 3, 3, MissingData.MISSING);
    }

    private static MetricSeries series(String periods) {
        List<Datapoint> points = new ArrayList<>();
        for (int i = 0; i < periods.length(); i++) {
            if (periods.charAt(i) != '-') {
                double value = periods.charAt(i) == 'X' ? 90 : 10;
                points.add(new Datapoint((i + 1) * MINUTE, value, 1, value, value));
            }
        }
        return new MetricSeries(CPU, 20, points);
    }

    private static List<Datapoint> points(double... values) {
        List<Datapoint> points = new ArrayList<>();
        for (double value : values) {
            points.add(new Datapoint((points.size() + 1) * MINUTE, value, 1, value, value));
        }
        return points;
    }
}
