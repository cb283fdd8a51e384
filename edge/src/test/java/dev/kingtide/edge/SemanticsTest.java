package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What HTTP means, through a proxy (RFC 9110 and RFC 9112), one row a case.
class SemanticsTest {
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /// Columns: a name with the section of RFC 9110 (a) or 9112 (b); a request and the target's
    /// answer, with `^` for the end of a line, both with their empty line; what is to be so: `200`
    /// and so on, the status; `body X`; `to F: V`, a field for the target, with nothing behind the
    /// colon none; `line L`, its request line; `got F: V`, a field for the client; `alive` or
    /// `ended`, its connection.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a9.3.1 GET | GET /a?b HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 2^^ok | 200, body ok, line GET /a?b HTTP/1.1, alive
                    a9.3.2 HEAD has no body | HEAD / HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 5^^ | 200, got Content-Length: 5
                    a9.3.3 POST with a body | POST / HTTP/1.1^Host: x^Content-Length: 2^^hi | 200 OK^Content-Length: 2^^ok | 200, to Content-Length: 2, alive
                    a9.3.5 DELETE without a body | DELETE /a HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, to Content-Length:, to Transfer-Encoding:, alive
                    a9.3.7 OPTIONS of all | OPTIONS * HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, line OPTIONS * HTTP/1.1, alive
                    a9.1 methods know case | get / HTTP/1.1^Host: x^^ | 405 No^Content-Length: 0^^ | 405, line get / HTTP/1.1, alive
                    a9.1 methods of one's own | BREW /pot HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, line BREW /pot HTTP/1.1, alive
                    a7.6.1 fields of the connection | GET / HTTP/1.1^Host: x^Connection: x-own^X-Own: 1^X-Else: 2^^ | 200 OK^Content-Length: 0^^ | 200, to X-Own:, to X-Else: 2
                    a7.6.1 several of them | GET / HTTP/1.1^Host: x^Connection: keep-alive, X-A,x-b^X-A: 1^X-B: 2^^ | 200 OK^Content-Length: 0^^ | 200, to X-A:, to X-B:
                    a7.6.1 Keep-Alive | GET / HTTP/1.1^Host: x^Keep-Alive: timeout=9^^ | 200 OK^Content-Length: 0^^ | 200, to Keep-Alive:
                    a7.6.1 Proxy-Connection | GET / HTTP/1.1^Host: x^Proxy-Connection: keep-alive^^ | 200 OK^Content-Length: 0^^ | 200, to Proxy-Connection:
                    a10.1.4 TE | GET / HTTP/1.1^Host: x^TE: gzip^^ | 200 OK^Content-Length: 0^^ | 200, to TE:
                    a7.8 an Upgrade that is not spoken | GET / HTTP/1.1^Host: x^Connection: upgrade^Upgrade: h2c^^ | 200 OK^Content-Length: 0^^ | 200, to Upgrade:
                    a7.6.2 Max-Forwards | GET / HTTP/1.1^Host: x^Max-Forwards: 3^^ | 200 OK^Content-Length: 0^^ | 200, to Max-Forwards: 3
                    a7.2 Host | GET / HTTP/1.1^Host: shop.example^^ | 200 OK^Content-Length: 0^^ | 200, to Host: shop.example:8080
                    a7.2 Host with a port | GET / HTTP/1.1^Host: shop.example:99^^ | 200 OK^Content-Length: 0^^ | 200, to Host: shop.example:99
                    a5.3 fields of one name stay in order | GET / HTTP/1.1^Host: x^X-A: 1^X-A: 2^^ | 200 OK^Content-Length: 0^^ | 200, to X-A: 1
                    a5.5 an empty value | GET / HTTP/1.1^Host: x^X-A:^X-B: 1^^ | 200 OK^Content-Length: 0^^ | 200, to X-B: 1
                    a5.5 blanks around a value | GET / HTTP/1.1^Host: x^X-A: \t 1 \t ^^ | 200 OK^Content-Length: 0^^ | 200, to X-A: 1
                    a8.3 a media type of the target | GET / HTTP/1.1^Host: x^^ | 200 OK^Content-Type: a/b^Content-Length: 0^^ | 200, got Content-Type: a/b
                    a15.3.5 204 has no body | GET / HTTP/1.1^Host: x^^ | 204 No Content^^ | 204, got Transfer-Encoding:, alive
                    a15.4.5 304 has none, whatever its length says | GET / HTTP/1.1^Host: x^^ | 304 Not Modified^Content-Length: 5^^ | 304, alive
                    a15.5 an error of the target | GET / HTTP/1.1^Host: x^^ | 404 Not Found^Content-Length: 2^^no | 404, body no, alive
                    a15 a status of one's own | GET / HTTP/1.1^Host: x^^ | 299 Own^Content-Length: 0^^ | 299, alive
                    a6.6.1 a Date where the target says none | GET / HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, got Date
                    a6.6.1 the target's Date | GET / HTTP/1.1^Host: x^^ | 200 OK^Date: Thu, 01 Jan 2026 00:00:00 GMT^Content-Length: 0^^ | 200, got Date: Thu§ 01 Jan 2026 00:00:00 GMT
                    a10.2.4 the target's Server | GET / HTTP/1.1^Host: x^^ | 200 OK^Server: own^Content-Length: 0^^ | 200, got Server: own
                    a7.6.1 fields of the target's connection | GET / HTTP/1.1^Host: x^^ | 200 OK^Connection: X-Own^X-Own: 1^Content-Length: 0^^ | 200, got X-Own:, alive
                    a7.6.1 the target's Keep-Alive | GET / HTTP/1.1^Host: x^^ | 200 OK^Keep-Alive: timeout=1^Content-Length: 0^^ | 200, got Keep-Alive:, alive
                    b9.6 the target's connection ends, the client's does not | GET / HTTP/1.1^Host: x^^ | 200 OK^Connection: close^Content-Length: 2^^ok | 200, body ok, alive
                    b9.6 a client that says close | GET / HTTP/1.1^Host: x^Connection: close^^ | 200 OK^Content-Length: 2^^ok | 200, body ok, ended
                    b9.3 HTTP/1.0 ends | GET / HTTP/1.0^Host: x^^ | 200 OK^Content-Length: 2^^ok | 200, body ok, ended
                    b9.3 HTTP/1.0 that asks to go on | GET / HTTP/1.0^Host: x^Connection: keep-alive^^ | 200 OK^Content-Length: 2^^ok | 200, body ok, alive
                    b3.2.2 a target with an authority | GET http://shop.example/a HTTP/1.1^Host: other^^ | 200 OK^Content-Length: 0^^ | 200, line GET /a HTTP/1.1, to Host: shop.example:8080
                    b3.2.2 one without a path | GET http://shop.example?q HTTP/1.1^Host: other^^ | 200 OK^Content-Length: 0^^ | 200, line GET /?q HTTP/1.1
                    b3.2 what is encoded stays so | GET /%2e%2E/a%2fb/../c HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, line GET /%2e%2E/a%2fb/../c HTTP/1.1
                    b3.2 empty segments stay | GET //a///b?? HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, line GET //a///b?? HTTP/1.1
                    b2.3 the target is spoken to in HTTP/1.1 | GET / HTTP/1.0^^ | 200 OK^Content-Length: 0^^ | 200, line GET / HTTP/1.1
                    b6.1 chunks from the client | POST / HTTP/1.1^Host: x^Transfer-Encoding: chunked^^2^hi^0^^ | 200 OK^Content-Length: 0^^ | 200, to Transfer-Encoding: chunked, to Content-Length:, alive
                    b6.1 chunks from the target | GET / HTTP/1.1^Host: x^^ | 200 OK^Transfer-Encoding: chunked^^2^ok^0^^ | 200, body ok, got Transfer-Encoding: chunked, alive
                    b6.1 chunks are not for HTTP/1.0 | GET / HTTP/1.0^Host: x^^ | 200 OK^Transfer-Encoding: chunked^^2^ok^0^^ | 200, body ok, got Transfer-Encoding:, ended
                    b6.3 an empty chunked body | GET / HTTP/1.1^Host: x^^ | 200 OK^Transfer-Encoding: chunked^^0^^ | 200, alive
                    b6.3 a length with zeros in front | POST / HTTP/1.1^Host: x^Content-Length: 002^^hi | 200 OK^Content-Length: 002^^ok | 200, body ok, to Content-Length: 2, alive
                    b7.1.2 trailers of the target end the body | GET / HTTP/1.1^Host: x^^ | 200 OK^Transfer-Encoding: chunked^^2^ok^0^X-T: 1^^ | 200, body ok, alive
                    b7.1.1 extensions of the target's chunks | GET / HTTP/1.1^Host: x^^ | 200 OK^Transfer-Encoding: chunked^^2;a=b^ok^0^^ | 200, body ok, alive
                    b2.2 empty lines in front of a request | ^^GET /a HTTP/1.1^Host: x^^ | 200 OK^Content-Length: 0^^ | 200, line GET /a HTTP/1.1, alive
                    b4 a status without words | GET / HTTP/1.1^Host: x^^ | 200 ^Content-Length: 2^^ok | 200, body ok, alive
                    a14.2 ranges are the target's | GET / HTTP/1.1^Host: x^Range: bytes=0-1^^ | 206 Partial Content^Content-Range: bytes 0-1/9^Content-Length: 2^^ok | 206, body ok, to Range: bytes=0-1, got Content-Range: bytes 0-1/9
                    a13.1 conditions are the target's | GET / HTTP/1.1^Host: x^If-None-Match: "a"^^ | 304 Not Modified^ETag: "a"^^ | 304, to If-None-Match: "a", got ETag: "a", alive
                    a11.6 credentials are the target's | GET / HTTP/1.1^Host: x^Authorization: Basic abc^^ | 401 No^WWW-Authenticate: Basic^Content-Length: 0^^ | 401, to Authorization: Basic abc, got WWW-Authenticate: Basic
                    """)
    void a_request_and_its_answer_mean_what_they_say(
            String name, String request, String answer, String wanted) throws Exception {
        String told = "HTTP/1.1 " + lines(answer);
        TargetServer target =
                scene.target((received, out, socket) -> {
                    out.write(told.getBytes(StandardCharsets.ISO_8859_1));
                    if (told.contains("Connection: close")) {
                        socket.close();
                    }
                });
        Caller caller = scene.caller();
        Caller.Got got = caller.send(lines(request)).read(request.startsWith("HEAD"));
        for (String each : wanted.split(", ", -1)) {
            String text = each.replace('§', ',');
            int blank = text.indexOf(' ');
            String rest = text.substring(blank + 1);
            switch (blank < 0 ? text : text.substring(0, blank)) {
                case "body" -> assertThat(got.body()).isEqualTo(rest);
                case "line" -> assertThat(target.last().line()).isEqualTo(rest);
                case "to" -> assertField(rest, target.last().field(rest.replaceFirst(":.*", "")));
                case "got" -> assertField(rest, got.field(rest.replaceFirst(":.*", "")));
                case "ended" -> assertThat(caller.isEnded()).isTrue();
                case "alive" -> {
                    caller.send("GET /more HTTP/1.1\r\nHost: x\r\n\r\n").read();
                    assertThat(target.last().line()).isEqualTo("GET /more HTTP/1.1");
                }
                default -> assertThat(got.status()).hasToString(text);
            }
        }
    }

    private static String lines(String text) {
        return text.replace("^", "\r\n");
    }

    /// A field is as wanted, is not there when nothing is behind its colon, or is there at all when
    /// only its name is wanted.
    private static void assertField(String wanted, @Nullable String seen) {
        int colon = wanted.indexOf(':');
        if (colon < 0) {
            assertThat(seen).as(wanted).isNotBlank();
        } else if (colon == wanted.length() - 1) {
            assertThat(seen).as(wanted).isNull();
        } else {
            assertThat(seen).as(wanted).isEqualTo(wanted.substring(colon + 1).strip());
        }
    }

    /// The requests of all cases.
    static List<String> cases() throws NoSuchMethodException {
        return ConformanceTest.rows(SemanticsTest.class, 1);
    }
}
