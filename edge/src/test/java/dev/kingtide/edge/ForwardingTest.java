package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests reach targets and answers clients, as Elastic Load Balancing carries them.
class ForwardingTest {
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_request_reaches_the_target_and_its_answer_the_client() throws Exception {
        TargetServer target = scene.saying("hello");
        Caller.Got got = scene.caller().get("/a/b?c=d");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo("hello");
        assertThat(target.last().line()).isEqualTo("GET /a/b?c=d HTTP/1.1");
    }

    @Test
    void the_target_is_told_who_asked_and_how() throws Exception {
        TargetServer target = scene.saying("");
        Caller caller = scene.caller();
        caller.get("/");
        TargetServer.Received request = target.last();
        assertThat(request.field("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(request.field("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(request.field("X-Forwarded-Port")).isEqualTo("8080");
        assertThat(request.field("Host")).isEqualTo("shop.example:8080");
        assertThat(request.field("X-Amzn-Trace-Id")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
    }

    @Test
    void what_the_client_says_of_earlier_hops_is_kept_and_continued() throws Exception {
        TargetServer target = scene.saying("");
        scene.caller()
                .send(
                        Caller.head(
                                "GET / HTTP/1.1",
                                "Host: shop:8080",
                                "X-Forwarded-For: 10.0.0.1",
                                "x-forwarded-for: 10.0.0.2",
                                "X-Forwarded-Proto: https",
                                "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;A=b"))
                .read();
        TargetServer.Received request = target.last();
        assertThat(request.field("X-Forwarded-For")).isEqualTo("10.0.0.1, 10.0.0.2, 127.0.0.1");
        assertThat(request.count("X-Forwarded-For")).isEqualTo(1);
        assertThat(request.field("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(request.field("Host")).isEqualTo("shop:8080");
        assertThat(request.field("X-Amzn-Trace-Id"))
                .matches("Self=1-[0-9a-f-]{33};Root=1-67891233-abcdef012345678912345678;A=b");
    }

    @Test
    void attributes_decide_on_forwarded_for_and_host() throws Exception {
        TargetServer target = scene.saying("");
        String request = "GET / HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n";
        Caller caller = scene.caller();
        scene.balancer(
                Map.of(
                        "routing.http.xff_header_processing.mode", "preserve",
                        "routing.http.preserve_host_header.enabled", "true"));
        caller.send(request).read();
        assertThat(target.last().field("X-Forwarded-For")).isEqualTo("10.0.0.1");
        assertThat(target.last().field("Host")).isEqualTo("shop");
        scene.balancer(Map.of("routing.http.xff_header_processing.mode", "remove"));
        caller.send(request).read();
        assertThat(target.last().field("X-Forwarded-For")).isNull();
        scene.balancer(
                Map.of(
                        "routing.http.xff_header_processing.mode", "append",
                        "routing.http.xff_client_port.enabled", "true"));
        caller.send(request).read();
        assertThat(target.last().field("X-Forwarded-For"))
                .isEqualTo("10.0.0.1, 127.0.0.1:" + caller.socket().getLocalPort());
    }

    @Test
    void what_concerns_one_connection_only_is_not_passed_on() throws Exception {
        TargetServer target =
                scene.target((request, out, socket) ->
                        out.write(
                                Caller.head(
                                                "HTTP/1.1 200 OK",
                                                "Connection: x-mine, keep-alive",
                                                "X-Mine: 1",
                                                "Keep-Alive: timeout=5",
                                                "X-Yours: 2",
                                                "Content-Length: 0")
                                        .getBytes(StandardCharsets.ISO_8859_1)));
        Caller.Got got =
                scene.caller()
                        .send(
                                Caller.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop",
                                        "Connection: x-secret, close",
                                        "X-Secret: 1",
                                        "TE: trailers",
                                        "Keep-Alive: 3",
                                        "Upgrade: h2c",
                                        "HTTP2-Settings: AA",
                                        "X-Plain: 2"))
                        .read();
        assertThat(target.last().head())
                .contains("X-Plain: 2")
                .doesNotContain("X-Secret", "TE:", "Keep-Alive", "Upgrade", "HTTP2-Settings")
                .doesNotContain("Connection:");
        assertThat(got.field("X-Mine")).isNull();
        assertThat(got.field("Keep-Alive")).isNull();
        assertThat(got.field("X-Yours")).isEqualTo("2");
        assertThat(got.all("Connection")).containsExactly("close");
    }

    @Test
    void connections_to_targets_are_used_again() throws Exception {
        TargetServer target = scene.saying("x");
        Caller caller = scene.caller();
        for (int i = 0; i < 20; i++) {
            assertThat(caller.get("/" + i).status()).isEqualTo(200);
        }
        assertThat(target.received).hasSize(20);
        assertThat(target.connections.get()).isEqualTo(1);
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        scene.target((request, out, socket) -> out.write(TargetServer.ok(request.line())));
        Caller caller = scene.caller();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            all.append("GET /%d HTTP/1.1\r\nHost: shop\r\n\r\n".formatted(i));
        }
        caller.send(all.toString());
        for (int i = 0; i < 50; i++) {
            assertThat(caller.read().body()).isEqualTo("GET /" + i + " HTTP/1.1");
        }
    }

    @Test
    void bodies_go_both_ways_in_every_framing() throws Exception {
        TargetServer target =
                scene.target((request, out, socket) -> {
                    String text = request.text();
                    switch (String.valueOf(request.field("X-Answer"))) {
                        case "chunked" ->
                                out.write(
                                        Caller.head(
                                                        "HTTP/1.1 200 OK",
                                                        "Transfer-Encoding: chunked",
                                                        "",
                                                        "%x;ext=1",
                                                        "%s",
                                                        "0",
                                                        "X-Trailer: 1")
                                                .formatted(text.length(), text)
                                                .getBytes(StandardCharsets.ISO_8859_1));
                        case "close" -> {
                            out.write(
                                    ("HTTP/1.1 200 OK\r\n\r\n" + text)
                                            .getBytes(StandardCharsets.ISO_8859_1));
                            socket.close();
                        }
                        default -> out.write(TargetServer.ok(text));
                    }
                });
        String text = "0123456789".repeat(20_000);
        Caller caller = scene.caller();
        for (String answer : new String[] {"length", "chunked", "close"}) {
            String start = "POST / HTTP/1.1\r\nHost: shop\r\nX-Answer: " + answer + "\r\n";
            caller.send(start + "Content-Length: " + text.length() + "\r\n\r\n" + text);
            assertThat(caller.read().body()).as(answer).isEqualTo(text);
            assertThat(target.last().field("Content-Length")).isEqualTo("" + text.length());
            caller.send(start + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                caller.send("4e20\r\n" + text.substring(i * 20_000, (i + 1) * 20_000) + "\r\n");
            }
            caller.send("0\r\nX-Trailer: 1\r\n\r\n");
            assertThat(caller.read().body()).as(answer).isEqualTo(text);
            assertThat(target.last().field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(target.last().field("Content-Length")).isNull();
        }
    }

    @Test
    void a_client_of_http_1_0_gets_what_it_understands() throws Exception {
        scene.target((request, out, socket) ->
                out.write(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1)));
        Caller caller = scene.caller();
        Caller.Got got = caller.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();
        assertThat(got.body()).isEqualTo("abc");
        assertThat(got.field("Transfer-Encoding")).isNull();
        assertThat(got.field("Connection")).isEqualTo("close");
    }

    @Test
    void answers_without_a_body_end_with_their_heads() throws Exception {
        scene.target((request, out, socket) ->
                out.write(
                        (request.line().startsWith("HEAD")
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                        : request.line().contains("204")
                                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                                : Caller.head(
                                                        "HTTP/1.1 304 Not Modified",
                                                        "Content-Length: 9"))
                                .getBytes(StandardCharsets.ISO_8859_1)));
        Caller caller = scene.caller();
        Caller.Got head = caller.send("HEAD / HTTP/1.1\r\nHost: shop\r\n\r\n").read(true);
        assertThat(head.field("Content-Length")).isEqualTo("5");
        assertThat(caller.get("/204").field("Content-Length")).isNull();
        assertThat(caller.get("/304").status()).isEqualTo(304);
        assertThat(caller.get("/204").status()).isEqualTo(204);
    }

    @Test
    void interim_answers_are_passed_on() throws Exception {
        scene.target((request, out, socket) -> {
            out.write(
                    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            out.write(TargetServer.ok("then"));
        });
        Caller caller = scene.caller();
        caller.send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
        assertThat(caller.read().field("Link")).isEqualTo("</a>");
        assertThat(caller.read().body()).isEqualTo("then");
    }

    @Test
    void a_websocket_is_a_tunnel() throws Exception {
        scene.target((request, out, socket) -> {
            assertThat(request.field("Upgrade")).isEqualTo("websocket");
            out.write(
                    Caller.head(
                                    "HTTP/1.1 101 Switching Protocols",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade")
                            .getBytes(StandardCharsets.ISO_8859_1));
            byte[] bytes = new byte[5];
            while (socket.getInputStream().readNBytes(bytes, 0, 5) == 5) {
                out.write(bytes);
            }
            socket.close();
        });
        Caller caller = scene.caller();
        Caller.Got got =
                caller.send(
                                Caller.head(
                                        "GET /chat HTTP/1.1",
                                        "Host: shop",
                                        "Upgrade: websocket",
                                        "Connection: Upgrade",
                                        "Sec-WebSocket-Version: 13",
                                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
                        .read();
        assertThat(got.status()).isEqualTo(101);
        assertThat(caller.send("12345").raw(5)).isEqualTo("12345");
        assertThat(caller.send("67890").raw(5)).isEqualTo("67890");
        caller.socket().shutdownOutput();
        assertThat(caller.isEnded()).isTrue();
    }
}
