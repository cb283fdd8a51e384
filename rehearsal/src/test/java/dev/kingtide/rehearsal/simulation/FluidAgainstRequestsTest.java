package dev.kingtide.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.GroupAttributes.Algorithm;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.rehearsal.simulation.EachRequest.Work;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The fluid model against the same rules request by request: share served within one point, p99
/// within 10 %, p50 within 12 %.
class FluidAgainstRequestsTest {
    private static final int FROM = 60;
    private static final double CPU = 0.020;

    /// Probes that never matter: only queues are compared here.
    private static final HealthCheck NEVER =
            new HealthCheck(300, 120, 2, 10, "/", "200", "traffic-port", "HTTP", true);

    @ParameterizedTest(name = "{0} tasks, {1} vCPU, wait {2} ms, {3}+{4}, timeout {5} s, {6}: {7}")
    @CsvSource({
        "1, 1,   0,  500, 100, 10, RANDOM, 0.5,  1500",
        "1, 1,   0,  500, 100, 10, RANDOM, 0.8,  3000",
        "8, 1,   0,  500, 100, 10, ROBIN,  0.5,  400",
        "8, 1,   0,  500, 100, 10, ROBIN,  0.8,  400",
        "8, 1,   0,  500, 100, 10, ROBIN,  0.9,  800",
        "8, 2,   30, 16,  100, 10, ROBIN,  0.5,  300",
        "8, 2,   30, 16,  100, 10, ROBIN,  0.9,  600",
        "8, 0.5, 10, 50,  100, 10, ROBIN,  0.8,  600",
        "4, 1,   50, 200, 100, 10, RANDOM, 0.8,  600",
        "8, 1,   0,  10,  100, 10, ROBIN,  1.05, 600",
        "8, 1,   0,  10,  100, 10, ROBIN,  1.2,  300",
        "8, 1,   0,  10,  100, 10, ROBIN,  2,    300",
        "4, 1,   30, 200, 100, 3,  ROBIN,  1.3,  400",
        "8, 1,   0,  10,  200, 2,  ROBIN,  1.5,  300"
    })
    void steady_loads_and_overloads_agree(
            int tasks,
            double vcpu,
            double waitMillis,
            int inside,
            int room,
            double timeout,
            String choice,
            double load,
            int seconds) {
        ApplicationModel app = TrafficBench.application(1000 * CPU, waitMillis, inside, room);
        double level = load * tasks * vcpu / CPU;
        Demand demand = second -> level;
        boolean robin = choice.equals("ROBIN");
        EachRequest each =
                new EachRequest(tasks, vcpu, app, clients(timeout), robin, Work.EXPONENTIAL, 1);
        each.run(demand, level, FROM, seconds);
        Recording fluid = fluid(tasks, vcpu, app, timeout, robin, demand, seconds);
        double came = fluid.sum(Series.DEMAND, FROM, seconds);
        assertThat(fluid.sum(Series.SERVED, FROM, seconds) / came)
                .as("share served")
                .isCloseTo((double) each.served / each.arrived, within(0.01));
        assertThat(fluid.lost(Loss.REFUSED, FROM, seconds) / came)
                .as("share refused")
                .isCloseTo((double) each.refused / each.arrived, within(0.01));
        if (each.served > each.arrived / 10) {
            assertThat(fluid.latencyMillis(0.99, FROM, seconds))
                    .as("p99")
                    .isCloseTo(each.millis(0.99), Percentage.withPercentage(10));
            assertThat(fluid.latencyMillis(0.5, FROM, seconds))
                    .as("p50")
                    .isCloseTo(each.millis(0.5), Percentage.withPercentage(12));
        }
    }

    /// A spike of 20 s that clients do not wait out, and the way back.
    @ParameterizedTest(name = "{0} times the capacity, timeout {1} s")
    @CsvSource({"1.5, 5", "2, 2", "3, 10"})
    void a_spike_and_its_aftermath_agree(double spike, double timeout) {
        ApplicationModel app = TrafficBench.application(1000 * CPU, 0, 20, 2000);
        double capacity = 8 / CPU;
        Demand demand = s -> s >= 100 && s < 120 ? spike * capacity : 0.6 * capacity;
        double served = 0;
        double arrived = 0;
        for (int seed = 1; seed <= 8; seed++) {
            EachRequest each =
                    new EachRequest(8, 1, app, clients(timeout), true, Work.EXPONENTIAL, seed);
            each.run(demand, spike * capacity, FROM, 300);
            served += each.served;
            arrived += each.arrived;
        }
        Recording fluid = fluid(8, 1, app, timeout, true, demand, 300);
        assertThat(fluid.sum(Series.SERVED, FROM, 300) / fluid.sum(Series.DEMAND, FROM, 300))
                .isCloseTo(served / arrived, within(0.01));
    }

    private static ClientModel clients(double timeout) {
        return new ClientModel(1000 * timeout, 0, 0, 1, 1e6);
    }

    private static Recording fluid(
            int tasks,
            double vcpu,
            ApplicationModel app,
            double timeout,
            boolean robin,
            Demand demand,
            int seconds) {
        GroupAttributes attributes =
                new GroupAttributes(
                        300,
                        0,
                        robin ? Algorithm.ROUND_ROBIN : Algorithm.WEIGHTED_RANDOM,
                        new TreeMap<>());
        ClientModel client = new ClientModel(1000 * timeout, 0, 0, 1, 1e6);
        Demand afterProbes = s -> s < 5 ? 0 : demand.requestsInSecond(s);
        return new TrafficBench(
                        TrafficBench.inputs(seconds, afterProbes, client).with(app),
                        (int) (1024 * vcpu),
                        TrafficBench.group(NEVER, attributes),
                        1)
                .start(tasks)
                .run()
                .recording();
    }
}
