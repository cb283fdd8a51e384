package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.aws.Principal;
import dev.kingtide.core.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The requests of AWS's published test suite for Signature Version 4, with their signatures, as
/// the SDK for JavaScript has them (`@aws-sdk/signature-v4` 3.110.0, suite.fixture; Apache-2.0).
class SigV4Test {
    private static final String DATE = "20150830T123600Z";
    private static final long AT = Instant.parse("2015-08-30T12:36:00Z").toEpochMilli();
    private static final Principal OWNER = new Principal.Root("123456789012");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// A row of the suite.
    record Row(
            String name,
            String method,
            String target,
            String headers,
            String body,
            String signed,
            String signature) {

        WireRequest request() {
            List<Header> all = new ArrayList<>();
            all.add(new Header("Host", "example.amazonaws.com"));
            all.add(new Header("X-Amz-Date", DATE));
            for (String header : headers.isEmpty() ? new String[0] : headers.split(";;", -1)) {
                int colon = header.indexOf(':');
                all.add(new Header(header.substring(0, colon), header.substring(colon + 1)));
            }
            all.add(
                    new Header(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential="
                                    + "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                    + " SignedHeaders="
                                    + signed
                                    + ", Signature="
                                    + signature));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new WireRequest(method, target, all, bytes, "127.0.0.1");
        }

        AccessKey key() {
            String token = Header.find(request().headers(), "x-amz-security-token");
            return new AccessKey(OWNER, SECRET, token);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> suite() throws IOException {
        try (var in = SigV4Test.class.getResourceAsStream("sigv4.tsv")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.split("\t", -1))
                            .map(c -> new Row(c[0], c[1], c[2], c[3], c[4], c[5], c[6]))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("suite")
    void a_published_signature_is_taken(Row row) {
        verify(row.request(), row.key());
    }

    @ParameterizedTest
    @MethodSource("suite")
    void whatever_is_changed_the_signature_does_not_fit(Row row) {
        WireRequest good = row.request();
        List<Header> headers = new ArrayList<>(good.headers());
        headers.set(0, new Header("Host", "example.amazonaws.org"));
        byte[] more = (row.body() + "x").getBytes(StandardCharsets.UTF_8);
        List<WireRequest> bad =
                List.of(
                        new WireRequest("PUT", good.target(), good.headers(), good.body(), ""),
                        new WireRequest(
                                good.method(),
                                good.target() + "x",
                                good.headers(),
                                good.body(),
                                ""),
                        new WireRequest(good.method(), good.target(), headers, good.body(), ""),
                        new WireRequest(good.method(), good.target(), good.headers(), more, ""));
        for (WireRequest request : bad) {
            assertThatThrownBy(() -> verify(request, row.key()))
                    .isInstanceOf(Denied.Mismatch.class);
        }
        AccessKey another = new AccessKey(OWNER, "another", row.key().sessionToken());
        assertThatThrownBy(() -> verify(good, another)).isInstanceOf(Denied.Mismatch.class);
    }

    @Test
    void the_suite_has_more_than_a_dozen_requests() throws IOException {
        assertThat(suite().count()).isGreaterThan(15);
    }

    /// A signature over `UNSIGNED-PAYLOAD` in the place of the body's hash, made here by the
    /// published steps.
    @Test
    void a_body_may_be_unsigned_where_the_service_says_so() {
        WireRequest request = unsigned("host;x-amz-content-sha256;x-amz-date", "UNSIGNED-PAYLOAD");
        AccessKey key = new AccessKey(OWNER, SECRET, null);
        Signed signed = Objects.requireNonNull(Signed.of(request));
        new SigV4().verify(request, signed, key, true, AT);
        WireRequest other =
                new WireRequest(
                        request.method(), request.target(), request.headers(), new byte[] {1}, "");
        new SigV4().verify(other, signed, key, true, AT);
        assertThatThrownBy(() -> new SigV4().verify(request, signed, key, false, AT))
                .isInstanceOf(Denied.Mismatch.class);
        AccessKey another = new AccessKey(OWNER, "another", null);
        assertThatThrownBy(() -> new SigV4().verify(request, signed, another, true, AT))
                .isInstanceOf(Denied.Mismatch.class);
    }

    /// Otherwise whoever alters the body could say that it was never signed.
    @Test
    void whoever_says_that_a_body_is_unsigned_signs_that() {
        WireRequest request = unsigned("host;x-amz-date", "UNSIGNED-PAYLOAD");
        Signed signed = Objects.requireNonNull(Signed.of(request));
        AccessKey key = new AccessKey(OWNER, SECRET, null);
        assertThatThrownBy(() -> new SigV4().verify(request, signed, key, true, AT))
                .isInstanceOf(Denied.Mismatch.class);
    }

    /// A request that signs these headers, and in the place of its body's hash this word.
    private static WireRequest unsigned(String headers, String payload) {
        String hash = headers.contains("sha256") ? "x-amz-content-sha256:" + payload + "\n" : "";
        String canonical =
                "POST\n/\n\nhost:example.amazonaws.com\n"
                        + hash
                        + "x-amz-date:"
                        + DATE
                        + "\n\n"
                        + headers
                        + '\n'
                        + payload;
        HexFormat hex = HexFormat.of();
        String toSign =
                "AWS4-HMAC-SHA256\n"
                        + DATE
                        + "\n20150830/us-east-1/service/aws4_request\n"
                        + hex.formatHex(Digests.sha256(canonical));
        byte[] derived = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String step : List.of("20150830", "us-east-1", "service", "aws4_request")) {
            derived = Digests.hmac(Digests.key(derived), step);
        }
        String signature = hex.formatHex(Digests.hmac(Digests.key(derived), toSign));
        return new WireRequest(
                "POST",
                "/",
                List.of(
                        new Header("Host", "example.amazonaws.com"),
                        new Header("X-Amz-Date", DATE),
                        new Header("X-Amz-Content-Sha256", payload),
                        new Header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential="
                                        + "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                        + " SignedHeaders="
                                        + headers
                                        + ", Signature="
                                        + signature)),
                "body".getBytes(StandardCharsets.UTF_8),
                "127.0.0.1");
    }

    private static void verify(WireRequest request, AccessKey key) {
        Signed signed = Objects.requireNonNull(Signed.of(request));
        new SigV4().verify(request, signed, key, false, AT);
    }
}
