package dev.kingtide.edge;

import static java.util.Objects.requireNonNull;

import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeContract;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.health.HttpProbes;
import dev.kingtide.edge.health.Prober;
import dev.kingtide.edge.proxy.Transport;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;

/// [NettyEdge] keeps the contract of [Edge]: over real sockets, while the clock that says when to
/// probe is the test's.
class NettyEdgeContractTest extends EdgeContract {
    private final List<Sockets> opened = new ArrayList<>();

    @Override
    protected Surroundings surroundings() {
        opened.add(new Sockets());
        return opened.getLast();
    }

    @AfterEach
    void close() throws IOException {
        for (Sockets each : opened) {
            each.close();
        }
    }

    private static final class Sockets implements Surroundings {
        private static final long STEP_MILLIS = 100;
        private static final long PATIENCE_NANOS = 30_000_000_000L;
        private final MockTicker ticker = Ticker.newMockTicker();
        private final ManualIoEventLoop loop =
                new ManualIoEventLoop(
                        null, Thread.currentThread(), NioIoHandler.newFactory(), ticker);
        private final List<TargetHealthChanged> reports = new ArrayList<>();
        private final Map<Integer, AtomicBoolean> answers = new HashMap<>();
        private final List<TargetServer> servers = new ArrayList<>();
        private final NettyEdge edge;
        private int underWay;

        Sockets() {
            HttpProbes probes = new HttpProbes(loop, Transport.NIO);
            Prober prober =
                    new Prober(
                            loop,
                            (target, group, outcome) -> {
                                underWay++;
                                probes.send(
                                        target,
                                        group,
                                        probe -> {
                                            underWay--;
                                            outcome.accept(probe);
                                        });
                            },
                            reports::add);
            edge =
                    NettyEdge.start(
                            EdgeConfig.standard()
                                    .with(Transport.NIO)
                                    .with(Ports.ALLOCATED)
                                    .withThreads(1),
                            prober,
                            seen -> {});
        }

        @Override
        public Edge edge() {
            return edge;
        }

        @Override
        public Target somebody(TargetGroup group) {
            AtomicBoolean well = new AtomicBoolean(true);
            try {
                TargetServer server =
                        TargetServer.probed((request, out, socket) ->
                                out.write(
                                        well.get()
                                                ? TargetServer.ok("")
                                                : "HTTP/1.1 500 Oh\r\n\r\n"
                                                        .getBytes(StandardCharsets.ISO_8859_1)));
                servers.add(server);
                answers.put(server.port(), well);
                return SampleTraffic.target(group.arn(), "127.0.0.1", server.port());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void answers(Target target, boolean well) {
            requireNonNull(answers.get(target.port())).set(well);
        }

        /// Time stands still while a probe is under way, however slow the machine is.
        @Override
        public void pass(long millis) {
            for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
                ticker.advance(STEP_MILLIS, TimeUnit.MILLISECONDS);
                loop.runNow();
                long end = System.nanoTime() + PATIENCE_NANOS;
                while (underWay > 0) {
                    loop.run(TimeUnit.MILLISECONDS.toNanos(1));
                    if (System.nanoTime() > end) {
                        throw new AssertionError("a probe was not answered");
                    }
                }
            }
        }

        @Override
        public List<TargetHealthChanged> reports() {
            return List.copyOf(reports);
        }

        void close() throws IOException {
            edge.close();
            for (TargetServer server : servers) {
                server.close();
            }
            var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            while (!loop.isTerminated()) {
                ticker.advance(1, TimeUnit.SECONDS);
                loop.runNow();
            }
        }
    }
}
