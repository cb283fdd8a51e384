package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Targets are probed, and what is found decides who takes requests.
class HealthTest {
    /// Every second, a second for an answer, two successes, two failures.
    private static final HealthCheck QUICK =
            new HealthCheck(1, 1, 2, 2, "/health?a=b", "200-204", "traffic-port", "HTTP", true);

    private final EdgeScene scene = new EdgeScene().group(EdgeScene.GROUP, QUICK, Map.of());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() throws IOException {
        end.countDown();
        scene.close();
    }

    private List<TargetHealthChanged> reports(int port) {
        return scene.observations.stream()
                .filter(TargetHealthChanged.class::isInstance)
                .map(TargetHealthChanged.class::cast)
                .filter(report -> report.targetKey().endsWith(":" + port))
                .toList();
    }

    private TargetHealthChanged report(int port) {
        EdgeScene.until(() -> !reports(port).isEmpty());
        return reports(port).getLast();
    }

    @Test
    void a_probe_is_what_elastic_load_balancing_sends() throws IOException {
        AtomicReference<TargetServer.Received> probe = new AtomicReference<>();
        TargetServer target =
                scene.probed((request, out, socket) -> {
                    probe.set(request);
                    out.write(
                            Caller.head("HTTP/1.1 204 No Content")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                });
        assertThat(report(target.port()).state()).isEqualTo(TargetState.HEALTHY);
        TargetServer.Received request = probe.get();
        assertThat(request.line()).isEqualTo("GET /health?a=b HTTP/1.1");
        assertThat(request.field("User-Agent")).isEqualTo("ELB-HealthChecker/2.0");
        assertThat(request.field("Host")).isEqualTo("127.0.0.1:" + target.port());
        assertThat(request.field("Connection")).isEqualTo("close");
    }

    @Test
    void each_way_to_fail_has_its_reason() throws IOException {
        TargetServer wrong =
                scene.probed((request, out, socket) ->
                        out.write(
                                Caller.head("HTTP/1.1 404 Not Found", "Content-Length: 0")
                                        .getBytes(StandardCharsets.ISO_8859_1)));
        TargetServer silent = scene.probed((request, out, socket) -> end.await());
        TargetServer closing = scene.probed((request, out, socket) -> socket.close());
        TargetServer noise =
                scene.probed((request, out, socket) ->
                        out.write("I do not speak HTTP\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        scene.add(EdgeScene.GROUP, nobody);
        record Expected(int port, HealthReason reason, String description) {}
        for (Expected each :
                List.of(
                        new Expected(
                                wrong.port(),
                                HealthReason.RESPONSE_CODE_MISMATCH,
                                "Health checks failed with these codes: [404]"),
                        new Expected(silent.port(), HealthReason.TIMEOUT, "Request timed out"),
                        new Expected(
                                closing.port(),
                                HealthReason.FAILED_HEALTH_CHECKS,
                                "Health checks failed"),
                        new Expected(
                                noise.port(),
                                HealthReason.FAILED_HEALTH_CHECKS,
                                "Health checks failed"),
                        new Expected(
                                nobody,
                                HealthReason.FAILED_HEALTH_CHECKS,
                                "Health checks failed"))) {
            TargetHealthChanged report = report(each.port);
            assertThat(report.state()).isEqualTo(TargetState.UNHEALTHY);
            assertThat(report.reason()).isEqualTo(each.reason);
            assertThat(report.description()).isEqualTo(each.description);
        }
    }

    @Test
    void a_health_check_may_have_a_port_of_its_own() throws IOException {
        TargetServer health = TargetServer.saying("well");
        scene.alsoClose(health);
        scene.group(
                EdgeScene.GROUP,
                new HealthCheck(1, 1, 2, 2, "/", "200", "" + health.port(), "HTTP", true),
                Map.of());
        TargetServer target = scene.probed((request, out, socket) -> socket.close());
        assertThat(report(target.port()).state()).isEqualTo(TargetState.HEALTHY);
        assertThat(target.probes.get()).isZero();
    }

    @Test
    void requests_go_to_the_healthy_only_and_to_all_when_none_is() throws Exception {
        AtomicReference<String> ill = new AtomicReference<>("none");
        List<TargetServer> targets = new java.util.ArrayList<>();
        for (String name : List.of("a", "b")) {
            targets.add(
                    scene.probed((request, out, socket) -> {
                        boolean probe = request.line().contains("/health");
                        boolean fails = ill.get().contains(name) || ill.get().equals("all");
                        out.write(
                                probe && fails
                                        ? Caller.head("HTTP/1.1 500 Ill", "Content-Length: 0")
                                                .getBytes(StandardCharsets.ISO_8859_1)
                                        : TargetServer.ok(name));
                    }));
        }
        awaitState(targets.get(0), TargetState.HEALTHY);
        awaitState(targets.get(1), TargetState.HEALTHY);
        ill.set("a");
        awaitState(targets.get(0), TargetState.UNHEALTHY);
        Caller caller = scene.caller();
        for (int i = 0; i < 10; i++) {
            assertThat(caller.get("/").body()).isEqualTo("b");
        }
        ill.set("all");
        awaitState(targets.get(1), TargetState.UNHEALTHY);
        assertThat(List.of(caller.get("/").body(), caller.get("/").body()))
                .containsExactlyInAnyOrder("a", "b");
        ill.set("none");
        awaitState(targets.get(0), TargetState.HEALTHY);
        awaitState(targets.get(1), TargetState.HEALTHY);
    }

    private void awaitState(TargetServer target, TargetState state) {
        EdgeScene.until(() -> {
            List<TargetHealthChanged> all = reports(target.port());
            return !all.isEmpty() && all.getLast().state() == state;
        });
    }

    @Test
    void a_target_without_an_address_is_reported_as_unhealthy() {
        Target nowhere = SampleTraffic.target(EdgeScene.GROUP, "i-0123456789abcdef0", 80);
        scene.edge.accept(new EdgeCommand.AddTarget(nowhere));
        assertThat(report(80).state()).isEqualTo(TargetState.UNHEALTHY);
    }

    @Test
    void a_thousand_targets_are_probed_from_one_thread() throws IOException {
        int threads = Thread.activeCount();
        TargetServer target = scene.saying("well");
        for (int i = 1; i < 1_000; i++) { // the same server, under other loopback addresses
            scene.edge.accept(
                    new EdgeCommand.AddTarget(
                            SampleTraffic.target(
                                    EdgeScene.GROUP,
                                    "127.1.%d.%d".formatted(i / 250, 1 + i % 250),
                                    target.port())));
        }
        // 127.1.x.y reaches a server on 127.0.0.1 only if it listens everywhere: these are refused,
        // which is an outcome like any other.
        EdgeScene.until(() -> scene.observations.size() >= 1_000);
        assertThat(Thread.activeCount()).isLessThan(threads + 20);
    }
}
