package dev.kingtide.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the heads of requests are taken for, one row a head.
///
/// Grades are those that http-desync-guardian's own tests have for the same requests; rows that
/// differ say why.
class RequestParserTest {

    /// A head, the status that its form asks for (0 when none), its grade and framing.
    record Row(String head, int status, Desync grade, Framing framing) {

        @Override
        public String toString() {
            return head.replace("\r", "\\r").replace("\n", "\\n");
        }
    }

    private static Row row(String line, String fields, int status, Desync grade, Framing framing) {
        String lines =
                fields.isEmpty() ? "" : String.join("\r\n", fields.split("\\|", -1)) + "\r\n";
        return new Row(line + "\r\nHost: a\r\n" + lines + "\r\n", status, grade, framing);
    }

    private static Row post(String fields, int status, Desync grade, Framing framing) {
        return row("POST /a HTTP/1.1", fields, status, grade, framing);
    }

    private static Row get(String fields, int status, Desync grade, Framing framing) {
        return row("GET /a HTTP/1.1", fields, status, grade, framing);
    }

    private static Row line(String line, int status, Desync grade) {
        return row(line, "", status, grade, Framing.NONE);
    }

    static List<Row> framings() {
        return List.of(
                post("Content-Length: 10", 0, Desync.COMPLIANT, Framing.LENGTH),
                post("content-length:10", 0, Desync.COMPLIANT, Framing.LENGTH),
                post("CONTENT-LENGTH: \t10 \t", 0, Desync.COMPLIANT, Framing.LENGTH),
                post("Content-Length: 0", 0, Desync.COMPLIANT, Framing.NONE),
                post("", 0, Desync.COMPLIANT, Framing.NONE),
                post("Transfer-Encoding: chunked", 0, Desync.COMPLIANT, Framing.CHUNKED),
                post("transfer-encoding: CHUNKED", 0, Desync.COMPLIANT, Framing.CHUNKED),
                post("Transfer-Encoding: identity", 0, Desync.COMPLIANT, Framing.NONE),
                post("Transfer-Encoding: identity, chunked", 0, Desync.COMPLIANT, Framing.CHUNKED),
                post("Transfer-Encoding: gzip", 501, Desync.COMPLIANT, Framing.NONE),
                post("Transfer-Encoding: gzip, chunked", 501, Desync.COMPLIANT, Framing.NONE),
                post("Transfer-Encoding: chunked, gzip", 501, Desync.COMPLIANT, Framing.NONE),
                post(
                        "Transfer-Encoding: chunked, identity",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: xchunked",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunkedx",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: \"chunked\"",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked;a=b",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked\u0011",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked\u0080",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked\u000b",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chun ked",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post("Transfer-Encoding:", 400, Desync.BAD_TRANSFER_ENCODING, Framing.NONE),
                post(
                        "Transfer-Encoding: chunked,",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: ,chunked",
                        400,
                        Desync.BAD_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked, chunked",
                        400,
                        Desync.MULTIPLE_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                        400,
                        Desync.MULTIPLE_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding : chunked|Transfer-Encoding: chunked",
                        400,
                        Desync.MULTIPLE_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: chunked|Transfer_Encoding: chunked",
                        400,
                        Desync.MULTIPLE_TRANSFER_ENCODING,
                        Framing.NONE),
                post(
                        "Transfer-Encoding: identity|Transfer-Encoding: chunked",
                        0,
                        Desync.COMPLIANT,
                        Framing.CHUNKED),
                post(
                        "Content-Length: 1000|Content-Length: 100",
                        400,
                        Desync.MULTIPLE_CONTENT_LENGTH,
                        Framing.NONE),
                post(
                        "Content-Length : 100|Content-Length: 1000",
                        400,
                        Desync.MULTIPLE_CONTENT_LENGTH,
                        Framing.NONE),
                post(
                        "Content_Length: 100|Content-Length: 1000",
                        400,
                        Desync.MULTIPLE_CONTENT_LENGTH,
                        Framing.NONE),
                post(
                        "Content-Length: 10|Content-Length: 10",
                        0,
                        Desync.DUPLICATE_CONTENT_LENGTH,
                        Framing.LENGTH),
                post("Content-Length: 10,10", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: 10 10", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: 10.0", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: +10", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: -1", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: 0x10", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: 1e3", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length:", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post("Content-Length: 10\u0011", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post(
                        "Content-Length: 18446744073709551616",
                        400,
                        Desync.BAD_CONTENT_LENGTH,
                        Framing.NONE),
                post("Content-Length: $9000", 400, Desync.BAD_CONTENT_LENGTH, Framing.NONE),
                post(
                        "Transfer-Encoding: chunked|Content-Length: 100",
                        0,
                        Desync.BOTH_TE_CL_PRESENT,
                        Framing.CHUNKED),
                post(
                        "Content-Length: 100|Transfer-Encoding: chunked",
                        0,
                        Desync.BOTH_TE_CL_PRESENT,
                        Framing.CHUNKED),
                post(
                        "Content-Length: 10|Transfer-Encoding: identity",
                        0,
                        Desync.BOTH_TE_CL_PRESENT,
                        Framing.LENGTH),
                get("Content-Length: 0", 0, Desync.GET_HEAD_ZERO_CONTENT_LENGTH, Framing.NONE),
                get("Content-Length: 1", 0, Desync.UNDEFINED_CONTENT_LENGTH, Framing.LENGTH),
                get(
                        "Transfer-Encoding: chunked",
                        0,
                        Desync.UNDEFINED_TRANSFER_ENCODING,
                        Framing.CHUNKED),
                row(
                        "HEAD /a HTTP/1.1",
                        "Content-Length: 5",
                        0,
                        Desync.UNDEFINED_CONTENT_LENGTH,
                        Framing.LENGTH),
                row(
                        "POST /a HTTP/1.0",
                        "Transfer-Encoding: chunked",
                        0,
                        Desync.UNDEFINED_TRANSFER_ENCODING,
                        Framing.CHUNKED));
    }

    static List<Row> lookalikes() {
        return List.of(
                        "Transfer-Encoding ",
                        "Transfer-Encoding\t",
                        "\u0001Transfer-Encoding",
                        "Transfer- Encoding",
                        "Transfer_Encoding",
                        "Transfer---Encoding",
                        "Transfer-Encoding x",
                        "transfer-encoding XY",
                        "Transfer-Encoding \u0001",
                        "TransferEncoding",
                        "Tran\u00c5\u00bffer-Encoding",
                        "Transfer-Encod\u00c4\u00b1ng",
                        "Transfer\u00e2\u0080\u0095Encoding",
                        "Transfer-Encoding\u0088",
                        "Content_Length",
                        "Content-Length ",
                        "Content Length",
                        "\u0001Content-Length",
                        "\u00a0Content-Length",
                        "Content--Length",
                        "ContentLength")
                .stream()
                .map(name ->
                        post(
                                name + ": " + (name.contains("ength") ? "7" : "chunked"),
                                0,
                                Desync.SUSPICIOUS_HEADER,
                                Framing.NONE))
                .toList();
    }

    static List<Row> fields() {
        return List.of(
                get("X-A: b", 0, Desync.COMPLIANT, Framing.NONE),
                get("X_A: b", 0, Desync.COMPLIANT, Framing.NONE),
                get("X-A:", 0, Desync.COMPLIANT, Framing.NONE),
                get("X-A: \u00e4\u00ff", 0, Desync.COMPLIANT, Framing.NONE),
                get("Accept-Encoding: chunked", 0, Desync.COMPLIANT, Framing.NONE),
                get("Content-Language: 10", 0, Desync.COMPLIANT, Framing.NONE),
                get("X-Content-Length: 10", 0, Desync.COMPLIANT, Framing.NONE),
                get("X-Transfer-Encoding: chunked", 0, Desync.COMPLIANT, Framing.NONE),
                get("x-my-field : b", 0, Desync.NON_COMPLIANT_HEADER, Framing.NONE),
                get("\u0001x-my-field: b", 0, Desync.NON_COMPLIANT_HEADER, Framing.NONE),
                get("x(y): b", 0, Desync.NON_COMPLIANT_HEADER, Framing.NONE),
                get("X-A: b\u0001", 0, Desync.NON_COMPLIANT_HEADER, Framing.NONE),
                get("X-A: b\u007f", 0, Desync.NON_COMPLIANT_HEADER, Framing.NONE),
                get("X-A: b\u0000c", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A: b\rContent-Length: 10", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A: \rb", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A\r: b", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-\u0000A: b", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A: b| folded", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A: b|\tfolded", 400, Desync.BAD_HEADER, Framing.NONE),
                get("X-A: b| Content-Length: 10", 400, Desync.BAD_HEADER, Framing.NONE),
                get("no colon here", 400, Desync.BAD_HEADER, Framing.NONE),
                get(": no name", 0, Desync.EMPTY_HEADER, Framing.NONE),
                get(":Transfer-Encoding: chunked", 0, Desync.EMPTY_HEADER, Framing.NONE),
                get("Host: b", 400, Desync.COMPLIANT, Framing.NONE),
                new Row("GET / HTTP/1.1\r\n\r\n", 400, Desync.COMPLIANT, Framing.NONE),
                new Row("GET / HTTP/1.0\r\n\r\n", 0, Desync.COMPLIANT, Framing.NONE),
                new Row(
                        "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
                        400,
                        Desync.COMPLIANT,
                        Framing.NONE),
                new Row("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, Desync.COMPLIANT, Framing.NONE),
                new Row("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400, Desync.COMPLIANT, Framing.NONE),
                new Row("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, Desync.COMPLIANT, Framing.NONE),
                new Row(
                        "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                        0,
                        Desync.COMPLIANT,
                        Framing.NONE),
                new Row("GET / HTTP/1.1\r\nHost:\r\n\r\n", 0, Desync.COMPLIANT, Framing.NONE),
                new Row(
                        "GET / HTTP/1.1\nHost: a\n\n",
                        0,
                        Desync.NON_COMPLIANT_HEADER,
                        Framing.NONE),
                new Row(
                        "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                        0,
                        Desync.NON_COMPLIANT_HEADER,
                        Framing.NONE));
    }

    static List<Row> lines() {
        return List.of(
                line("GET / HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET /a?b=c&d=%20 HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET http://a/b HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET HTTPS://a:8/b HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET http://a HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET http://a?b HTTP/1.1", 0, Desync.COMPLIANT),
                line("OPTIONS * HTTP/1.1", 0, Desync.COMPLIANT),
                line("PATCH /a HTTP/1.1", 0, Desync.COMPLIANT),
                line("M-SEARCH /a HTTP/1.1", 0, Desync.COMPLIANT),
                line("GET * HTTP/1.1", 400, Desync.BAD_URI),
                line("GET a HTTP/1.1", 400, Desync.BAD_URI),
                line("GET http:// HTTP/1.1", 400, Desync.BAD_URI),
                line("GET http://u@a/ HTTP/1.1", 400, Desync.BAD_URI),
                line("GET ftp://a/ HTTP/1.1", 400, Desync.BAD_URI),
                line("CONNECT a:443 HTTP/1.1", 400, Desync.BAD_URI),
                line("GET  HTTP/1.1", 400, Desync.BAD_URI),
                line("GET HTTP/1.1", 400, Desync.BAD_VERSION),
                line("GET /", 400, Desync.BAD_VERSION),
                line("GET", 400, Desync.BAD_VERSION),
                line("", 400, Desync.BAD_METHOD),
                line(" GET / HTTP/1.1", 400, Desync.BAD_METHOD),
                line("G@T / HTTP/1.1", 400, Desync.BAD_METHOD),
                line("bad\u0001method / HTTP/1.1", 400, Desync.BAD_METHOD),
                line("GET\t/ HTTP/1.1", 400, Desync.BAD_METHOD),
                line("GET  / HTTP/1.1", 400, Desync.BAD_URI),
                line("GET /a b HTTP/1.1", 0, Desync.SPACE_IN_URI),
                line("GET /a  HTTP/1.1", 0, Desync.SPACE_IN_URI),
                line("GET /a\tb HTTP/1.1", 0, Desync.AMBIGUOUS_URI),
                line("GET /a\u0001 HTTP/1.1", 0, Desync.AMBIGUOUS_URI),
                line("GET /\u00e4 HTTP/1.1", 0, Desync.AMBIGUOUS_URI),
                line("GET /a\u0000 HTTP/1.1", 400, Desync.BAD_URI),
                line("GET /a\rb HTTP/1.1", 400, Desync.BAD_URI),
                line("GET / HTTP/1.2", 0, Desync.NON_COMPLIANT_VERSION),
                line("GET / HTTP/2.0", 505, Desync.BAD_VERSION),
                line("GET / HTTP/0.9", 505, Desync.BAD_VERSION),
                line("GET / HTTP/1.10", 400, Desync.BAD_VERSION),
                line("GET / http/1.1", 400, Desync.BAD_VERSION),
                line("GET / HTTP/1.x", 400, Desync.BAD_VERSION),
                line("GET / HTTP /1.1", 400, Desync.BAD_VERSION),
                line("GET / HTTP/1.1 ", 400, Desync.BAD_VERSION),
                line("GET / HTTP/1.1\t", 400, Desync.BAD_VERSION),
                line("GET / XTTP/1.1", 400, Desync.BAD_VERSION));
    }

    @ParameterizedTest
    @MethodSource({"framings", "lookalikes", "fields", "lines"})
    void a_head_is_taken_for(Row row) {
        byte[] bytes = row.head.getBytes(StandardCharsets.ISO_8859_1);
        Request request = new Request();
        int status = new RequestParser().parse(bytes, 0, bytes.length, request);
        assertThat(status).isEqualTo(row.status);
        assertThat(request.desync()).isEqualTo(row.grade);
        assertThat(request.framing()).isEqualTo(row.framing);
        if (row.grade == Desync.SUSPICIOUS_HEADER) {
            assertThat(request.fields().count()).as("Host only").isEqualTo(1);
        }
    }

    @Test
    void sizes_are_bounded() {
        String longLine = "GET /" + "a".repeat(RequestParser.LINE_BYTES) + " HTTP/1.1\r\n\r\n";
        assertThat(status(longLine)).isEqualTo(414);
        String start = "GET / HTTP/1.1\r\nHost: a\r\n";
        assertThat(status(start + "A: " + "b".repeat(RequestParser.LINE_BYTES) + "\r\n\r\n"))
                .isEqualTo(400);
        assertThat(status(start + "A: " + "b".repeat(16_000) + "\r\n\r\n")).isZero();
        assertThat(status(start + "A: b\r\n".repeat(5_000) + "\r\n")).isZero();
    }

    private static int status(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        return new RequestParser().parse(bytes, 0, bytes.length, new Request());
    }

    @Test
    void the_parts_are_found() {
        byte[] bytes =
                "GET http://shop:81/a/b?c=d HTTP/1.1\r\nHost: other\r\nCookie:  a=b \r\n\r\nrest"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Request request = new Request();
        assertThat(new RequestParser().parse(bytes, 0, bytes.length - 4, request)).isZero();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.host()).isEqualTo("shop:81");
        assertThat(request.path()).isEqualTo("/a/b");
        assertThat(request.query()).isEqualTo("c=d");
        assertThat(request.fields().first(FieldName.COOKIE)).isEqualTo("a=b");
        assertThat(request.end()).isEqualTo(bytes.length - 4);
        assertThat(request.keepsAlive()).isTrue();
    }

    @Test
    void modes_let_pass_what_elastic_load_balancing_lets_pass() {
        record Case(Desync.Tier tier, String passing) {}
        for (Case each :
                List.of(
                        new Case(Desync.Tier.COMPLIANT, "[MONITOR, DEFENSIVE, STRICTEST]"),
                        new Case(Desync.Tier.ACCEPTABLE, "[MONITOR, DEFENSIVE]"),
                        new Case(Desync.Tier.AMBIGUOUS, "[MONITOR, DEFENSIVE]"),
                        new Case(Desync.Tier.SEVERE, "[]"))) {
            List<Desync.Mode> passing =
                    List.of(Desync.Mode.values()).stream()
                            .filter(mode -> mode.passes(each.tier))
                            .toList();
            assertThat(passing).as("%s", each.tier).hasToString(each.passing);
        }
        assertThat(Desync.Mode.DEFENSIVE.closesAfter(Desync.Tier.AMBIGUOUS)).isTrue();
        assertThat(Desync.Mode.MONITOR.closesAfter(Desync.Tier.AMBIGUOUS)).isFalse();
        assertThat(Desync.Mode.DEFENSIVE.closesAfter(Desync.Tier.ACCEPTABLE)).isFalse();
    }
}
