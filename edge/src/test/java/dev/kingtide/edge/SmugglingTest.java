package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No bytes reach a target as a request that the edge did not see as one: attacks as they are
/// published, in every desync mitigation mode, in front of a target that reads by the letter.
///
/// Sources: "HTTP Desync Attacks" (Kettle 2019) and its successors, RFC 9112 section 11.2, the
/// tests of http-desync-guardian.
class SmugglingTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String CHUNKED_THEN_SMUGGLED = "0\r\n\r\n" + SMUGGLED;
    private static final int LENGTH = CHUNKED_THEN_SMUGGLED.length();
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /// An attack.
    ///
    /// @param name what it is known as
    /// @param bytes what is sent
    /// @param defensive the status in defensive mode, of a target that answers 200
    /// @param forwarded the body that the target must have, null when it must not be asked
    record Attack(String name, String bytes, int defensive, @Nullable String forwarded) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack refused(String name, String fields, String body) {
        return new Attack(
                name, "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n" + body, 400, null);
    }

    private static Attack tamed(String name, String fields, String body, String forwarded) {
        return new Attack(
                name,
                "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n" + body,
                200,
                forwarded);
    }

    static List<Attack> attacks() {
        return List.of(
                tamed(
                        "CL.TE",
                        "Content-Length: " + LENGTH + "\r\nTransfer-Encoding: chunked",
                        CHUNKED_THEN_SMUGGLED,
                        ""),
                tamed(
                        "TE.CL",
                        "Transfer-Encoding: chunked\r\nContent-Length: 4",
                        "%x\r\n%s\r\n0\r\n\r\n".formatted(SMUGGLED.length(), SMUGGLED),
                        SMUGGLED),
                refused(
                        "CL.CL",
                        "Content-Length: 0\r\nContent-Length: " + SMUGGLED.length(),
                        SMUGGLED),
                refused("CL list", "Content-Length: 0, " + SMUGGLED.length(), SMUGGLED),
                refused("CL with a sign", "Content-Length: +" + SMUGGLED.length(), SMUGGLED),
                refused("CL in hexadecimal", "Content-Length: 0x0", SMUGGLED),
                refused("CL with a line feed", "Content-Length: 0\u000b", SMUGGLED),
                tamed(
                        "TE with a blank before the colon",
                        "Transfer-Encoding : chunked\r\nContent-Length: " + LENGTH,
                        CHUNKED_THEN_SMUGGLED,
                        CHUNKED_THEN_SMUGGLED),
                tamed(
                        "TE with an underscore",
                        "Transfer_Encoding: chunked\r\nContent-Length: " + LENGTH,
                        CHUNKED_THEN_SMUGGLED,
                        CHUNKED_THEN_SMUGGLED),
                tamed(
                        "CL with an underscore",
                        "Content_Length: 0\r\nTransfer-Encoding: chunked",
                        "3\r\nabc\r\n0\r\n\r\n",
                        "abc"),
                refused("TE folded", "Transfer-Encoding:\r\n chunked", CHUNKED_THEN_SMUGGLED),
                refused("TE xchunked", "Transfer-Encoding: xchunked", CHUNKED_THEN_SMUGGLED),
                refused("TE chunked twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
                refused(
                        "TE chunked in two fields",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                        CHUNKED_THEN_SMUGGLED),
                refused("TE with a tab's cousin", "Transfer-Encoding: \u000bchunked", "0\r\n\r\n"),
                refused("TE in quotes", "Transfer-Encoding: \"chunked\"", CHUNKED_THEN_SMUGGLED),
                refused("TE before a carriage return", "A: b\rTransfer-Encoding: chunked", ""),
                refused("a NUL in a value", "A: b\u0000Transfer-Encoding: chunked", ""),
                refused("a field that is folded", "A: b\r\n Transfer-Encoding: chunked", ""),
                refused("a chunk size with a sign", "Transfer-Encoding: chunked", "+3\r\nabc\r\n"),
                refused("a chunk size in 0x", "Transfer-Encoding: chunked", "0x3\r\nabc\r\n"),
                refused("a chunk without CR", "Transfer-Encoding: chunked", "3\nabc\r\n0\r\n\r\n"),
                refused(
                        "an extension with a line feed (TE.TE)",
                        "Transfer-Encoding: chunked",
                        "2;\nxx\r\n0\r\n\r\n"),
                refused(
                        "a chunk longer than it says",
                        "Transfer-Encoding: chunked",
                        "3\r\nabcd\r\n0\r\n\r\n"),
                refused(
                        "a chunk size beyond 64 bits",
                        "Transfer-Encoding: chunked",
                        "10000000000000003\r\nabc\r\n0\r\n\r\n"),
                refused(
                        "a trailer that is a request",
                        "Transfer-Encoding: chunked",
                        "3\r\nabc\r\n0\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(
                        "a trailer that is folded",
                        "Transfer-Encoding: chunked",
                        "3\r\nabc\r\n0\r\nA: b\r\n GET /smuggled HTTP/1.1\r\n\r\n"),
                refused(
                        "a trailer with a line feed alone",
                        "Transfer-Encoding: chunked",
                        "3\r\nabc\r\n0\r\nA: b\n\nGET /smuggled HTTP/1.1\r\n\r\n"),
                tamed(
                        "a trailer that is a framing field",
                        "Transfer-Encoding: chunked",
                        "3\r\nabc\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: x\r\n\r\n",
                        "abc"),
                tamed(
                        "an extension that is a request",
                        "Transfer-Encoding: chunked",
                        "3;GET /smuggled HTTP/1.1\r\nabc\r\n0\r\n\r\n",
                        "abc"),
                tamed(
                        "a Connection field that names the framing",
                        "Connection: content-length, host, x-forwarded-for\r\nContent-Length: 3",
                        "abc",
                        "abc"),
                new Attack(
                        "a GET with a body",
                        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                + SMUGGLED.length()
                                + "\r\n\r\n"
                                + SMUGGLED,
                        200,
                        SMUGGLED),
                new Attack(
                        "a blank in the path",
                        "GET /%20 HTTP/1.1\r\nX: y\r\n\r\n"
                                .replace("%20", "a HTTP/1.1 ")
                                .replace("X: y", "Host: x"),
                        200,
                        ""),
                new Attack("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, null),
                new Attack(
                        "chunks of HTTP/1.0",
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + CHUNKED_THEN_SMUGGLED,
                        200,
                        ""));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothing_is_smuggled(Attack attack) throws Exception {
        TargetServer target = scene.saying("fine");
        for (String mode : List.of("monitor", "defensive", "strictest")) {
            scene.balancer(Map.of("routing.http.desync_mitigation_mode", mode));
            target.received.clear();
            Caller caller = scene.caller();
            Caller.Got got = caller.send(attack.bytes).read();
            if (!mode.equals("strictest")) {
                assertThat(got.status()).as(mode).isEqualTo(attack.defensive);
            }
            drain(caller, mode);
            assertThat(target.received.stream().map(TargetServer.Received::line).toList())
                    .as(mode)
                    .allSatisfy(line -> assertThat(line).doesNotContain("bad"))
                    .hasSizeLessThanOrEqualTo(mode.equals("monitor") ? 2 : 1);
            if (got.status() == 200) {
                TargetServer.Received request = target.received.getFirst();
                assertThat(request.text()).as(mode).isEqualTo(attack.forwarded);
                assertFramedOnce(request);
            } else {
                assertThat(target.received).as(mode).isEmpty();
            }
        }
    }

    /// In monitor mode what follows the first request is the client's second one: the edge has seen
    /// it as one. In the other modes the connection must be over.
    private static void drain(Caller caller, String mode) throws IOException {
        caller.socket().setSoTimeout(mode.equals("monitor") ? 300 : 5_000);
        if (!mode.equals("monitor")) {
            return;
        }
        try {
            caller.read();
        } catch (IOException e) {
            // no second request, or the connection is over
        }
    }

    private static void assertFramedOnce(TargetServer.Received request) {
        assertThat(request.count("Content-Length") + request.count("Transfer-Encoding"))
                .isLessThanOrEqualTo(1);
        assertThat(request.count("Host")).isEqualTo(1);
        assertThat(request.head())
                .doesNotContainIgnoringCase("transfer_encoding")
                .doesNotContainIgnoringCase("content_length")
                .doesNotContainIgnoringCase("transfer-encoding :");
    }

    @Test
    void both_connections_end_with_an_ambiguous_request() throws Exception {
        TargetServer target = scene.saying("fine");
        Caller caller = scene.caller();
        caller.send(
                Caller.head(
                                "POST / HTTP/1.1",
                                "Host: x",
                                "Transfer-Encoding: chunked",
                                "Content-Length: 5")
                        + "0\r\n\r\n");
        assertThat(caller.read().field("Connection")).isEqualTo("close");
        assertThat(caller.isEnded()).isTrue();
        scene.caller().get("/");
        assertThat(target.connections.get()).isEqualTo(2);
    }

    @Test
    void an_acceptable_request_passes_but_in_strictest_mode() throws Exception {
        scene.saying("fine");
        String request = "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
        Caller caller = scene.caller();
        assertThat(caller.send(request).read().field("Connection")).isEqualTo("keep-alive");
        scene.balancer(Map.of("routing.http.desync_mitigation_mode", "strictest"));
        assertThat(caller.send(request).read().status()).isEqualTo(400);
    }

    @Test
    void odd_paths_and_fields_are_written_with_one_meaning() throws Exception {
        TargetServer target = scene.saying("fine");
        scene.caller()
                .send("GET /a b\u0001c HTTP/1.1\nHost: x\nX-A :  b\t\n: none\nx(y): z\n\n")
                .read();
        assertThat(target.last().line()).isEqualTo("GET /a%20b%01c HTTP/1.1");
        assertThat(target.last().head())
                .contains("\r\nX-A: b\r\n", "\r\nx(y): z\r\n")
                .doesNotContain("none");
        scene.balancer(Map.of("routing.http.drop_invalid_header_fields.enabled", "true"));
        scene.caller()
                .send("GET / HTTP/1.1\r\nHost: x\r\nx(y): z\r\nX_A: b\r\nX-B: c\r\n\r\n")
                .read();
        assertThat(target.last().head()).contains("X-B: c").doesNotContain("x(y)", "X_A");
    }

    @Test
    void what_is_too_large_is_refused() throws Exception {
        scene.saying("fine");
        assertThat(scene.caller().get("/" + "a".repeat(17_000)).status()).isEqualTo(414);
        String start = "GET / HTTP/1.1\r\nHost: x\r\n";
        assertThat(
                        scene.caller()
                                .send(start + "A: " + "b".repeat(17_000) + "\r\n\r\n")
                                .read()
                                .status())
                .isEqualTo(400);
        assertThat(
                        scene.caller()
                                .send(
                                        start
                                                + ("A: " + "b".repeat(8_000) + "\r\n").repeat(9)
                                                + "\r\n")
                                .read()
                                .status())
                .isEqualTo(400);
        String hops = "1.1.1.1, ".repeat(30) + "1.1.1.1";
        assertThat(
                        scene.caller()
                                .send(start + "X-Forwarded-For: " + hops + "\r\n\r\n")
                                .read()
                                .status())
                .isEqualTo(463);
        assertThat(scene.caller().send("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n").read().status())
                .isEqualTo(405);
        assertThat(scene.caller().send("\u0016\u0003\u0001hello").read().status()).isEqualTo(400);
        assertThat(scene.caller().send("GET / HTTP/3.0\r\n\r\n").read().status()).isEqualTo(505);
        assertThat(
                        scene.caller()
                                .send(
                                        Caller.head(
                                                "POST / HTTP/1.1",
                                                "Host: x",
                                                "Transfer-Encoding: gzip"))
                                .read()
                                .status())
                .isEqualTo(501);
        assertThat(scene.caller().send("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n").read().status())
                .isEqualTo(200);
    }
}
