package dev.kingtide.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client meets: bytes as they come, bounds, and one answer after another.
class HttpFrontTest {
    private static final HttpFront.Limits LIMITS =
            new HttpFront.Limits(1_000, 2_000, 10_000, 4, 2, 2, 3);
    private final CountDownLatch gate = new CountDownLatch(1);
    private HttpFront front;

    @BeforeEach
    void listen() throws IOException {
        front =
                HttpFront.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        LIMITS,
                        this::answer);
    }

    @AfterEach
    void close() {
        gate.countDown();
        front.close();
    }

    private WireResponse answer(WireRequest request) {
        if (request.path().equals("/slow")) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String text =
                request.method()
                        + ' '
                        + request.target()
                        + ' '
                        + new String(request.body(), StandardCharsets.UTF_8);
        return new WireResponse(
                200,
                List.of(new Header("X-Seen", String.valueOf(request.header("x-sent")))),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_request_may_come_in_any_two_pieces() throws IOException {
        byte[] request = post("/a?b=c", "hello");
        for (int split = 1; split < request.length; split++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(request, 0, split);
                socket.getOutputStream().flush();
                settle();
                socket.getOutputStream().write(request, split, request.length - split);
                assertThat(read(socket)).as("split at %d", split).endsWith("POST /a?b=c hello");
            }
        }
    }

    /// Gives the server a moment to read what is there, so that pieces do not become one.
    private static void settle() {
        long until = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_connection_serves_many_requests_also_when_they_are_sent_at_once() throws IOException {
        try (Socket socket = connect()) {
            var all = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                all.write(post("/" + i, "body " + i));
            }
            socket.getOutputStream().write(all.toByteArray());
            for (int i = 0; i < 20; i++) {
                assertThat(read(socket)).endsWith("POST /" + i + " body " + i);
            }
        }
    }

    @Test
    void headers_go_in_and_out() throws IOException {
        assertThat(say("GET / HTTP/1.1\r\nHost: x\r\nX-Sent: yes\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("x-seen: yes")
                .containsPattern("(?i)date: \\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} GMT\r\n");
    }

    @Test
    void what_is_too_much_is_refused_by_name() throws IOException {
        assertThat(say("GET /" + "a".repeat(1_000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(say("GET / HTTP/1.1\r\nA: " + "a".repeat(2_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(say("POST / HTTP/1.1\r\nContent-Length: 10001\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(say("this is not HTTP\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_client_that_dawdles_is_cut_off_however_often_it_sends_a_byte() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(100);
            String answer = "";
            byte[] request = post("/", "x".repeat(1_000));
            for (int i = 0; i < 100 && answer.isEmpty(); i++) {
                socket.getOutputStream().write(request, i, 1);
                try {
                    answer = read(socket);
                } catch (SocketTimeoutException e) {
                    assertThat(i).as("pieces before the answer").isLessThan(90);
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void a_connection_on_which_nothing_happens_is_closed() throws IOException {
        try (Socket socket = connect()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void more_at_work_than_allowed_are_told_to_come_again() throws IOException {
        try (Socket one = connect();
                Socket two = connect();
                Socket three = connect()) {
            one.getOutputStream().write(post("/slow", ""));
            two.getOutputStream().write(post("/slow", ""));
            String refused = "";
            for (int i = 0; i < 200 && !refused.contains(" 503 "); i++) {
                three.getOutputStream().write(post("/fast", ""));
                refused = read(three);
                settle();
            }
            assertThat(refused).startsWith("HTTP/1.1 503");
            gate.countDown();
            assertThat(read(one)).startsWith("HTTP/1.1 200");
            assertThat(read(two)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void more_connections_than_allowed_are_closed_as_they_come() throws IOException {
        Socket[] open = new Socket[LIMITS.connections()];
        for (int i = 0; i < open.length; i++) {
            open[i] = connect();
            open[i].getOutputStream().write(post("/", ""));
            assertThat(read(open[i])).startsWith("HTTP/1.1 200");
        }
        try (Socket further = connect()) {
            assertThat(closed(further)).isTrue();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String say(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(socket);
        }
    }

    private static byte[] post(String target, String body) {
        return ("POST "
                        + target
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// One whole answer.
    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        int length = Integer.parseInt(lower.substring(at + 16, lower.indexOf("\r\n", at)).strip());
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
