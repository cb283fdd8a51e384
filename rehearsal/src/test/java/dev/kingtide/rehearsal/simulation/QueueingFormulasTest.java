package dev.kingtide.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.simulation.EachRequest.Work;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The request-level model against formulas of queueing theory, within 2 % (Kleinrock, Queueing
/// Systems, volumes 1 and 2); the fluid model's own are in `TaskQueueTest`.
class QueueingFormulasTest {
    private static final Percentage CLOSE = Percentage.withPercentage(2);
    private static final double SERVICE = 0.001;
    private static final ClientModel PATIENT = new ClientModel(1e6, 0, 0, 1, 1e9);

    private static EachRequest run(
            double vcpu, int concurrency, int acceptQueue, Work work, double perSecond, int of) {
        ApplicationModel application =
                TrafficBench.application(1000 * SERVICE, 0, concurrency, acceptQueue);
        EachRequest each = new EachRequest(1, vcpu, application, PATIENT, false, work, 7);
        each.run(second -> perSecond, perSecond, 50, of);
        return each;
    }

    /// Mean time in the system of M/G/1 with processor sharing: S / (1 - load), whatever the
    /// distribution of S.
    @ParameterizedTest
    @CsvSource({
        "0.3, EXPONENTIAL",
        "0.5, EXPONENTIAL",
        "0.7, EXPONENTIAL",
        "0.85, EXPONENTIAL",
        "0.5, DETERMINISTIC",
        "0.8, DETERMINISTIC",
        "0.5, HYPEREXPONENTIAL",
        "0.7, HYPEREXPONENTIAL"
    })
    void processor_sharing_takes_as_long_whatever_requests_are_like(double load, Work work) {
        EachRequest each = run(1, 100_000, 0, work, load / SERVICE, 4_000);
        assertThat(each.latencies.mean()).isCloseTo(SERVICE / (1 - load), CLOSE);
    }

    /// Mean time in the system of M/M/c: S + C(c, a) S / (c - a), with Erlang's C.
    @ParameterizedTest
    @CsvSource({"2, 0.5", "2, 0.8", "4, 0.6", "4, 0.9", "16, 0.9"})
    void several_vcpus_wait_as_erlang_c_says(int vcpus, double load) {
        double offered = load * vcpus;
        EachRequest each =
                run(vcpus, 100_000, 0, Work.EXPONENTIAL, offered / SERVICE, 8_000 / vcpus + 500);
        double blocked = erlangB(vcpus, offered);
        double waits = blocked / (1 - load * (1 - blocked));
        assertThat(each.latencies.mean())
                .isCloseTo(SERVICE + waits * SERVICE / (vcpus - offered), CLOSE);
    }

    /// The share refused when every request in the system has a vCPU of its own: Erlang's B, for
    /// any distribution.
    @ParameterizedTest
    @CsvSource({"4, 0.7, EXPONENTIAL", "4, 1.5, DETERMINISTIC", "10, 1, HYPEREXPONENTIAL"})
    void what_finds_no_place_is_refused_as_erlang_b_says(int places, double load, Work work) {
        double offered = load * places;
        EachRequest each = run(places, places, 0, work, offered / SERVICE, 1_000);
        assertThat((double) each.refused / each.arrived).isCloseTo(erlangB(places, offered), CLOSE);
    }

    /// The share refused of M/M/1/K.
    @ParameterizedTest
    @CsvSource({"5, 0.8", "5, 1.2", "20, 1.05", "3, 3"})
    void one_vcpu_with_few_places_refuses_as_the_formula_says(int places, double load) {
        EachRequest each = run(1, places, 0, Work.EXPONENTIAL, load / SERVICE, 2_500);
        double refused = (1 - load) * Math.pow(load, places) / (1 - Math.pow(load, places + 1));
        assertThat((double) each.refused / each.arrived).isCloseTo(refused, CLOSE);
    }

    /// Little's law: the mean number in the system is throughput times mean time.
    @ParameterizedTest
    @CsvSource({"0.5, 50, 0", "0.8, 5, 20", "1.3, 10, 10", "4, 3, 0"})
    void as_many_are_inside_as_littles_law_says(double load, int concurrency, int acceptQueue) {
        EachRequest each =
                run(1, concurrency, acceptQueue, Work.EXPONENTIAL, load / SERVICE, 1_000);
        assertThat(each.meanInside()).isCloseTo(each.throughput() * each.latencies.mean(), CLOSE);
    }

    private static double erlangB(int servers, double offered) {
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        return blocked;
    }
}
