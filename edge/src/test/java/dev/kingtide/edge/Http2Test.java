package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests of clients that speak HTTP/2, by the JDK's client.
class Http2Test {
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    private final EdgeScene scene = new EdgeScene().tls(POLICY, "shop");
    private final HttpClient client = client();

    @AfterEach
    void close() throws IOException {
        client.shutdownNow();
        scene.close();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(TlsClients.trusting())
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    private static HttpRequest.Builder to(EdgeScene scene, String path) {
        URI uri = URI.create("https://127.0.0.1:" + scene.address().getPort() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(to(scene, path).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requests_of_one_connection_reach_targets_as_http_1(Transport transport) throws Exception {
        if (!transport.works()) {
            return;
        }
        EdgeConfig config = EdgeConfig.standard().with(transport).with(Ports.ALLOCATED);
        try (EdgeScene other = new EdgeScene(config);
                HttpClient its = client()) {
            other.tls(POLICY, "shop");
            TargetServer target = other.saying("hello");
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> got =
                        its.send(to(other, "/a?b=c").build(), BodyHandlers.ofString());
                assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(got.statusCode()).isEqualTo(200);
                assertThat(got.body()).isEqualTo("hello");
            }
            assertThat(target.last().line()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(target.last().field("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(target.last().field("Host")).startsWith("127.0.0.1:");
            assertThat(target.last().field("Content-Length")).isNull();
            assertThat(target.last().field("Transfer-Encoding")).isNull();
            assertThat(target.connections.get()).isEqualTo(1);
            its.shutdownNow();
        }
    }

    @Test
    void bodies_pass_both_ways_whatever_their_length() throws Exception {
        scene.target((request, out, socket) -> out.write(TargetServer.ok(request.text())));
        for (int length : List.of(0, 1, 16_384, 65_535, 65_536, 3_000_000)) {
            String body = "x".repeat(length);
            HttpResponse<String> got =
                    client.send(
                            to(scene, "/").POST(BodyPublishers.ofString(body)).build(),
                            BodyHandlers.ofString());
            assertThat(got.body()).as("%d bytes", length).isEqualTo(body);
        }
    }

    @Test
    void a_body_of_unknown_length_goes_on_in_chunks() throws Exception {
        TargetServer target =
                scene.target((request, out, socket) -> out.write(TargetServer.ok(request.text())));
        HttpResponse<String> got =
                client.send(
                        to(scene, "/")
                                .POST(
                                        BodyPublishers.fromPublisher(
                                                BodyPublishers.ofString("abc".repeat(50_000))))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(got.body()).hasSize(150_000);
        assertThat(target.last().field("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void answers_in_chunks_and_until_the_end_arrive_whole() throws Exception {
        scene.target((request, out, socket) -> {
            if (request.line().contains("/chunks")) {
                out.write(
                        (Caller.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                                        + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write("HTTP/1.0 200 OK\r\n\r\nall".getBytes(StandardCharsets.ISO_8859_1));
                socket.close();
            }
        });
        assertThat(get("/chunks").body()).isEqualTo("abcde");
        assertThat(get("/end").body()).isEqualTo("all");
    }

    @Test
    void as_many_as_128_requests_are_under_way_at_once() throws Exception {
        CountDownLatch all = new CountDownLatch(128);
        scene.target((request, out, socket) -> {
            if (!request.line().contains("/first")) {
                all.countDown();
                if (!all.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("not all at once");
                }
            }
            out.write(TargetServer.ok(request.line()));
        });
        assertThat(get("/first").statusCode()).as("the connection is there").isEqualTo(200);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            answers.add(client.sendAsync(to(scene, "/" + i).build(), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 128; i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS).body())
                    .isEqualTo("GET /" + i + " HTTP/1.1");
        }
    }

    @Test
    void our_own_answers_have_their_form() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(503);
        scene.always(new Action.FixedResponse(418, "text/plain", "tea"));
        HttpResponse<String> fixed = get("/");
        assertThat(fixed.statusCode()).isEqualTo(418);
        assertThat(fixed.body()).isEqualTo("tea");
        assertThat(fixed.headers().firstValue("server")).contains("awselb/2.0");
        scene.always(new Action.Redirect(301, "#{protocol}", "#{host}", "#{port}", "/b", ""));
        HttpResponse<String> redirect = get("/a");
        assertThat(redirect.statusCode()).isEqualTo(301);
        assertThat(redirect.headers().firstValue("location").orElseThrow()).endsWith("/b");
        HttpResponse<String> trace =
                client.send(
                        to(scene, "/").method("TRACE", BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString());
        assertThat(trace.statusCode()).isEqualTo(405);
    }

    @Test
    void an_answer_to_head_has_a_length_and_no_body() throws Exception {
        scene.target((request, out, socket) ->
                out.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1)));
        HttpResponse<String> got =
                client.send(
                        to(scene, "/").method("HEAD", BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString());
        assertThat(got.headers().firstValue("content-length")).contains("12");
        assertThat(got.body()).isEmpty();
    }

    @Test
    void a_target_that_breaks_off_is_502_before_its_answer_and_a_reset_within() throws Exception {
        scene.target((request, out, socket) -> {
            if (request.line().contains("/within")) {
                out.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhalf"
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            socket.close();
        });
        assertThat(get("/before").statusCode()).isEqualTo(502);
        assertThatThrownBy(() -> get("/within")).isInstanceOf(IOException.class);
        assertThat(get("/before").statusCode()).as("the connection goes on").isEqualTo(502);
    }

    @Test
    void a_load_balancer_may_be_told_not_to_speak_http_2() throws Exception {
        scene.saying("hello");
        scene.balancer(Map.of("routing.http2.enabled", "false"));
        assertThat(get("/").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void a_slow_reader_holds_its_own_answer_back_and_no_other() throws Exception {
        String large = "x".repeat(8_000_000);
        scene.target((request, out, socket) ->
                out.write(TargetServer.ok(request.line().contains("/large") ? large : "small")));
        HttpResponse<InputStream> slow =
                client.send(to(scene, "/large").build(), BodyHandlers.ofInputStream());
        assertThat(get("/small").body()).isEqualTo("small");
        try (InputStream in = slow.body()) {
            assertThat(in.readAllBytes()).hasSize(large.length());
        }
    }

    @Test
    void access_logs_say_h2(@TempDir Path directory) throws Exception {
        EdgeConfig config =
                EdgeConfig.standard().with(Transport.NIO).with(Ports.ALLOCATED).withLogs(directory);
        try (EdgeScene other = new EdgeScene(config);
                HttpClient its = client()) {
            other.balancer(
                    Map.of("access_logs.s3.enabled", "true", "access_logs.s3.bucket", "logs"));
            other.tls(POLICY, "shop");
            other.saying("hello");
            its.send(to(other, "/a").build(), BodyHandlers.ofString());
            its.shutdownNow();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(files.getFirst()))) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(line).startsWith("h2 ").contains(":8080/a HTTP/2.0\"").contains(" TLSv1.3 ");
        }
    }

    @Test
    void a_client_that_goes_away_is_460_and_its_target_is_let_go() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        scene.target((request, out, socket) -> {
            there.countDown();
            if (socket.getInputStream().read() < 0) {
                gone.countDown();
            }
        });
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(to(scene, "/").build(), BodyHandlers.ofString());
        assertThat(there.await(30, TimeUnit.SECONDS)).isTrue();
        asked.cancel(true);
        client.shutdownNow();
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
