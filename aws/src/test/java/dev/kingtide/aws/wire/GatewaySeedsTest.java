package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.wire.GatewayRun.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A hundred thousand requests that no client would send: each is answered, or refused with an
/// error that AWS's models know; none fails in a way that nobody foresaw, hangs, or leaves
/// something behind.
///
/// A seed is a world of its own and a row of requests to it.
@Isolated("what lives in the heap is measured")
class GatewaySeedsTest {
    private static final int SEEDS = Integer.getInteger("kingtide.fuzz.seeds", 50);
    private static final int REQUESTS = 2_000;
    private static final int ANSWERED_LEAST = 15;
    private static final long LEFT_BYTES_MOST = 16L << 20;

    private final List<WireRequest> recorded = Recorded.requests();

    @Test
    void every_operation_is_recorded() {
        GatewayRun run = new GatewayRun(0, recorded);
        for (WireRequest request : recorded) {
            run.check(request, 0);
        }
        for (String service : Api.SERVICES) {
            assertThat(run.asked()).containsAll(run.operations(service));
        }
        assertThat(run.outcomes().get(Outcome.ANSWERED)).isGreaterThan(ANSWERED_LEAST);
    }

    @Test
    void each_of_a_hundred_thousand_odd_requests_is_answered_or_refused_by_the_model() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        long live = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Map<Outcome, Integer> some = new GatewayRun(seed, recorded).run(REQUESTS);
            some.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            if (seed == Math.ceilDiv(SEEDS, 5)) {
                live = liveBytes();
            }
        }
        assertThat(liveBytes() - live).as("bytes left behind").isLessThan(LEFT_BYTES_MOST);
        System.out.println("odd requests: " + outcomes);
        assertThat(outcomes).containsOnlyKeys(Outcome.values());
    }

    /// Seeds that failed once.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1})
    void a_seed_that_failed_once_is_kept(long seed) {
        assertThat(new GatewayRun(seed, recorded).run(REQUESTS)).isNotEmpty();
    }

    private static long liveBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
