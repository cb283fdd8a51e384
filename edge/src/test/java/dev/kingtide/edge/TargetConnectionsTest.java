package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which connections to a target are used again.
class TargetConnectionsTest {
    private static final int AT_ONCE = 12;

    @ParameterizedTest
    @CsvSource({"12, 12", "100, 12", "5, 19", "0, 24"})
    void as_many_as_are_to_wait_take_the_next_requests(int waiting, int connections)
            throws IOException {
        EdgeConfig config =
                EdgeConfig.standard()
                        .with(new Limits(1_000, waiting, 10_000, 1_000))
                        .with(Transport.NIO)
                        .withThreads(1)
                        .with(EdgeConfig.Ports.ALLOCATED);
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        try (EdgeScene scene = new EdgeScene(config)) {
            TargetServer target =
                    scene.target((request, out, socket) -> {
                        await(together);
                        out.write(TargetServer.ok("well"));
                    });
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                callers.add(scene.caller());
            }
            for (int wave = 0; wave < 2; wave++) {
                for (Caller caller : callers) {
                    caller.send(Caller.head("GET / HTTP/1.1", "Host: shop"));
                }
                for (Caller caller : callers) {
                    assertThat(caller.read().body()).isEqualTo("well");
                }
            }
            assertThat(target.connections).hasValue(connections);
        }
    }

    private static void await(CyclicBarrier together) throws IOException, InterruptedException {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException("not all requests came at once", e);
        }
    }
}
