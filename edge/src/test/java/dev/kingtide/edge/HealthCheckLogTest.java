package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each probe of a target is a line in the health check log.
class HealthCheckLogTest {
    /// Every second, a second for an answer, two successes, two failures.
    private static final HealthCheck QUICK =
            new HealthCheck(1, 1, 2, 2, "/", "200-204", "traffic-port", "HTTP", true);

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @TempDir private Path directory;

    private EdgeScene scene() {
        EdgeScene scene =
                new EdgeScene(
                        EdgeConfig.standard()
                                .with(Transport.NIO)
                                .with(Ports.ALLOCATED)
                                .withThreads(1)
                                .withLogs(directory));
        return scene.balancer(
                Map.of(
                        "health_check_logs.s3.enabled", "true",
                        "health_check_logs.s3.bucket", "logs",
                        "health_check_logs.s3.prefix", "shop"));
    }

    private static byte[] status(String line) {
        return Caller.head("HTTP/1.1 " + line, "Content-Length: 0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Waits until each of so many targets was found healthy or unhealthy.
    private static void probed(EdgeScene scene, int targets) {
        EdgeScene.until(() ->
                scene.observations.stream()
                                .filter(TargetHealthChanged.class::isInstance)
                                .map(it -> ((TargetHealthChanged) it).targetKey())
                                .distinct()
                                .count()
                        == targets);
    }

    private List<String> lines() throws IOException {
        return ReportsTest.lines(directory, "health_check_log_");
    }

    private static String line(String type, int port, String outcome) {
        return type
                + ' '
                + TIME
                + " \\d\\.\\d{9} 127\\.0\\.0\\.1:"
                + port
                + " web "
                + outcome
                + " app/shop/50dc6c495c0c9188 127\\.0\\.0\\.1";
    }

    @Test
    void how_each_probe_went_is_told() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        int well;
        int wrong;
        int broken;
        int silent;
        int closing;
        int nobody;
        try (EdgeScene scene = scene()) {
            scene.group(EdgeScene.GROUP, QUICK, Map.of());
            well = scene.probed((request, out, socket) -> out.write(status("204 No"))).port();
            wrong = scene.probed((request, out, socket) -> out.write(status("404 No"))).port();
            broken = scene.probed((request, out, socket) -> out.write(status("502 No"))).port();
            silent = scene.probed((request, out, socket) -> end.await()).port();
            closing = scene.probed((request, out, socket) -> socket.close()).port();
            try (ServerSocket free = new ServerSocket(0)) {
                nobody = free.getLocalPort();
            }
            scene.add(EdgeScene.GROUP, nobody);
            probed(scene, 6);
            end.countDown();
        }
        for (String expected :
                List.of(
                        line("http", well, "PASS 204 -"),
                        line("http", wrong, "FAIL 404 ResponseCodeMismatch"),
                        line("http", broken, "FAIL 502 TargetError"),
                        line("http", silent, "FAIL - TimedOut"),
                        line("http", closing, "FAIL - ConnectionReset"),
                        line("http", nobody, "FAIL - ConnectionReset"))) {
            assertThat(lines()).as(expected).anyMatch(it -> it.matches(expected));
        }
        String timed = lines().stream().filter(it -> it.contains("TimedOut")).findFirst().get();
        assertThat(Double.parseDouble(timed.split(" ", -1)[2])).isBetween(0.9, 9.9);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    HTTP2, /ok, 200, h2, PASS 200 -
                    HTTP2, /ok, 201, h2, FAIL 200 ResponseCodeMismatch
                    HTTP2, /reset, 200, h2, FAIL - ConnectionReset
                    GRPC, /only, 12, grpc, PASS 12 -
                    GRPC, /only, 0, grpc, FAIL 12 GRPCUnexpectedStatus
                    """)
    void probes_of_http_2_and_grpc_are_told(
            String version, String path, String matcher, String type, String outcome)
            throws IOException {
        int port;
        try (EdgeScene scene = scene();
                Http2Target target = new Http2Target(null, 100)) {
            port = target.port();
            HealthCheck check =
                    new HealthCheck(1, 1, 2, 2, path, matcher, "traffic-port", "HTTP", true);
            scene.group("HTTP", version, check);
            scene.add(EdgeScene.GROUP, port);
            probed(scene, 1);
        }
        assertThat(lines()).isNotEmpty().allMatch(it -> it.matches(line(type, port, outcome)));
    }
}
