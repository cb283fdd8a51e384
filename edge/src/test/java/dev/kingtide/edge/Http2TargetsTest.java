package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Target groups of HTTP/2 and gRPC.
class Http2TargetsTest {
    private static final HealthCheck CHECK =
            new HealthCheck(5, 2, 2, 2, "/ok", "200", "traffic-port", "HTTP", true);
    private final EdgeScene scene =
            new EdgeScene().tls("ELBSecurityPolicy-TLS13-1-2-2021-06", "shop");
    private final HttpClient client =
            HttpClient.newBuilder()
                    .sslContext(TlsClients.trusting())
                    .version(HttpClient.Version.HTTP_2)
                    .build();

    @AfterEach
    void close() throws IOException {
        client.shutdownNow();
        scene.close();
    }

    private Http2Target target(String version, @Nullable String certificate) throws IOException {
        return target(version, certificate, 100);
    }

    private Http2Target target(String version, @Nullable String certificate, int streams)
            throws IOException {
        boolean tls = certificate != null;
        HealthCheck check =
                new HealthCheck(
                        5,
                        2,
                        2,
                        2,
                        version.equals("GRPC") ? "/AWS.ALB/healthcheck" : "/ok",
                        version.equals("GRPC") ? "12" : "200",
                        "traffic-port",
                        tls ? "HTTPS" : "HTTP",
                        true);
        scene.group(tls ? "HTTPS" : "HTTP", version, check);
        Http2Target target = new Http2Target(certificate, streams);
        scene.alsoClose(target);
        scene.add(EdgeScene.GROUP, target.port());
        return target;
    }

    private HttpRequest.Builder to(String path) {
        URI uri = URI.create("https://127.0.0.1:" + scene.address().getPort() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private FrameCaller caller() throws IOException {
        FrameCaller caller = new FrameCaller(scene.address());
        scene.alsoClose(caller);
        return caller.greet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old"})
    void requests_of_http_2_stay_so(String certificate) throws Exception {
        Http2Target target = target("HTTP2", certificate.isEmpty() ? null : certificate);
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> got = send(to("/path?q=1").header("X-Mine", "yes"));
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo("/path?q=1");
            assertThat(got.headers().firstValue("x-a")).contains("b");
        }
        var fields = target.received.getLast();
        assertThat(String.valueOf(fields.authority())).startsWith("127.0.0.1:");
        assertThat(String.valueOf(fields.scheme()))
                .isEqualTo(certificate.isEmpty() ? "http" : "https");
        assertThat(String.valueOf(fields.get("x-forwarded-proto"))).isEqualTo("https");
        assertThat(String.valueOf(fields.get("x-amzn-trace-id"))).startsWith("Root=1-");
        assertThat(String.valueOf(fields.get("x-mine"))).isEqualTo("yes");
        assertThat(target.connections).hasSize(1);
    }

    @Test
    void bodies_pass_both_ways() throws Exception {
        target("HTTP2", null);
        for (int length : List.of(0, 1, 16_384, 65_535, 65_536, 3_000_000)) {
            String body = "x".repeat(length);
            assertThat(send(to("/echo").POST(BodyPublishers.ofString(body))).body())
                    .as("%d bytes", length)
                    .isEqualTo(body);
        }
    }

    @Test
    void more_requests_than_a_connection_takes_have_another() throws Exception {
        Http2Target target = target("HTTP2", null, 10);
        assertThat(send(to("/first")).statusCode()).isEqualTo(200);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(to("/" + i).build(), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
        }
        assertThat(target.received).hasSize(101);
    }

    @Test
    void a_slow_reader_holds_its_own_answer_back_and_no_other() throws Exception {
        target("HTTP2", null);
        HttpResponse<InputStream> slow =
                client.send(to("/large").build(), BodyHandlers.ofInputStream());
        assertThat(send(to("/small")).body()).isEqualTo("/small");
        try (InputStream in = slow.body()) {
            assertThat(in.readAllBytes()).hasSize(4_000_000);
        }
    }

    @Test
    void an_answer_of_grpc_keeps_its_trailers() throws Exception {
        Http2Target target = target("GRPC", null);
        FrameCaller caller = caller();
        caller.send(
                "H:1:H:post!:path&:path=/trailers&content-type=application/grpc&te=trailers"
                        + " D:1:E:#0000000000");
        FrameCaller.Got head = caller.next("H");
        assertThat(head.ends()).isFalse();
        assertThat(caller.next("D").text()).isEqualTo("message");
        FrameCaller.Got trailers = caller.next("H");
        assertThat(trailers.ends()).isTrue();
        assertThat(String.valueOf(Objects.requireNonNull(trailers.headers()).get("grpc-status")))
                .isEqualTo("0");
        assertThat(String.valueOf(target.received.getLast().get("te"))).isEqualTo("trailers");
    }

    @Test
    void fields_behind_a_request_reach_a_target_of_http_2_but_for_those_of_its_framing()
            throws Exception {
        Http2Target target = target("HTTP2", null);
        FrameCaller caller = caller();
        caller.send(
                "H:1:H:post!:path&:path=/echo D:1:-:\"abc"
                        + " H:1:EH:none&x-sum=7&content-length=9&host=b");
        assertThat(caller.next("D").text()).isEqualTo("abc");
        Http2Headers behind = target.trailers.getLast();
        assertThat(String.valueOf(behind.get("x-sum"))).isEqualTo("7");
        assertThat(behind).hasSize(1);
    }

    @Test
    void an_answer_of_grpc_may_be_nothing_but_fields() throws Exception {
        target("GRPC", "old");
        FrameCaller caller = caller();
        caller.send("H:1:EH:post!:path&:path=/only&content-type=application/grpc&te=trailers");
        FrameCaller.Got head = caller.next("H");
        assertThat(head.ends()).isTrue();
        assertThat(String.valueOf(Objects.requireNonNull(head.headers()).get("grpc-status")))
                .isEqualTo("12");
    }

    @Test
    void messages_go_both_ways_while_a_call_lasts() throws Exception {
        target("GRPC", null);
        FrameCaller caller = caller();
        caller.send("H:1:H:post!:path&:path=/count&content-type=application/grpc");
        assertThat(caller.next("H").ends()).isFalse();
        caller.send("D:1:-:\"abc");
        assertThat(caller.next("D").text()).isEqualTo("3 ");
        caller.send("D:1:-:\"abcde");
        assertThat(caller.next("D").text()).isEqualTo("5 ");
        caller.send("D:1:E:#");
        FrameCaller.Got got = caller.next("H");
        assertThat(got.ends()).isTrue();
    }

    /// ELB user guide, load-balancer-target-groups: protocol versions.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    HTTP2, GET, '', 200
                    HTTP2, POST, application/grpc, 200
                    GRPC, POST, '', 200
                    GRPC, GET, '', 464
                    GRPC, POST, application/grpc, 200
                    GRPC, GET, application/grpc+proto, 200
                    HTTP1, POST, application/grpc, 464
                    """)
    void protocol_versions_go_together_or_are_464(
            String version, String method, String type, int status) throws Exception {
        if (version.equals("HTTP1")) {
            scene.saying("never");
        } else {
            target(version, null);
        }
        FrameCaller caller = caller();
        caller.send(
                "H:1:EH:get!:method&:method="
                        + method
                        + (type.isEmpty() ? "" : "&content-type=" + type));
        assertThat(String.valueOf(Objects.requireNonNull(caller.next("H").headers()).status()))
                .isEqualTo(Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP2", "GRPC"})
    void a_request_of_http_1_is_464(String version) throws Exception {
        target(version, null);
        try (Caller caller = new Caller(TlsClients.connect(scene.address(), ""))) {
            assertThat(caller.get("/").status()).isEqualTo(464);
        }
    }

    @Test
    void a_target_that_resets_refuses_or_speaks_something_else_is_502() throws Exception {
        target("HTTP2", null);
        assertThat(send(to("/reset")).statusCode()).isEqualTo(502);
        scene.edge.accept(new EdgeCommand.RemoveGroup(EdgeScene.GROUP));
        scene.group("HTTP", "HTTP2", CHECK);
        scene.saying("in HTTP/1.1");
        assertThat(send(to("/")).statusCode()).isEqualTo(502);
        scene.edge.accept(new EdgeCommand.RemoveGroup(EdgeScene.GROUP));
        scene.group("HTTP", "HTTP2", CHECK);
        scene.add(EdgeScene.GROUP, 1);
        assertThat(send(to("/")).statusCode()).isEqualTo(502);
    }

    @Test
    void a_target_that_is_silent_is_504() throws Exception {
        target("HTTP2", null);
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        assertThat(send(to("/silent")).statusCode()).isEqualTo(504);
        assertThat(send(to("/a")).statusCode()).as("its connection goes on").isEqualTo(200);
    }

    @Test
    void a_client_that_goes_away_is_felt_by_the_target() throws Exception {
        Http2Target target = target("HTTP2", null);
        FrameCaller caller = caller();
        caller.send("H:1:EH:get!:path&:path=/silent");
        EdgeScene.until(() -> !target.received.isEmpty());
        caller.send("R:1:-:#00000008");
        EdgeScene.until(() -> target.resets.get() == 1);
    }

    @Test
    void a_target_that_is_removed_breaks_what_it_has_and_one_that_drains_does_not()
            throws Exception {
        Http2Target target = target("HTTP2", null);
        Target known = EdgeScene.target(EdgeScene.GROUP, target.port());
        var asked = client.sendAsync(to("/silent").build(), BodyHandlers.ofString());
        EdgeScene.until(() -> !target.received.isEmpty());
        scene.edge.accept(new EdgeCommand.DrainTarget(known));
        assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        scene.edge.accept(new EdgeCommand.RemoveTarget(known));
        assertThat(asked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({"HTTP2, ", "HTTP2, old", "GRPC, ", "GRPC, old"})
    void health_is_checked_as_the_group_speaks(String version, @Nullable String certificate)
            throws Exception {
        Http2Target target = target(version, certificate);
        EdgeScene.until(() -> states().contains(TargetState.HEALTHY));
        assertThat(target.probes.get()).isPositive();
    }

    @Test
    void a_grpc_status_that_the_matcher_does_not_take_is_unhealthy() throws Exception {
        HealthCheck check =
                new HealthCheck(1, 1, 2, 2, "/only", "0-5", "traffic-port", "HTTP", true);
        scene.group("HTTP", "GRPC", check);
        Http2Target target = new Http2Target(null, 10);
        scene.alsoClose(target);
        scene.add(EdgeScene.GROUP, target.port());
        EdgeScene.until(() -> states().contains(TargetState.UNHEALTHY));
        target.grpcStatus = 3;
        EdgeScene.until(() -> states().contains(TargetState.HEALTHY));
    }

    private List<TargetState> states() {
        return scene.observations.stream()
                .filter(TargetHealthChanged.class::isInstance)
                .map(it -> ((TargetHealthChanged) it).state())
                .toList();
    }
}
