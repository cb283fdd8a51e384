package dev.kingtide.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The model of one task against formulas that are known exactly.
class TaskQueueTest {
    private static final double CPU = 0.020;

    private static TaskQueue queue(double cpu, double wait, int inside, int room, double vcpu) {
        return new TaskQueue(
                new ApplicationModel(cpu * 1000, wait * 1000, inside, room, 0, 0, true, 0, 0, 0, 0),
                vcpu);
    }

    private static double[] steady(TaskQueue queue, double lambda, double variation) {
        double[] chance = new double[queue.size()];
        chance[0] = 1;
        queue.arrivals(lambda, variation);
        for (int i = 0; i < 40; i++) {
            queue.advance(chance, 1000);
        }
        return chance;
    }

    private static double[] response(
            TaskQueue queue, double[] chance, double lambda, double variation) {
        double[] seen = new double[chance.length];
        queue.seen(chance, seen);
        double[] outstanding = new double[LatencyScale.SIZE];
        new ResponseTimes(queue, variation).outstanding(seen, lambda, outstanding);
        double accepted = 1 - chance[chance.length - 1];
        for (int i = 0; i < outstanding.length; i++) {
            outstanding[i] /= accepted;
        }
        return outstanding;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95})
    void mm1_processor_sharing_has_mean_service_over_one_minus_load(double load) {
        TaskQueue queue = queue(CPU, 0, 2000, 0, 1);
        double lambda = load / CPU;
        double[] chance = steady(queue, lambda, 1);
        double exact = CPU / (1 - load);
        assertThat(queue.mean(chance) / lambda).isCloseTo(exact, Percentage.withPercentage(2));
        double[] outstanding = response(queue, chance, lambda, 1);
        assertThat(LatencyScale.integral(outstanding, 1e9))
                .isCloseTo(exact, Percentage.withPercentage(2));
        assertThat(queue.throughput(chance)).isCloseTo(lambda, Percentage.withPercentage(0.1));
    }

    @ParameterizedTest(name = "{0} cores at load {1}")
    @CsvSource({"2, 0.5", "2, 0.9", "4, 0.8", "8, 0.9", "16, 0.7", "0.25, 0.6"})
    void several_cores_give_the_mean_number_of_mmc(double cores, double load) {
        TaskQueue queue = queue(CPU, 0, 2000, 0, cores);
        double lambda = load * cores / CPU;
        double exact =
                cores < 1 ? load / (1 - load) : mmcMeanNumber((int) cores, load * cores, load);
        assertThat(queue.mean(steady(queue, lambda, 1)))
                .isCloseTo(exact, Percentage.withPercentage(2));
    }

    private static double mmcMeanNumber(int servers, double offered, double load) {
        double term = 1;
        double sum = 1;
        for (int i = 1; i < servers; i++) {
            term *= offered / i;
            sum += term;
        }
        term *= offered / servers;
        double wait = term / (1 - load) / (sum + term / (1 - load));
        return offered + wait * load / (1 - load);
    }

    @ParameterizedTest(name = "load {0}, places {1}")
    @CsvSource({"0.5, 5", "0.9, 10", "1, 10", "1.2, 10", "2, 20", "3, 15"})
    void a_finite_room_refuses_what_mm1k_refuses(double load, int places) {
        TaskQueue queue = queue(CPU, 0, 1, places - 1, 1);
        double[] chance = steady(queue, load / CPU, 1);
        double exact =
                load == 1
                        ? 1.0 / (places + 1)
                        : Math.pow(load, places) * (1 - load) / (1 - Math.pow(load, places + 1));
        assertThat(chance[chance.length - 1]).isCloseTo(exact, within(1e-6));
    }

    @Test
    void a_large_room_in_overload_refuses_the_surplus_exactly() {
        TaskQueue queue = queue(CPU, 0.030, 200, 1000, 1);
        double[] chance = steady(queue, 80, 1);
        assertThat(chance[chance.length - 1]).isCloseTo(1 - 50.0 / 80, within(1e-6));
    }

    @Test
    void waiting_without_cpu_takes_its_own_time_whatever_the_load() {
        TaskQueue queue = queue(0.001, 0.2, 2000, 0, 1);
        double lambda = 500;
        double[] chance = steady(queue, lambda, 1);
        double exact = 0.2 + 0.001 / (1 - 0.5);
        assertThat(queue.mean(chance) / lambda).isCloseTo(exact, Percentage.withPercentage(2));
        double[] outstanding = response(queue, chance, lambda, 1);
        assertThat(0.2 + LatencyScale.integral(outstanding, 1e9))
                .isCloseTo(exact, Percentage.withPercentage(2));
    }

    @ParameterizedTest(name = "load {0}: geometric root {1}")
    @CsvSource({"0.5, 0.20319", "0.8, 0.62863", "0.9, 0.80697"})
    void regular_arrivals_wait_as_in_dm1(double load, double root) {
        TaskQueue queue = queue(CPU, 0, 2000, 0, 1);
        double lambda = load / CPU;
        assertThat(queue.mean(steady(queue, lambda, 0)) / lambda)
                .isCloseTo(CPU / (1 - root), Percentage.withPercentage(4));
    }

    /// The variance of the response time in M/M/1-PS: Coffman, Muntz, Trotter 1970.
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.8, 0.9})
    void the_spread_of_response_times_is_that_of_mm1_processor_sharing(double load) {
        TaskQueue queue = queue(CPU, 0, 3000, 0, 1);
        double lambda = load / CPU;
        double[] outstanding = response(queue, steady(queue, lambda, 1), lambda, 1);
        double second = 0;
        double before = 0;
        for (double t = 0.00025; t < 20; t *= 1.005) {
            second += 2 * t * LatencyScale.at(outstanding, t) * (t - before);
            before = t;
        }
        double mean = CPU / (1 - load);
        double exact = mean * mean * (1 + (2 + load) / (2 - load));
        assertThat(second).isCloseTo(exact, Percentage.withPercentage(6));
    }

    @Test
    void overload_builds_a_backlog_in_a_straight_line() {
        TaskQueue queue = queue(CPU, 0, 100, 10_000, 1);
        double[] chance = new double[queue.size()];
        chance[0] = 1;
        queue.arrivals(100, 1);
        for (int i = 0; i < 20 * 16; i++) {
            queue.advance(chance, 1.0 / 16);
        }
        assertThat(queue.mean(chance)).isCloseTo(20 * 50, Percentage.withPercentage(2));
        assertThat(queue.throughput(chance)).isCloseTo(50, Percentage.withPercentage(0.5));
    }
}
