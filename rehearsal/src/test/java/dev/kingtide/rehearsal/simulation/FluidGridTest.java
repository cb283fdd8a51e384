package dev.kingtide.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.GroupAttributes.Algorithm;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.rehearsal.simulation.EachRequest.Work;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The fluid model against the request-level one over a grid of loads, tasks, CPU, accept queues
/// and clients, from idle to collapse: the share of people served within one point, p99 within 10 %
/// where more than one in ten is served.
class FluidGridTest {
    private static final int FROM = 60;
    private static final double CPU = 0.020;
    private static final HealthCheck NEVER =
            new HealthCheck(300, 120, 2, 10, "/", "200", "traffic-port", "HTTP", true);

    record Case(double load, int tasks, double vcpu, int inside, int room, int retries) {

        int seconds() {
            return FROM + (int) Math.max(150, 6_000 / (tasks * vcpu));
        }

        double level() {
            return load * tasks * vcpu / CPU;
        }
    }

    static List<Case> grid() {
        List<Case> all = new ArrayList<>();
        for (double load : new double[] {0.3, 0.5, 0.7, 0.8, 0.9, 1.1, 1.3, 2, 4}) {
            for (int[] room : new int[][] {{10, 10}, {50, 100}}) {
                for (int retries : new int[] {0, 2}) {
                    if (room[0] < 50 || load < 0.9 || load > 1.1) {
                        all.add(new Case(load, 1, 1, room[0], room[1], retries));
                    }
                    all.add(new Case(load, 4, 2, room[0], room[1], retries));
                    all.add(new Case(load, 8, 1, room[0], room[1], retries));
                    all.add(new Case(load, 40, 0.25, room[0], room[1], retries));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("grid")
    void both_models_agree(Case one) {
        EachRequest each = each(one, 1);
        Recording fluid = fluid(one);
        double expected = (double) each.served / each.arrived;
        assertThat(share(fluid, one)).as("share served").isCloseTo(expected, within(0.01));
        if (expected > 0.1) {
            assertThat(fluid.latencyMillis(0.99, FROM, one.seconds()))
                    .as("p99")
                    .isCloseTo(each.millis(0.99), Percentage.withPercentage(10));
        }
    }

    /// Known and inherent: near its capacity, with a long queue, a lone task falls into a storm of
    /// retries by chance and stays in it, or does not. The fluid model knows no chance of single
    /// requests within a second and stays out of it; of a few tasks together it is right again.
    @Test
    void a_lone_task_near_its_capacity_may_fall_into_a_storm_that_the_fluid_does_not_see() {
        Case lone = new Case(0.9, 1, 1, 50, 100, 2);
        assertThat(share(fluid(lone), lone)).isGreaterThan(0.99);
        EachRequest each = each(lone, 1);
        assertThat((double) each.served / each.arrived).isBetween(0.85, 0.97);
        Case four = new Case(0.9, 4, 1, 50, 100, 2);
        EachRequest together = each(four, 1);
        assertThat(share(fluid(four), four))
                .isCloseTo((double) together.served / together.arrived, within(0.01));
    }

    private static ApplicationModel application(Case one) {
        return TrafficBench.application(1000 * CPU, 0, one.inside, one.room);
    }

    private static ClientModel client(Case one) {
        return new ClientModel(3_000, one.retries, 1_000, 2, 30_000);
    }

    private static EachRequest each(Case one, long seed) {
        EachRequest each =
                new EachRequest(
                        one.tasks,
                        one.vcpu,
                        application(one),
                        client(one),
                        true,
                        Work.EXPONENTIAL,
                        seed);
        each.run(second -> one.level(), one.level(), FROM, one.seconds());
        return each;
    }

    private static double share(Recording fluid, Case one) {
        return fluid.sum(Series.SERVED, FROM, one.seconds())
                / fluid.sum(Series.DEMAND, FROM, one.seconds());
    }

    private static Recording fluid(Case one) {
        GroupAttributes attributes =
                new GroupAttributes(300, 0, Algorithm.ROUND_ROBIN, new TreeMap<>());
        Demand demand = second -> second < 5 ? 0 : one.level();
        return new TrafficBench(
                        TrafficBench.inputs(one.seconds(), demand, client(one))
                                .with(application(one)),
                        (int) (1024 * one.vcpu),
                        TrafficBench.group(NEVER, attributes),
                        1)
                .start(one.tasks)
                .run()
                .recording();
    }
}
