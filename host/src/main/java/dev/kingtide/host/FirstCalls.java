package dev.kingtide.host;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The calls that clients begin with (`first-calls.txt`), made once ahead of them: what a first
/// call of an operation sets up besides its model, nobody waits for then. Classes are linked,
/// cryptography is looked up, and so on; that is 20 to 170 ms for some.
final class FirstCalls {
    private static final Pattern ARN =
            Pattern.compile("arn:aws:[^\"<]*:(task|loadbalancer|targetgroup)/[^\"<]*");
    private static final Map<String, String> TARGETS =
            Map.of(
                    "ecs", "AmazonEC2ContainerServiceV20141113",
                    "application-autoscaling", "AnyScaleFrontendService",
                    "acm", "CertificateManager");

    private final Map<String, String> named = new TreeMap<>();

    private FirstCalls() {}

    /// A call, and what was answered.
    record Answered(String operation, int status) {}

    /// Makes all of them over operations that are thrown away afterwards.
    ///
    /// @param nowMillis since 1970
    static List<Answered> make(Api api, long nowMillis) {
        FirstCalls calls = new FirstCalls();
        Gateway gateway =
                new Gateway(
                        _ -> null,
                        _ -> api,
                        () -> "00000000-0000-0000-0000-000000000000",
                        new Gateway.Settings(
                                Gateway.Auth.OFF,
                                Gateway.Settings.DEFAULT.limits(),
                                Gateway.Hooks.NONE));
        return lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> calls.make(gateway, line.split("\\|", 4), nowMillis))
                .toList();
    }

    private static List<String> lines() {
        try (InputStream in = FirstCalls.class.getResourceAsStream("first-calls.txt")) {
            if (in == null) {
                throw new IllegalStateException("first-calls.txt is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answered make(Gateway gateway, String[] call, long nowMillis) {
        String body = call[3];
        for (Map.Entry<String, String> each : named.entrySet()) {
            body = body.replace(each.getKey(), each.getValue());
        }
        WireResponse answer = gateway.answer(request(call[1], call[2], body), nowMillis);
        Matcher arn = ARN.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        while (arn.find()) {
            named.put(arn.group(1).toUpperCase(Locale.ROOT), arn.group());
        }
        return new Answered(call[2], answer.status());
    }

    private static WireRequest request(String service, String operation, String body) {
        String target = TARGETS.get(service);
        String authorization =
                "AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/"
                        + service
                        + "/aws4_request, SignedHeaders=host, Signature=00";
        List<Header> headers =
                List.of(
                        new Header("Host", "localhost"),
                        new Header("Authorization", authorization),
                        new Header(
                                "Content-Type",
                                target == null
                                        ? "application/x-www-form-urlencoded; charset=utf-8"
                                        : "application/x-amz-json-1.1"),
                        new Header("X-Amz-Target", target + '.' + operation));
        return new WireRequest(
                "POST",
                "/",
                target == null ? headers.subList(0, 3) : headers,
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1");
    }
}
