package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was carried is told: by the minute as metrics, by the request in access logs.
class ReportsTest {
    private static final String BALANCER = "LoadBalancer=app/shop/50dc6c495c0c9188";
    private static final String GROUP = BALANCER + ",TargetGroup=targetgroup/web/6d0ecf831eec9f09";

    @TempDir private Path directory;

    private EdgeScene scene() {
        return new EdgeScene(
                EdgeConfig.standard()
                        .with(Transport.NIO)
                        .with(Ports.ALLOCATED)
                        .withThreads(1)
                        .withLogs(directory));
    }

    /// What is told now, by name and dimensions.
    private static Map<String, Measured> measured(EdgeScene scene) {
        scene.observations.clear();
        scene.edge.report(60_000);
        Map<String, Measured> all = new TreeMap<>();
        scene.observations.stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .forEach(each -> {
                    assertThat(each.metric().namespace()).isEqualTo("AWS/ApplicationELB");
                    assertThat(each.endMillis()).isEqualTo(60_000);
                    all.put(each.metric().name() + " " + each.metric().dimensions(), each);
                });
        return all;
    }

    private static double sum(Map<String, Measured> all, String name, String dimensions) {
        Measured found = all.get(name + " " + dimensions);
        return found == null ? 0 : found.sum();
    }

    @Test
    void requests_are_counted_by_balancer_group_and_zone() throws IOException {
        try (EdgeScene scene = scene()) {
            scene.group(
                    EdgeScene.GROUP,
                    new HealthCheck(1, 1, 2, 2, "/", "200", "traffic-port", "HTTP", true),
                    Map.of());
            scene.target((request, out, socket) ->
                    out.write(
                            Caller.head(
                                            request.line().contains("/none")
                                                    ? "HTTP/1.1 404 Not Found"
                                                    : "HTTP/1.1 200 OK",
                                            "Content-Length: 0")
                                    .getBytes(StandardCharsets.ISO_8859_1)));
            EdgeScene.until(() ->
                    scene.observations.stream()
                            .anyMatch(seen ->
                                    seen instanceof TargetHealthChanged health
                                            && health.state() == TargetState.HEALTHY));
            measured(scene);
            Caller caller = scene.caller();
            for (String path : List.of("/", "/none", "/", "/")) {
                caller.get(path);
            }
            caller.send(Caller.head("GET /a b HTTP/1.1", "Host: x")).read();
            caller.send(Caller.head("TRACE / HTTP/1.1", "Host: x")).read();
            Map<String, Measured> all = measured(scene);
            String zone = "AvailabilityZone=us-east-1a,";
            for (String dimensions : List.of(BALANCER, GROUP, zone + BALANCER, zone + GROUP)) {
                assertThat(sum(all, "RequestCount", dimensions)).as(dimensions).isEqualTo(5);
                assertThat(sum(all, "HTTPCode_Target_2XX_Count", dimensions)).isEqualTo(4);
                assertThat(sum(all, "HTTPCode_Target_4XX_Count", dimensions)).isEqualTo(1);
                Measured time = all.get("TargetResponseTime " + dimensions);
                assertThat(time).isNotNull();
                assertThat(time.count()).isEqualTo(5);
                assertThat(time.minimum()).isPositive().isLessThanOrEqualTo(time.maximum());
            }
            assertThat(sum(all, "HTTPCode_ELB_4XX_Count", BALANCER)).isEqualTo(1);
            assertThat(sum(all, "DesyncMitigationMode_NonCompliant_Request_Count", BALANCER))
                    .isEqualTo(1);
            assertThat(sum(all, "NewConnectionCount", BALANCER)).isEqualTo(1);
            assertThat(sum(all, "ActiveConnectionCount", BALANCER)).isEqualTo(1);
            assertThat(sum(all, "ProcessedBytes", BALANCER)).isGreaterThan(500);
            assertThat(sum(all, "HealthyHostCount", GROUP)).isEqualTo(1);
            assertThat(sum(all, "RequestCountPerTarget", GROUP)).isEqualTo(5);
            assertThat(measured(scene))
                    .as("a minute without requests")
                    .doesNotContainKey("RequestCount " + BALANCER);
        }
    }

    @Test
    void the_balancers_own_answers_are_counted_by_status() throws IOException {
        try (EdgeScene scene = scene()) {
            Caller caller = scene.caller();
            caller.get("/");
            scene.always(new Action.Redirect(302, "#{protocol}", "x", "#{port}", "/#{path}", ""));
            caller.get("/a");
            caller.get("/" + "x".repeat(9_000));
            scene.always(new Action.FixedResponse(404, "text/plain", "no"));
            caller.get("/");
            Map<String, Measured> all = measured(scene);
            for (String name :
                    List.of(
                            "HTTPCode_ELB_503_Count",
                            "HTTPCode_ELB_500_Count",
                            "HTTPCode_ELB_3XX_Count",
                            "HTTPCode_ELB_4XX_Count",
                            "HTTP_Redirect_Count",
                            "HTTP_Redirect_Url_Limit_Exceeded_Count",
                            "HTTP_Fixed_Response_Count")) {
                assertThat(sum(all, name, BALANCER)).as(name).isEqualTo(1);
            }
            assertThat(sum(all, "HTTPCode_ELB_5XX_Count", BALANCER)).isEqualTo(2);
            assertThat(sum(all, "RequestCount", BALANCER)).isZero();
        }
    }

    @Test
    void rules_that_were_looked_at_are_counted_and_cost_capacity() throws IOException {
        try (EdgeScene scene = scene()) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                rules.add(
                        new Rule(
                                EdgeScene.PREFIX + "listener-rule/app/shop/1/2/" + i,
                                i,
                                List.of(new Rule.Condition("path-pattern", "", List.of("/" + i))),
                                new Action.FixedResponse(200, "text/plain", "")));
            }
            scene.rules(rules);
            Map<String, Measured> idle = measured(scene);
            assertThat(idle).containsKey("ConsumedLCUs " + BALANCER);
            assertThat(sum(idle, "RuleEvaluations", BALANCER)).isZero();
            Caller caller = scene.caller();
            caller.get("/3");
            caller.get("/12");
            Map<String, Measured> few = measured(scene);
            assertThat(sum(few, "RuleEvaluations", BALANCER)).isEqualTo(3 + 12);
            assertThat(sum(few, "ConsumedLCUs", BALANCER))
                    .as("a connection in a minute of those that a unit takes")
                    .isEqualTo(1 / 60.0 / 25);
            for (int i = 0; i < 300; i++) {
                caller.get("/none");
            }
            assertThat(sum(measured(scene), "ConsumedLCUs", BALANCER))
                    .as("all but ten rules a request")
                    .isEqualTo(300 * 40 / 60.0 / 1_000);
        }
    }

    @Test
    void zones_are_counted_by_how_their_targets_do() throws IOException {
        try (EdgeScene scene = scene()) {
            scene.group(
                    EdgeScene.GROUP,
                    new HealthCheck(1, 1, 2, 2, "/", "200", "traffic-port", "HTTP", true),
                    Map.of("load_balancing.cross_zone.enabled", "false"));
            scene.zones(Map.of("subnet-1", "us-east-1a", "subnet-2", "us-east-1b"));
            scene.saying("well");
            EdgeScene.until(() -> !scene.observations.isEmpty());
            Map<String, Measured> all = measured(scene);
            for (String of : List.of("DNS", "Routing")) {
                assertThat(sum(all, "HealthyState" + of, GROUP)).as(of).isEqualTo(1);
                assertThat(sum(all, "UnhealthyState" + of, GROUP)).isEqualTo(1);
                String well = "AvailabilityZone=us-east-1a," + GROUP;
                assertThat(sum(all, "HealthyState" + of, well)).isEqualTo(1);
                assertThat(sum(all, "UnhealthyState" + of, well)).isZero();
                String bad = "AvailabilityZone=us-east-1b," + GROUP;
                assertThat(sum(all, "UnhealthyState" + of, bad)).isEqualTo(1);
            }
        }
    }

    @Test
    void requests_without_a_cookie_that_holds_are_counted_where_cookies_are_set()
            throws IOException {
        try (EdgeScene scene = scene()) {
            scene.group(EdgeScene.GROUP, Map.of("stickiness.enabled", "true"));
            scene.saying("well");
            Caller.Got first = scene.caller().get("/");
            String cookie = String.valueOf(first.field("Set-Cookie")).split(";", 2)[0];
            scene.caller()
                    .send(Caller.head("GET / HTTP/1.1", "Host: a", "Cookie: " + cookie))
                    .read();
            scene.caller()
                    .send(Caller.head("GET / HTTP/1.1", "Host: a", "Cookie: AWSALB=forged"))
                    .read();
            assertThat(sum(measured(scene), "NonStickyRequestCount", BALANCER)).isEqualTo(2);
        }
    }

    @Test
    void each_request_is_a_line_in_the_access_log() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (EdgeScene scene = scene()) {
            scene.balancer(
                    Map.of(
                            "access_logs.s3.enabled", "true",
                            "access_logs.s3.bucket", "logs",
                            "access_logs.s3.prefix", "shop"));
            TargetServer target =
                    scene.target((request, out, socket) -> {
                        if (request.line().contains("hang")) {
                            end.await();
                        }
                        out.write(TargetServer.ok("hello"));
                    });
            Caller caller = scene.caller();
            caller.send(
                    Caller.head(
                                    "POST /a?b=\"c HTTP/1.1",
                                    "Host: shop.example",
                                    "User-Agent: te\"st",
                                    "Content-Length: 3")
                            + "abc");
            caller.read();
            scene.always(new Action.FixedResponse(404, "text/plain", "no"));
            scene.caller().get("/");
            scene.caller().send("nonsense\r\n\r\n").read();
            scene.rules(List.of());
            Caller leaving = scene.caller().send(Caller.head("GET /hang HTTP/1.1", "Host: x"));
            EdgeScene.until(() -> target.received.size() == 2);
            measured(scene); // the refusals so far
            leaving.close();
            EdgeScene.until(() -> sum(measured(scene), "HTTPCode_ELB_4XX_Count", BALANCER) > 0);
            end.countDown();
        }
        List<String> lines = lines(directory);
        assertThat(lines).hasSize(4);
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
        String trace = "\"Root=1-[0-9a-f-]{33}\"";
        assertThat(lines.get(0))
                .matches(
                        "http "
                                + time
                                + " app/shop/50dc6c495c0c9188 127\\.0\\.0\\.1:\\d+"
                                + " 127\\.0\\.0\\.1:\\d+"
                                + " \\d\\.\\d{3} \\d\\.\\d{3} \\d\\.\\d{3} 200 200 \\d+ \\d+"
                                + " \"POST http://shop\\.example:8080/a\\?b=\\\\x22c HTTP/1\\.1\""
                                + " \"te\\\\x22st\" - - "
                                + EdgeScene.GROUP
                                + " "
                                + trace
                                + " \"-\" \"-\" 0 "
                                + time
                                + " \"forward\" \"-\" \"-\" \"127\\.0\\.0\\.1:\\d+\" \"200\""
                                + " \"Ambiguous\" \"AmbiguousUri\" TID_[0-9a-f]{16}"
                                + " \"-\" \"-\" \"-\" 127\\.0\\.0\\.1");
        assertThat(lines.get(1))
                .contains(" - -1 -1 -1 404 - ", "\"fixed-response\"", "\"GET http://shop.example");
        assertThat(lines.get(2)).contains(" -1 -1 -1 400 - ", "\"Severe\" \"BadVersion\"");
        assertThat(lines.get(3)).contains(" 460 - ", "\"forward\"");
    }

    @Test
    void lines_of_one_connection_name_it() throws Exception {
        try (EdgeScene scene = scene()) {
            scene.balancer(
                    Map.of(
                            "access_logs.s3.enabled", "true",
                            "access_logs.s3.bucket", "logs",
                            "access_logs.s3.prefix", "shop"));
            scene.saying("x");
            Caller caller = scene.caller();
            caller.get("/");
            caller.get("/");
            scene.caller().get("/");
        }
        List<String> ids =
                lines(directory).stream()
                        .map(line -> line.replaceFirst(".* (TID_[0-9a-f]{16}) .*", "$1"))
                        .toList();
        assertThat(ids.get(0)).hasSize(20).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    /// The lines of the one log below a directory, which is an access log.
    static List<String> lines(Path directory) throws IOException {
        return lines(directory, "");
    }

    /// The lines of the one log below a directory whose name begins so before the account.
    static List<String> lines(Path directory, String kind) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            String name = kind + "123456789012_";
            List<Path> logs =
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.getFileName().toString().startsWith(name))
                            .toList();
            assertThat(logs).hasSize(1);
            assertThat(directory.relativize(logs.getFirst()).toString())
                    .matches(
                            "logs/shop/AWSLogs/123456789012/elasticloadbalancing/us-east-1/"
                                    + "\\d{4}/\\d\\d/\\d\\d/"
                                    + name
                                    + "elasticloadbalancing_us-east-1"
                                    + "_app\\.shop\\.50dc6c495c0c9188_\\d{8}T\\d{4}Z"
                                    + "_127\\.0\\.0\\.1"
                                    + "_[0-9a-f]{8}\\.log\\.gz");
            return read(logs.getFirst());
        }
    }

    private static List<String> read(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_disk_that_takes_no_lines_costs_lines_and_no_requests() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        EdgeConfig config =
                EdgeConfig.standard()
                        .with(Transport.NIO)
                        .with(Ports.ALLOCATED)
                        .withThreads(1)
                        .withLogs(file.resolve("below"));
        try (EdgeScene scene = new EdgeScene(config)) {
            scene.balancer(Map.of("access_logs.s3.enabled", "true"));
            scene.saying("x");
            Caller caller = scene.caller();
            for (int i = 0; i < 5; i++) {
                assertThat(caller.get("/").status()).isEqualTo(200);
            }
            EdgeScene.until(() -> scene.edge.lostLogLines() == 5);
        }
    }
}
