package dev.kingtide.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTest {
    private static final MetricId CPU = EcsMetrics.cpu("shop", "web");
    private static final long MINUTE = MetricSeries.MINUTE;

    private final Core core = new Core(new World(Scope.DEFAULT, 1), new MemoryStore());

    @Test
    void names_are_those_that_cloudwatch_has() {
        assertThat(CPU.key()).isEqualTo("AWS/ECS CPUUtilization ClusterName=shop,ServiceName=web");
        assertThat(EcsMetrics.memory("shop", "web").name()).isEqualTo("MemoryUtilization");
        String loadBalancer = "app/shop/50dc6c495c0c9188";
        String group = "targetgroup/web/6d0ecf831eec9f09";
        assertThat(AlbMetrics.requestCountPerTarget(loadBalancer, group))
                .isEqualTo(
                        new MetricId(
                                "AWS/ApplicationELB",
                                "RequestCountPerTarget",
                                "LoadBalancer=app/shop/50dc6c495c0c9188,"
                                        + "TargetGroup=targetgroup/web/6d0ecf831eec9f09"));
    }

    @ParameterizedTest
    @CsvSource({
        // period of one minute and of three, over (sum 10, n 2, 4..6), (sum 30, n 1), (sum 2, n 4)
        "AVERAGE,     0.5, 6",
        "SUM,         2,   42",
        "MINIMUM,     0.1, 0.1",
        "MAXIMUM,     1,   30",
        "SAMPLE_COUNT,4,   7",
    })
    void a_statistic_is_taken_over_the_samples_of_a_period(
            Statistic statistic, double oneMinute, double threeMinutes) {
        record(1, 10, 2, 4, 6);
        record(2, 30, 1, 30, 30);
        record(3, 2, 4, 0.1, 1);
        assertThat(series().value(statistic, 3 * MINUTE, 60)).isEqualTo(oneMinute);
        assertThat(series().value(statistic, 3 * MINUTE, 180)).isEqualTo(threeMinutes);
        assertThat(series().value(statistic, 9 * MINUTE, 60)).isNaN();
    }

    @Test
    void measurements_of_one_minute_add_up() {
        record(5, 10, 1, 10, 10);
        record(5, 30, 1, 30, 30);
        assertThat(series().datapoints()).containsExactly(new Datapoint(5 * MINUTE, 40, 2, 10, 30));
    }

    @Test
    void a_late_minute_takes_its_place_in_time() {
        record(5, 50, 1, 50, 50);
        record(3, 30, 1, 30, 30);
        record(4, 40, 1, 40, 40);
        assertThat(series().datapoints())
                .extracting(Datapoint::endMillis)
                .containsExactly(3 * MINUTE, 4 * MINUTE, 5 * MINUTE);
    }

    @Test
    void a_moment_within_a_minute_counts_for_that_minute() {
        core.observe(0, new Measured(CPU, 61_000, 7, 1, 7));
        assertThat(series().lastEndMillis()).isEqualTo(2 * MINUTE);
        assertThat(series().value(Statistic.MINIMUM, 2 * MINUTE, 60)).isEqualTo(7);
    }

    @Test
    void no_more_minutes_are_kept_than_somebody_needs() {
        for (int minute = 1; minute <= 500; minute++) {
            record(minute, minute, 1, minute, minute);
        }
        assertThat(series().datapoints()).hasSize(Metrics.KEEP_MINUTES);
        core.decide(
                0,
                turn -> {
                    Metrics.keep(turn, CPU, 60);
                    Metrics.keep(turn, CPU, 30);
                    return true;
                });
        for (int minute = 501; minute <= 600; minute++) {
            record(minute, minute, 1, minute, minute);
        }
        assertThat(series().datapoints()).hasSize(60);
        record(100, 1, 1, 1, 1);
        assertThat(series().datapoints()).hasSize(60);
    }

    @Test
    void a_minute_without_samples_is_no_datapoint() {
        record(1, 0, 0, 0, 0);
        assertThat(core.world().metrics().series.size()).isZero();
    }

    private void record(int minute, double sum, double count, double minimum, double maximum) {
        core.observe(0, new Measured(CPU, minute * MINUTE, sum, count, minimum, maximum));
    }

    private MetricSeries series() {
        assertThat(List.copyOf(core.world().metrics().series.rows())).hasSize(1);
        return core.world().metrics().series.require(CPU.key());
    }
}
