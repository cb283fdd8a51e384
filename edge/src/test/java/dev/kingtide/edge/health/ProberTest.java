package dev.kingtide.edge.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.edge.report.Meters;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import dev.kingtide.edge.route.Tokens;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When probes are sent.
class ProberTest {
    private static final int INTERVAL = 30_000;
    private static final int TARGETS = 50;
    private static final int STEP = 10;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private final Routes routes = new Routes(new Tokens("secret"), new Meters());

    /// By target, when it was probed, in milliseconds.
    private final Map<Integer, List<Integer>> probes = new TreeMap<>();

    private final Prober prober =
            new Prober(
                    channel.eventLoop(),
                    (target, _, outcome) -> {
                        probes.merge(
                                target.target().port(),
                                List.of(now()),
                                (before, more) ->
                                        Stream.concat(before.stream(), more.stream()).toList());
                        outcome.accept(Outcome.answered(200, HealthCheck.DEFAULT));
                    },
                    _ -> {});

    private int now() {
        return (int) TimeUnit.NANOSECONDS.toMillis(ticker.nanoTime());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private LiveTarget add(int port) {
        Target target = SampleTraffic.target(SampleTraffic.GROUP, "127.0.0.1", port);
        LiveTarget live =
                routes.add(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        prober.add(requireNonNull(live));
        return live;
    }

    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += STEP) {
            ticker.advanceMillis(STEP);
            channel.runPendingTasks();
        }
    }

    @Test
    void targets_are_probed_once_an_interval_and_together_after_their_first_probe() {
        routes.put(SampleTraffic.group(HealthCheck.DEFAULT));
        pass(70); // no round number of moments
        int start = now();
        for (int port = 1; port <= TARGETS; port++) {
            add(port);
        }
        LiveTarget gone = add(TARGETS + 1);
        prober.remove(gone);
        pass(3 * INTERVAL);
        assertThat(probes).hasSize(TARGETS);
        TreeSet<Integer> firsts = new TreeSet<>();
        TreeSet<Integer> seconds = new TreeSet<>();
        probes.forEach((_, times) -> {
            int first = times.getFirst();
            int second = times.get(1);
            assertThat(first - start).isBetween(1_000, 3_000 + STEP);
            assertThat(second - first).isBetween(INTERVAL, INTERVAL + 200);
            assertThat(times).containsExactly(first, second, second + INTERVAL);
            firsts.add(first);
            seconds.add(second);
        });
        assertThat(firsts).hasSizeGreaterThan(20);
        assertThat(seconds).hasSizeBetween(5, 12).allMatch(time -> time % 200 == 0);
    }
}
