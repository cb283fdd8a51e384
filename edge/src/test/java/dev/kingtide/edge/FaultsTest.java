package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.edge.proxy.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients get when something is wrong (ELB user guide, load-balancer-troubleshooting).
class FaultsTest {
    private final EdgeScene scene = new EdgeScene(new Limits(20, 16, 700, 500));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        end.countDown();
        scene.close();
    }

    @Test
    void without_a_registered_target_it_is_503() throws Exception {
        Caller caller = scene.caller();
        Caller.Got got = caller.get("/");
        assertThat(got.status()).isEqualTo(503);
        assertThat(got.field("Server")).isEqualTo("awselb/2.0");
        assertThat(got.body()).contains("<h1>503 Service Temporarily Unavailable</h1>");
        assertThat(caller.get("/").status()).as("the connection goes on").isEqualTo(503);
    }

    @Test
    void a_listener_without_its_certificate_is_closed_and_says_why() {
        Rule rule =
                new Rule("rule/1", Rule.DEFAULT_PRIORITY, List.of(), Rule.Action.Forward.to("g"));
        scene.edge.accept(
                new EdgeCommand.PutListener(
                        new Listener(
                                EdgeScene.LISTENER,
                                EdgeScene.BALANCER,
                                "HTTPS",
                                8080,
                                List.of(rule),
                                new Listener.Tls("ELBSecurityPolicy-2016-08", "none", List.of()))));
        assertThat(scene.edge.settle(30_000)).isTrue();
        Endpoint endpoint = scene.edge.endpoints().getFirst();
        assertThat(endpoint.address()).isNull();
        assertThat(endpoint.fault())
                .isEqualTo(
                        "it cannot speak TLS: its default certificate or its trust store is not"
                                + " there");
    }

    @Test
    void a_target_that_refuses_is_502() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        scene.add(EdgeScene.GROUP, port);
        assertThat(scene.caller().get("/").status()).isEqualTo(502);
    }

    @Test
    void a_target_that_does_not_take_connections_is_504() throws Exception {
        ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        scene.alsoClose(deaf);
        List<Socket> filling = new ArrayList<>();
        for (int i = 0; i < 4; i++) { // the queue of the kernel is full after two
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(deaf.getLocalSocketAddress(), 50);
            } catch (IOException full) {
                break;
            }
        }
        scene.add(EdgeScene.GROUP, deaf.getLocalPort());
        assertThat(scene.caller().get("/").status()).isEqualTo(504);
        for (Socket socket : filling) {
            socket.close();
        }
    }

    @Test
    void a_target_that_closes_without_an_answer_is_502() throws Exception {
        scene.target((request, out, socket) -> socket.close());
        assertThat(scene.caller().get("/").status()).isEqualTo(502);
    }

    @Test
    void a_target_that_resets_is_502() throws Exception {
        scene.target((request, out, socket) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
        assertThat(scene.caller().get("/").status()).isEqualTo(502);
    }

    @Test
    void answers_that_are_none_are_502() throws Exception {
        scene.target((request, out, socket) -> {
            String path = request.line().split(" ", -1)[1];
            out.write(
                    switch (path) {
                        case "/noise" ->
                                "who are you\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
                        case "/lengths" ->
                                Caller.head(
                                                "HTTP/1.1 200 OK",
                                                "Content-Length: 1",
                                                "Content-Length: 2",
                                                "",
                                                "ab")
                                        .getBytes(StandardCharsets.ISO_8859_1);
                        case "/encoding" ->
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab"
                                        .getBytes(StandardCharsets.ISO_8859_1);
                        case "/fold" ->
                                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"
                                        .getBytes(StandardCharsets.ISO_8859_1);
                        case "/huge" ->
                                ("HTTP/1.1 200 OK\r\nA: " + "b".repeat(33_000) + "\r\n\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1);
                        case "/switch" ->
                                "HTTP/1.1 101 Switching Protocols\r\n\r\n"
                                        .getBytes(StandardCharsets.ISO_8859_1);
                        default -> "HTTP/2.0 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
                    });
        });
        for (String path :
                List.of(
                        "/noise",
                        "/lengths",
                        "/encoding",
                        "/fold",
                        "/huge",
                        "/switch",
                        "/version")) {
            assertThat(scene.caller().get(path).status()).as(path).isEqualTo(502);
        }
    }

    @Test
    void a_target_that_hangs_is_504_after_the_idle_timeout() throws Exception {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        scene.target((request, out, socket) -> end.await());
        long start = System.nanoTime();
        assertThat(scene.caller().get("/").status()).isEqualTo(504);
        assertThat((System.nanoTime() - start) / 1e9).isBetween(0.9, 30.0);
    }

    @Test
    void an_answer_that_breaks_off_is_cut_and_seen_to_be() throws Exception {
        scene.target((request, out, socket) -> {
            boolean chunked = request.line().contains("chunked");
            out.write(
                    (chunked
                                    ? Caller.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                                            + "5\r\nabcde\r\n"
                                    : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.close();
        });
        assertThatThrownBy(() -> scene.caller().get("/length")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> scene.caller().get("/chunked")).isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_that_stalls_is_cut_after_the_idle_timeout() throws Exception {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        scene.target((request, out, socket) -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde"
                            .getBytes(StandardCharsets.ISO_8859_1));
            end.await();
        });
        assertThatThrownBy(() -> scene.caller().get("/")).isInstanceOf(IOException.class);
    }

    @Test
    void a_client_that_stops_within_its_request_is_408() throws Exception {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        TargetServer target = scene.saying("");
        Caller head = scene.caller();
        assertThat(head.send("GET / HTTP/1.1\r\nHo").read().status()).isEqualTo(408);
        assertThat(head.isEnded()).isTrue();
        Caller body = scene.caller();
        body.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(body.read().status()).isEqualTo(408);
        Caller nothing = scene.caller();
        assertThat(nothing.read().status()).isEqualTo(408);
        assertThat(target.received).isEmpty();
    }

    @Test
    void a_client_that_does_nothing_between_requests_is_let_go_without_a_word() throws Exception {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        scene.saying("x");
        Caller caller = scene.caller();
        caller.get("/");
        assertThat(caller.isEnded()).isTrue();
    }

    @Test
    void a_connection_is_not_used_longer_than_the_client_keep_alive() throws Exception {
        scene.saying("x");
        Caller caller = scene.caller();
        assertThat(caller.get("/").field("Connection")).isEqualTo("keep-alive");
        scene.balancer(Map.of("client_keep_alive.seconds", "0"));
        assertThat(caller.get("/").field("Connection")).isEqualTo("close");
        assertThat(caller.isEnded()).isTrue();
    }

    @Test
    void a_client_that_goes_away_ends_the_request_at_the_target() throws Exception {
        CountDownLatch sawTheEnd = new CountDownLatch(1);
        TargetServer target =
                scene.target((request, out, socket) -> {
                    if (socket.getInputStream().read() < 0) {
                        sawTheEnd.countDown();
                    }
                });
        Caller caller = scene.caller().send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
        EdgeScene.until(() -> target.received.size() == 1);
        caller.close();
        assertThat(sawTheEnd.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_target_that_is_removed_takes_its_requests_along() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TargetServer server =
                new TargetServer((request, out, socket) -> {
                    there.countDown();
                    end.await();
                });
        scene.alsoClose(server);
        Target target = scene.add(EdgeScene.GROUP, server.port());
        Caller caller = scene.caller().send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
        there.await();
        scene.edge.accept(new EdgeCommand.DrainTarget(target));
        scene.edge.accept(new EdgeCommand.RemoveTarget(target));
        assertThat(caller.read().status()).isEqualTo(502);
    }

    @Test
    void more_connections_than_there_may_be_are_closed() throws Exception {
        scene.saying("x");
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(scene.caller());
            callers.getLast().get("/");
        }
        assertThat(scene.caller().isEnded()).isTrue();
        callers.getFirst().close();
        EdgeScene.until(() -> {
            try (Caller one = new Caller(scene.address())) {
                return one.get("/").status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void a_client_that_does_not_read_stops_the_target_from_sending() throws Exception {
        java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
        long size = 256L << 20;
        scene.target((request, out, socket) -> {
            out.write(
                    ("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            byte[] block = new byte[1 << 16];
            for (long left = size; left > 0; left -= block.length) {
                out.write(block);
                sent.addAndGet(block.length);
            }
        });
        Caller caller = scene.caller().send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
        long before = -1;
        while (sent.get() == 0 || sent.get() != before) {
            before = sent.get();
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
        }
        assertThat(sent.get()).as("what is on its way").isLessThan(64L << 20);
        assertThat(caller.read().body()).hasSize((int) size);
    }

    /// The connection of a POST; one of a health check may come before it, and is closed.
    private static Socket accepted(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        while (socket.getInputStream().read() != 'P') {
            socket.close();
            socket = server.accept();
        }
        return socket;
    }

    @Test
    void a_target_that_does_not_read_stops_the_client_from_sending() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        long size = 128L << 20;
        ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        scene.alsoClose(slow);
        Thread.ofVirtual()
                .start(() -> {
                    try (Socket socket = accepted(slow)) {
                        go.await();
                        long left = size;
                        byte[] block = new byte[1 << 16];
                        for (int read = 0; left > 0 && read >= 0; left -= read) {
                            read = socket.getInputStream().read(block);
                        }
                        socket.getOutputStream().write(TargetServer.ok("all"));
                        end.await();
                    } catch (IOException | InterruptedException e) {
                        // the test sees that nothing is answered
                    }
                });
        scene.add(EdgeScene.GROUP, slow.getLocalPort());
        Caller caller = scene.caller();
        caller.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: " + size + "\r\n\r\n");
        java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        byte[] block = new byte[1 << 16];
                        for (long left = size; left > 0; left -= block.length) {
                            caller.send(block);
                            sent.addAndGet(block.length);
                        }
                    } catch (IOException e) {
                        // the test sees that nothing is answered
                    }
                });
        long before = -1;
        while (sent.get() == 0 || sent.get() != before) {
            before = sent.get();
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
        }
        assertThat(sent.get()).as("what is on its way").isLessThan(64L << 20);
        go.countDown();
        assertThat(caller.read().body()).isEqualTo("all");
    }
}
