package dev.kingtide.aws.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a request says of its signature.
///
/// @param date of the credential scope, `20261127`
/// @param service as it is called in a credential scope
/// @param headers the names of those that are signed, in lower case, as they were listed
/// @param time when it was signed, `20261127T194500Z`
/// @param expiresSeconds how long a presigned address is good; -1 when it is none
/// @param sessionToken null without
record Signed(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> headers,
        String signature,
        String time,
        long expiresSeconds,
        @Nullable String sessionToken) {

    static final String TERMINATOR = "aws4_request";

    /// The longest that a presigned address may be good: a week.
    private static final long EXPIRES_SECONDS_MAX = 604_800;

    boolean isPresigned() {
        return expiresSeconds >= 0;
    }

    String scope() {
        return date + '/' + region + '/' + service + '/' + TERMINATOR;
    }

    boolean signs(String header) {
        return headers.contains(header);
    }

    /// The signature of a request; null when nothing is signed.
    ///
    /// @throws Denied when it is there but cannot be read
    static @Nullable Signed of(WireRequest request) {
        String authorization = request.header("authorization");
        if (authorization != null) {
            return inHeader(request, authorization);
        }
        Map<String, String> query = new TreeMap<>();
        Canonical.query(request.query()).forEach((name, all) -> query.put(name, all.getLast()));
        return query.containsKey("X-Amz-Algorithm") || query.containsKey("X-Amz-Signature")
                ? inQuery(query)
                : null;
    }

    private static Signed inHeader(WireRequest request, String authorization) {
        int space = authorization.indexOf(' ');
        String algorithm = space < 0 ? authorization : authorization.substring(0, space);
        Map<String, String> parts = new TreeMap<>();
        if (algorithm.equals(SigV4.ALGORITHM) && space >= 0) {
            for (int at = space + 1; at < authorization.length(); ) {
                int end = partEnd(authorization, at);
                if (end > at) {
                    String part = authorization.substring(at, end);
                    int equals = part.indexOf('=');
                    if (equals < 0) {
                        throw noPair(part, authorization);
                    }
                    parts.put(part.substring(0, equals), part.substring(equals + 1));
                }
                at = end + 1;
            }
        }
        String time = request.header("x-amz-date");
        String lacks =
                lacks(parts, List.of("Credential", "Signature", "SignedHeaders"))
                        + (time == null && request.header("date") == null
                                ? "Authorization header requires existence of either a 'X-Amz-Date'"
                                        + " or a 'Date' header. "
                                : "");
        if (!lacks.isEmpty()) {
            throw new Denied.Incomplete(lacks + "Authorization=" + authorization);
        }
        String date = time != null ? time : Canonical.basicTime(request.header("date"));
        return of(
                parts.getOrDefault("Credential", ""),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                date,
                -1,
                request.header("x-amz-security-token"));
    }

    /// Where a part of the header ends: commas and spaces divide them.
    private static int partEnd(String authorization, int from) {
        int end = from;
        while (end < authorization.length() && ", ".indexOf(authorization.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Denied noPair(String part, String authorization) {
        return new Denied.Incomplete(
                "'"
                        + part
                        + "' not a valid key=value pair (missing equal-sign) in"
                        + " Authorization header: '"
                        + authorization
                        + "'.");
    }

    private static String lacks(Map<String, String> parts, List<String> names) {
        var lacks = new StringBuilder();
        for (String name : names) {
            if (parts.getOrDefault(name, "").isEmpty()) {
                lacks.append("Authorization header requires '")
                        .append(name)
                        .append("' parameter. ");
            }
        }
        return lacks.toString();
    }

    private static Signed inQuery(Map<String, String> query) {
        List<String> lacks = new ArrayList<>();
        for (String name :
                List.of(
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Signature",
                        "X-Amz-SignedHeaders",
                        "X-Amz-Date")) {
            if (query.getOrDefault(name, "").isEmpty()) {
                lacks.add("AWS query-string parameters must include '" + name + "'.");
            }
        }
        if (!lacks.isEmpty()) {
            throw new Denied.Incomplete(
                    String.join(" ", lacks) + " Re-examine the query-string parameters.");
        }
        if (!SigV4.ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
            throw new Denied.Incomplete(
                    "Unsupported AWS 'algorithm': '" + query.get("X-Amz-Algorithm") + "'");
        }
        return of(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                expires(query.get("X-Amz-Expires")),
                query.get("X-Amz-Security-Token"));
    }

    private static long expires(@Nullable String text) {
        if (text == null) {
            return SigV4.SKEW_MILLIS / 1_000;
        }
        long seconds;
        try {
            seconds = Long.parseLong(text);
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (seconds < 0 || seconds > EXPIRES_SECONDS_MAX) {
            throw new Denied.Incomplete(
                    "X-Amz-Expires must be between 0 and " + EXPIRES_SECONDS_MAX + " seconds");
        }
        return seconds;
    }

    private static Signed of(
            String credential,
            String headers,
            String signature,
            String time,
            long expiresSeconds,
            @Nullable String token) {
        String[] steps = credential.split("/", -1);
        if (steps.length < 5) {
            throw new Denied.Incomplete(
                    "Credential must have at least 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got '"
                            + credential
                            + "'");
        }
        int end = steps.length;
        if (!steps[end - 1].equals(TERMINATOR)) {
            throw new Denied.BadScope(
                    "Credential should be scoped with a valid terminator: 'aws4_request', not '"
                            + steps[end - 1]
                            + "'.");
        }
        // An access key id may hold slashes; the scope is what stands behind.
        String id = String.join("/", List.of(steps).subList(0, end - 4));
        List<String> names = List.of(headers.toLowerCase(Locale.ROOT).split(";", -1));
        if (!names.contains("host")) {
            throw new Denied.BadScope(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        return new Signed(
                id,
                steps[end - 4],
                steps[end - 3],
                steps[end - 2],
                names,
                signature,
                time,
                expiresSeconds,
                token);
    }
}
