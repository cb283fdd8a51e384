package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import dev.kingtide.aws.wire.Gateway.Auth;
import dev.kingtide.aws.wire.Gateway.Hooks;
import dev.kingtide.aws.wire.Gateway.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Callers who cannot prove who they are, in each protocol, with requests that botocore signed.
class AuthenticationTest {
    private static final long MINUTE = 60_000;
    private final ApiWorld world = new ApiWorld();

    private WireResponse answer(WireRequest request, Auth auth, String secret, long nowMillis) {
        Gateway gateway =
                new Gateway(
                        id ->
                                id.equals(Recorded.KEY)
                                        ? new AccessKey("123456789012", secret)
                                        : null,
                        _ -> world.api,
                        () -> "00000000-0000-4000-8000-000000000001",
                        new Settings(auth, Limits.DEFAULT, Hooks.NONE));
        return gateway.answer(request, nowMillis);
    }

    /// A request of each protocol.
    private static WireRequest recorded(String protocol) {
        for (WireRequest request : Recorded.requests()) {
            String text = new String(request.body(), StandardCharsets.ISO_8859_1);
            boolean found =
                    switch (protocol) {
                        case "json" ->
                                String.valueOf(request.header("x-amz-target"))
                                        .endsWith(".CreateCluster");
                        case "query" -> text.startsWith("Action=GetCallerIdentity");
                        case "ec2" -> text.startsWith("Action=DescribeVpcs");
                        case "cbor" -> request.target().endsWith("/operation/DescribeAlarms");
                        default -> throw new AssertionError(protocol);
                    };
            if (found) {
                return request;
            }
        }
        throw new AssertionError(protocol);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    json | nothing | 200 |
                    query | nothing | 200 |
                    ec2 | nothing | 400 | InvalidVpcID.NotFound
                    cbor | nothing | 400 | InvalidParameterCombination
                    json | secret | 400 | InvalidSignatureException
                    query | secret | 403 | SignatureDoesNotMatch
                    ec2 | secret | 401 | AuthFailure
                    cbor | secret | 403 | InvalidSignatureException
                    json | body | 400 | InvalidSignatureException
                    query | body | 403 | SignatureDoesNotMatch
                    ec2 | body | 401 | AuthFailure
                    json | header | 400 | InvalidSignatureException
                    query | header | 403 | SignatureDoesNotMatch
                    json | missing header | 400 | InvalidSignatureException
                    query | missing header | 403 | SignatureDoesNotMatch
                    json | late | 400 | InvalidSignatureException
                    query | late | 403 | SignatureDoesNotMatch
                    ec2 | late | 400 | RequestExpired
                    json | early | 400 | InvalidSignatureException
                    query | early | 403 | SignatureDoesNotMatch
                    json | key | 400 | UnrecognizedClientException
                    query | key | 403 | InvalidClientTokenId
                    ec2 | key | 401 | AuthFailure
                    cbor | key | 403 | UnrecognizedClientException
                    json | unsigned | 400 | MissingAuthenticationTokenException
                    query | unsigned | 403 | MissingAuthenticationToken
                    cbor | unsigned | 403 | MissingAuthenticationTokenException
                    json | credential | 400 | IncompleteSignatureException
                    query | credential | 400 | IncompleteSignature
                    json | algorithm | 400 | IncompleteSignatureException
                    json | terminator | 400 | InvalidSignatureException
                    query | terminator | 403 | SignatureDoesNotMatch
                    json | service | 400 | InvalidSignatureException
                    json | region | 400 | InvalidSignatureException
                    json | session token | 400 | UnrecognizedClientException
                    """)
    void a_caller_is_let_in_or_refused_as_aws_does(
            String protocol, String change, int status, @Nullable String code) {
        WireRequest request = changed(recorded(protocol), change);
        long now =
                switch (change) {
                    case "late" -> Recorded.AT_MILLIS + 16 * MINUTE;
                    case "early" -> Recorded.AT_MILLIS - 16 * MINUTE;
                    default -> Recorded.AT_MILLIS;
                };
        String secret = change.equals("secret") ? "another" : Recorded.SECRET;
        WireResponse answer = answer(request, Auth.ON, secret, now);
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertThat(answer.status()).as(text).isEqualTo(status);
        if (code != null) {
            assertThat(text).contains(code);
        }
        assertThat(text).doesNotContain(Recorded.SECRET);
    }

    private static WireRequest changed(WireRequest request, String change) {
        return switch (change) {
            case "body" -> {
                String text = new String(request.body(), StandardCharsets.UTF_8);
                String other = text.startsWith("Action") ? text + "&A=b" : text + " ";
                byte[] body = other.getBytes(StandardCharsets.UTF_8);
                yield new WireRequest(
                        request.method(), request.target(), request.headers(), body, "");
            }
            case "header" -> header(request, "content-type", value -> value + ";a=b");
            case "missing header" ->
                    header(request, "authorization", v -> v.replace("=content-type;", "=accept;"));
            case "key" ->
                    header(request, "authorization", v -> v.replace(Recorded.KEY, "AKIDUNKNOWN"));
            case "unsigned" -> header(request, "authorization", _ -> "");
            case "credential" ->
                    header(request, "authorization", v -> v.replace("/aws4_request", ""));
            case "algorithm" -> header(request, "authorization", v -> v.replace("HMAC", "MD5"));
            case "terminator" ->
                    header(request, "authorization", v -> v.replace("/aws4_request", "/aws5"));
            case "service" -> header(request, "authorization", v -> v.replace("/ecs/", "/eks/"));
            case "region" ->
                    header(request, "authorization", v -> v.replace("/us-east-1/", "/mars/"));
            case "session token" -> {
                List<Header> headers = new ArrayList<>(request.headers());
                headers.add(new Header("X-Amz-Security-Token", "token"));
                yield new WireRequest(
                        request.method(), request.target(), headers, request.body(), "");
            }
            default -> request;
        };
    }

    /// With another value of a header; without it when there is none.
    private static WireRequest header(
            WireRequest request, String name, UnaryOperator<String> change) {
        List<Header> headers = new ArrayList<>();
        for (Header header : request.headers()) {
            String value =
                    header.name().equalsIgnoreCase(name)
                            ? change.apply(header.value())
                            : header.value();
            if (!value.isEmpty()) {
                headers.add(new Header(header.name(), value));
            }
        }
        return new WireRequest(
                request.method(), request.target(), headers, request.body(), "127.0.0.1");
    }

    @Test
    void without_authentication_everybody_is_taken_for_somebody() {
        for (String change : List.of("key", "unsigned", "credential", "secret", "late")) {
            WireRequest request = changed(recorded("query"), change);
            WireResponse answer = answer(request, Auth.OFF, "another", 0);
            assertThat(answer.status()).as(change).isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("<Account>123456789012</Account>");
        }
    }

    /// `aws sts get-caller-identity` presigned by botocore for an hour, at 2026-11-26T05:49:53Z.
    @Test
    void a_presigned_address_is_good_until_it_expires() {
        WireRequest request =
                new WireRequest(
                        "GET",
                        PRESIGNED,
                        List.of(new Header("Host", "localhost:4566")),
                        new byte[0],
                        "127.0.0.1");
        long now = Recorded.AT_MILLIS;
        assertThat(answer(request, Auth.ON, Recorded.SECRET, now + 59 * MINUTE).status())
                .isEqualTo(200);
        assertThat(answer(request, Auth.ON, Recorded.SECRET, now + 61 * MINUTE).status())
                .isEqualTo(403);
        assertThat(answer(request, Auth.ON, "another", now).status()).isEqualTo(403);
    }

    private static final String PRESIGNED =
            "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMA"
                    + "C-SHA256&X-Amz-Credential=AKIDRECORDED%2F20261126%2Fus-east-1%2Fsts%2F"
                    + "aws4_request&X-Amz-Date=20261126T054953Z&X-Amz-Expires=3600&X-Amz-Sign"
                    + "edHeaders=host&X-Amz-Signature=d99d8db6234dfbf390087ce490fc698cac83205"
                    + "3bfe1be768c7cd96d607840b5";
}
