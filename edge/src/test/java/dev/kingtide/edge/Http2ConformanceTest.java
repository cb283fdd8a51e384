package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Rule.Action;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The protocol of HTTP/2, frame by frame: the cases of h2spec, by their sections, and some of our
/// own ([FrameCaller] says how frames are written).
class Http2ConformanceTest {
    private final EdgeScene scene = new EdgeScene();

    @BeforeEach
    void a_listener_that_speaks_tls() {
        scene.tls("ELBSecurityPolicy-TLS13-1-2-2021-06", "shop");
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private FrameCaller caller() throws IOException {
        FrameCaller caller = new FrameCaller(scene.address());
        scene.alsoClose(caller);
        return caller;
    }

    /// Outcomes: `goaway CODE` and the end of the connection; `rst CODE` of a stream; `200` and so
    /// on, an answer; `pong`; `ack` of settings; `alive`, nothing but that the connection goes on.
    /// Where the RFC leaves a choice, both are named.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a request | H:1:EH:get | 200
                    a request with a body | H:1:H:post D:1:E:"a=b | 200
                    a request with trailers | H:1:H:post D:1:-:"a H:1:EH:none&x-sum=1 | 200
                    a request in two frames | H:1:E:get/1 C:1:H:get/2 | 200
                    a request in three frames | H:1:E:get/1 C:1:!:get/2 C:1:H:# | 200
                    a padded request | H:1:H:post D:1:EP:#0361000000 | 200
                    a request with a priority | H:1:EHR:#000000000f828784 | 200
                    two requests | H:1:EH:get H:3:EH:get | 200
                    a priority of nothing | PR:3:-:#000000000f H:5:EH:get | 200
                    4.1 an unknown type is overlooked | 22:0:-:#00 P:0:-:*8 | pong
                    4.1 unknown flags are overlooked | P:0:x:*8 | alive
                    4.1 the reserved bit is overlooked | P:2147483648:-:*8 | pong
                    4.2 a frame of the largest size | H:1:H:post D:1:E:*16384 | 200
                    4.2 DATA beyond it | H:1:H:post D:1:E:*16385 | goaway FRAME_SIZE_ERROR, rst FRAME_SIZE_ERROR
                    4.2 HEADERS beyond it | H:1:EH:*16385 | goaway FRAME_SIZE_ERROR
                    4.3 a block that is none | H:1:EH:#00ffffffffffffffffffff | goaway COMPRESSION_ERROR
                    4.3 PRIORITY within a block | H:1:E:get/1 PR:1:-:#000000000f C:1:H:get/2 | goaway PROTOCOL_ERROR
                    4.3 another stream within a block | H:1:E:get/1 H:3:EH:get | goaway PROTOCOL_ERROR
                    5.1 DATA on an idle stream | D:1:E:"a | goaway PROTOCOL_ERROR
                    5.1 RST_STREAM on an idle stream | R:1:-:#00000008 | goaway PROTOCOL_ERROR
                    5.1 WINDOW_UPDATE on an idle stream | W:1:-:#00000064 | goaway PROTOCOL_ERROR
                    5.1 CONTINUATION on an idle stream | C:1:H:get | goaway PROTOCOL_ERROR
                    5.1 an even stream | H:2:EH:get | goaway PROTOCOL_ERROR
                    5.1.1 a stream below the last | H:5:EH:get H:3:EH:get | goaway PROTOCOL_ERROR, goaway STREAM_CLOSED, rst STREAM_CLOSED
                    5.1 WINDOW_UPDATE on a closed stream | H:1:EH:get W:1:-:#00000064 P:0:-:*8 | pong
                    5.1 RST_STREAM on a closed stream | H:1:H:post R:1:-:#00000008 R:1:-:#00000008 P:0:-:*8 | pong
                    5.1 PRIORITY on a closed stream | H:1:EH:get PR:1:-:#000000000f P:0:-:*8 | pong
                    5.5 an unknown frame within a block | H:1:E:get/1 22:0:-:#00 C:1:H:get/2 | goaway PROTOCOL_ERROR
                    6.1 DATA on stream 0 | D:0:-:"a | goaway PROTOCOL_ERROR
                    6.1 more padding than DATA | H:1:H:post D:1:EP:#0661 | goaway PROTOCOL_ERROR
                    6.2 HEADERS on stream 0 | H:0:EH:get | goaway PROTOCOL_ERROR
                    6.2 more padding than HEADERS | H:1:EHP:#0600 | goaway PROTOCOL_ERROR
                    6.3 PRIORITY on stream 0 | PR:0:-:#000000000f | goaway PROTOCOL_ERROR
                    6.3 PRIORITY of 4 bytes | H:1:H:post PR:1:-:#0000000f | goaway FRAME_SIZE_ERROR, rst FRAME_SIZE_ERROR
                    6.4 RST_STREAM on stream 0 | R:0:-:#00000008 | goaway PROTOCOL_ERROR
                    6.4 RST_STREAM of 3 bytes | H:1:H:post R:1:-:#000008 | goaway FRAME_SIZE_ERROR
                    6.5 settings are acknowledged | S:0:-:#000300000064 | ack
                    6.5 an acknowledgement with settings | S:0:A:#000300000064 | goaway FRAME_SIZE_ERROR
                    6.5 SETTINGS on a stream | S:1:-:#000300000064 | goaway PROTOCOL_ERROR
                    6.5 SETTINGS of 5 bytes | S:0:-:#0003000000 | goaway FRAME_SIZE_ERROR
                    6.5.2 ENABLE_PUSH 2 | S:0:-:#000200000002 | goaway PROTOCOL_ERROR
                    6.5.2 a window too large | S:0:-:#000480000000 | goaway FLOW_CONTROL_ERROR
                    6.5.2 frames too small | S:0:-:#000500003fff | goaway PROTOCOL_ERROR
                    6.5.2 frames too large | S:0:-:#000501000000 | goaway PROTOCOL_ERROR
                    6.5.2 an unknown setting | S:0:-:#00ff00000001 P:0:-:*8 | pong
                    6.7 a ping | P:0:-:#0102030405060708 | pong
                    6.7 an answer to a ping | P:0:A:*8 | alive
                    6.7 PING on a stream | P:1:-:*8 | goaway PROTOCOL_ERROR
                    6.7 PING of 6 bytes | P:0:-:*6 | goaway FRAME_SIZE_ERROR
                    6.8 GOAWAY on a stream | G:1:-:*8 | goaway PROTOCOL_ERROR
                    6.9 a window of 0 more | W:0:-:*4 | goaway PROTOCOL_ERROR
                    6.9 a window of 0 more on a stream | H:1:H:post W:1:-:*4 | rst PROTOCOL_ERROR, goaway PROTOCOL_ERROR
                    6.9 WINDOW_UPDATE of 3 bytes | W:0:-:*3 | goaway FRAME_SIZE_ERROR
                    6.9.1 a window beyond 2^31-1 | W:0:-:#7fffffff W:0:-:#7fffffff | goaway FLOW_CONTROL_ERROR
                    6.9.1 a stream's window beyond it | S:0:-:#000400000000 H:1:EH:get W:1:-:#7fffffff W:1:-:#7fffffff | rst FLOW_CONTROL_ERROR, 200
                    6.9.2 a window that opens later | S:0:-:#000400000000 H:1:EH:get S:0:-:#00040000000a | 200
                    6.10 CONTINUATION after the end of a block | H:1:H:post C:1:H:# | goaway PROTOCOL_ERROR
                    6.10 CONTINUATION on stream 0 | H:1:E:get/1 C:0:H:get/2 | goaway PROTOCOL_ERROR
                    6.10 CONTINUATION of DATA | H:1:H:post D:1:-:"a C:1:H:# | goaway PROTOCOL_ERROR
                    8.1 trailers that do not end | H:1:H:post D:1:-:"a H:1:H:none&x=1 | rst PROTOCOL_ERROR, goaway PROTOCOL_ERROR
                    8.1 trailers with a name in upper case | H:1:H:post D:1:-:"a H:1:EH:none&X-A=b | rst PROTOCOL_ERROR
                    8.1 trailers with Connection | H:1:H:post D:1:-:"a H:1:EH:none&connection=close | rst PROTOCOL_ERROR
                    8.1 trailers with Transfer-Encoding | H:1:H:post D:1:-:"a H:1:EH:none&transfer-encoding=chunked | rst PROTOCOL_ERROR
                    8.1 trailers with a line feed | H:1:H:post D:1:-:"a H:1:EH:none&x=a%0Ab | rst PROTOCOL_ERROR
                    8.1 trailers with Content-Length and Host | H:1:H:post D:1:-:"a H:1:EH:none&content-length=9&host=b | 200
                    8.1 nothing in trailers | H:1:H:post D:1:-:"a H:1:EH:none | 200
                    8.1 trailers and no body | H:1:H:post H:1:EH:none&x-sum=0 | 200
                    8.1 DATA behind trailers | H:1:H:post D:1:-:"a H:1:EH:none&x=1 D:1:E:"b | rst STREAM_CLOSED, goaway STREAM_CLOSED
                    8.1.2 a name in upper case | H:1:EH:get&X-A=b | rst PROTOCOL_ERROR
                    8.1.2.1 an unknown pseudo-header | H:1:EH:get&:test=a | rst PROTOCOL_ERROR
                    8.1.2.1 a pseudo-header of answers | H:1:EH:get&:status=200 | rst PROTOCOL_ERROR
                    8.1.2.1 a pseudo-header in trailers | H:1:H:post D:1:-:"a H:1:EH:none&:method=GET | rst PROTOCOL_ERROR
                    8.1.2.1 a pseudo-header behind a field | H:1:EH:get!:path&x=y&:path=/ | rst PROTOCOL_ERROR
                    8.1.2.2 Connection | H:1:EH:get&connection=close | rst PROTOCOL_ERROR
                    8.1.2.2 Keep-Alive | H:1:EH:get&keep-alive=1 | rst PROTOCOL_ERROR
                    8.1.2.2 Proxy-Connection | H:1:EH:get&proxy-connection=close | rst PROTOCOL_ERROR
                    8.1.2.2 Transfer-Encoding | H:1:EH:get&transfer-encoding=chunked | rst PROTOCOL_ERROR
                    8.1.2.2 Upgrade | H:1:EH:get&upgrade=websocket | rst PROTOCOL_ERROR
                    8.1.2.2 TE but trailers | H:1:EH:get&te=gzip | rst PROTOCOL_ERROR
                    8.1.2.2 TE of trailers | H:1:EH:get&te=trailers | 200
                    8.1.2.3 an empty path | H:1:EH:get!:path&:path= | rst PROTOCOL_ERROR
                    8.1.2.3 no method | H:1:EH:get!:method | rst PROTOCOL_ERROR
                    8.1.2.3 no scheme | H:1:EH:get!:scheme | rst PROTOCOL_ERROR
                    8.1.2.3 no path | H:1:EH:get!:path | rst PROTOCOL_ERROR
                    8.1.2.3 two methods | H:1:EH:get&:method=GET | rst PROTOCOL_ERROR
                    8.1.2.3 two schemes | H:1:EH:get&:scheme=https | rst PROTOCOL_ERROR
                    8.1.2.3 two paths | H:1:EH:get&:path=/ | rst PROTOCOL_ERROR
                    8.1.2.3 two authorities | H:1:EH:get&:authority=shop.example | rst PROTOCOL_ERROR
                    8.1.2.6 less than Content-Length | H:1:H:post&content-length=2 D:1:E:"a | rst PROTOCOL_ERROR
                    8.1.2.6 more than Content-Length | H:1:H:post&content-length=1 D:1:-:"a D:1:E:"b | rst PROTOCOL_ERROR
                    8.1.2.6 Content-Length and no body | H:1:EH:post&content-length=1 | rst PROTOCOL_ERROR
                    8.1.2.6 two Content-Lengths | H:1:H:post&content-length=1&content-length=2 D:1:E:"a | rst PROTOCOL_ERROR
                    8.1.2.6 a Content-Length that is none | H:1:H:post&content-length=+1 D:1:E:"a | rst PROTOCOL_ERROR
                    8.2 a push of a client | PP:1:H:#0000000282 | goaway PROTOCOL_ERROR
                    hpack 2.3.3 an index that is not there | H:1:EH:#c6 | goaway COMPRESSION_ERROR
                    hpack 4.2 a size of the table at the end | H:1:EH:#8286844120 | goaway COMPRESSION_ERROR
                    hpack 5.2 padding longer than 7 bits | H:1:EH:#828684000161830084f0ff | goaway COMPRESSION_ERROR, rst PROTOCOL_ERROR
                    hpack 6.1 index 0 | H:1:EH:#80 | goaway COMPRESSION_ERROR
                    hpack 6.3 a table larger than allowed | H:1:EH:#3fe2ff018286844101610a | goaway COMPRESSION_ERROR
                    a line feed in a value | H:1:EH:get&x=a%0Ab | rst PROTOCOL_ERROR
                    a carriage return in a value | H:1:EH:get&x=a%0Db | rst PROTOCOL_ERROR
                    a zero in a value | H:1:EH:get&x=a%00b | rst PROTOCOL_ERROR
                    a blank at the beginning of a value | H:1:EH:get&x=%20a | rst PROTOCOL_ERROR
                    a line feed in a path | H:1:EH:get!:path&:path=/a%0Ab | rst PROTOCOL_ERROR
                    a blank in a path | H:1:EH:get!:path&:path=/a%20HTTP/1.1 | rst PROTOCOL_ERROR
                    a line feed in a method | H:1:EH:get!:method&:method=GET%0Aa | rst PROTOCOL_ERROR
                    a line feed in an authority | H:1:EH:get!:authority&:authority=a%0Ab | rst PROTOCOL_ERROR
                    a user in an authority | H:1:EH:get!:authority&:authority=a@b | 400
                    Host in place of an authority | H:1:EH:get!:authority&host=shop.example | 200
                    Host that is another | H:1:EH:get&host=other.example | rst PROTOCOL_ERROR
                    a path that is none | H:1:EH:get!:path&:path=a | 400
                    CONNECT | H:1:EH:get!:method!:scheme!:path&:method=CONNECT | rst PROTOCOL_ERROR, 400, 405
                    TRACE | H:1:EH:get!:method&:method=TRACE | 405
                    a value of 8 KB | H:1:EH:get&x=*8192 | 200
                    a value beyond 8 KB as it is sent | H:1:EH:get&x=*8193 | goaway ENHANCE_YOUR_CALM
                    one in two frames | H:1:E:get&x=*9000/1 C:1:H:get&x=*9000/2 | goaway ENHANCE_YOUR_CALM
                    too many addresses | H:1:EH:get&x-forwarded-for=1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1 | 463
                    """)
    void frames_have_their_outcome(String name, String frames, String outcomes) throws IOException {
        scene.saying("hello");
        FrameCaller caller = caller().greet();
        caller.send(frames + " P:0:-:#7777777777777777");
        List<String> seen = new ArrayList<>();
        List<String> wanted = List.of(outcomes.split(", ", -1));
        FrameCaller.Got got = null;
        boolean alive = false;
        boolean pinged = false;
        while (!pinged && (got = caller.read()) != null) {
            switch (got.type()) {
                case 1 ->
                        seen.add(
                                String.valueOf(
                                        got.headers() == null ? "" : got.headers().status()));
                case 3 -> seen.add("rst " + Http2Error.valueOf(got.code()));
                case 4 -> seen.add(got.ends() ? "ack" : "settings");
                case 7 -> seen.add("goaway " + Http2Error.valueOf(got.code()));
                case 6 -> {
                    alive = got.payload().startsWith("7777");
                    seen.add(alive ? "alive" : "pong");
                    pinged = alive && wanted.stream().noneMatch(it -> it.matches("\\d+"));
                }
                default -> {}
            }
            if (seen.stream().anyMatch(wanted::contains)
                    && !wanted.getFirst().startsWith("goaway")) {
                break;
            }
        }
        assertThat(seen).as(name).containsAnyElementsOf(wanted);
        boolean ended = seen.stream().anyMatch(it -> it.startsWith("goaway"));
        if (ended) {
            assertThat(got).as("the connection ends").isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"})
    void what_is_no_preface_ends_the_connection(String bytes) throws IOException {
        FrameCaller caller = caller();
        caller.raw(bytes.getBytes(StandardCharsets.US_ASCII));
        while (caller.read() != null) {}
    }

    @Test
    void crumbs_of_a_cookie_are_one_field_for_a_target() throws IOException {
        TargetServer target = scene.saying("hello");
        caller().greet().send("H:1:EH:get&cookie=a=1&x-b=c&cookie=d=2").next("D");
        assertThat(target.last().field("Cookie")).isEqualTo("a=1; d=2");
        assertThat(target.last().count("Cookie")).isEqualTo(1);
        assertThat(target.last().field("Host")).isEqualTo("shop.example:8080");
    }

    @Test
    void more_than_128_requests_at_once_are_refused() throws IOException {
        scene.target((request, out, socket) -> {});
        FrameCaller caller = caller().greet();
        for (int i = 0; i < 129; i++) {
            caller.send("H:" + (2 * i + 1) + ":EH:get");
        }
        FrameCaller.Got reset = caller.next("R");
        assertThat(reset.stream()).isEqualTo(257);
        assertThat(reset.code()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
    }

    @Test
    void rapid_resets_end_the_connection() throws IOException {
        scene.target((request, out, socket) -> {});
        FrameCaller caller = caller().greet();
        for (int i = 0; i < 201; i++) {
            caller.send("H:%d:EH:get R:%d:-:#00000008".formatted(2 * i + 1, 2 * i + 1));
        }
        assertThat(caller.next("G").code()).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
    }

    /// A field that is kept and named twenty times over, as RFC 7541 lets a client do: 4 KB that
    /// become 80.
    @Test
    void a_head_that_grows_beyond_64_kb_when_it_is_unpacked_is_431() throws IOException {
        TargetServer target = scene.saying("hello");
        String kept = "400161" + "7fbd1d" + "78".repeat(3_900);
        FrameCaller caller = caller().greet();
        caller.send("H:1:EH:#828684" + kept + "be".repeat(20));
        FrameCaller.Got refused = caller.next("H");
        assertThat(String.valueOf(Objects.requireNonNull(refused.headers()).status()))
                .isEqualTo("431");
        assertThat(target.received).isEmpty();
        caller.send("H:3:EH:#828684" + kept + "be".repeat(10));
        FrameCaller.Got answer = caller.next("H");
        assertThat(answer.stream()).as("the connection goes on").isEqualTo(3);
        assertThat(String.valueOf(Objects.requireNonNull(answer.headers()).status()))
                .isEqualTo("200");
    }

    @Test
    void trailers_that_grow_beyond_it_are_refused_too() throws IOException {
        scene.saying("hello");
        FrameCaller caller = caller().greet();
        String kept = "400161" + "7fbd1d" + "78".repeat(3_900);
        caller.send("H:1:H:post D:1:-:\"a H:1:EH:#" + kept + "be".repeat(20));
        FrameCaller.Got refused = caller.next("H");
        assertThat(String.valueOf(Objects.requireNonNull(refused.headers()).status()))
                .isEqualTo("431");
        caller.send("H:3:EH:get");
        assertThat(caller.next("D").text()).isEqualTo("hello");
    }

    @Test
    void floods_of_what_costs_nothing_end_the_connection() throws IOException {
        scene.saying("hello");
        FrameCaller empty = caller().greet();
        empty.send("H:1:H:post D:1:-:# D:1:-:# D:1:-:# D:1:-:#");
        assertThat(empty.next("G").code()).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
        FrameCaller endless = caller().greet();
        endless.send("H:1:E:get");
        try {
            for (int i = 0; i < 100; i++) {
                endless.send("C:1:-:#00016101");
            }
        } catch (IOException closed) {
            // as it should be
        }
        assertThat(endless.next("G").code()).isPositive();
    }

    @Test
    void a_connection_serves_ten_thousand_requests_and_then_says_goodbye() throws IOException {
        scene.always(new Action.FixedResponse(200, "text/plain", "hello"));
        FrameCaller caller = caller().greet();
        int answers = 0;
        for (int i = 0; i < 10_000; i += 100) {
            StringBuilder frames = new StringBuilder();
            for (int j = i; j < i + 100; j++) {
                frames.append("H:").append(2 * j + 1).append(":EH:#828684 ");
            }
            caller.send(frames.toString());
            for (int j = 0; j < 100; j++) {
                caller.next("H");
                answers++;
            }
            caller.send("W:0:-:#00001000");
        }
        assertThat(answers).isEqualTo(10_000);
        FrameCaller.Got goodbye = caller.next("G");
        assertThat(goodbye.code()).isZero();
        while (caller.read() != null) {}
    }

    @Test
    void a_listener_that_goes_lets_what_is_under_way_finish() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        scene.rules(List.of())
                .target((request, out, socket) -> {
                    asked.countDown();
                    go.await();
                    out.write(TargetServer.ok("late"));
                });
        FrameCaller caller = caller().greet();
        caller.send("H:1:EH:get");
        asked.await();
        scene.edge.accept(new EdgeCommand.RemoveListener(EdgeScene.LISTENER));
        FrameCaller.Got goodbye = caller.next("G");
        assertThat(goodbye.code()).isZero();
        go.countDown();
        assertThat(caller.next("D").text()).isEqualTo("late");
        while (caller.read() != null) {}
    }

    @Test
    void a_client_that_stops_in_the_middle_of_its_request_is_408() throws IOException {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        scene.target((request, out, socket) -> {});
        FrameCaller caller = caller().greet();
        caller.send("H:1:H:post D:1:-:\"half");
        FrameCaller.Got head = caller.next("H");
        assertThat(String.valueOf(head.headers() == null ? "" : head.headers().status()))
                .isEqualTo("408");
    }

    @Test
    void a_connection_without_requests_ends_at_the_idle_timeout() throws IOException {
        scene.balancer(Map.of("idle_timeout.timeout_seconds", "1"));
        FrameCaller caller = caller().greet();
        assertThat(caller.next("G").code()).isZero();
        while (caller.read() != null) {}
    }
}
