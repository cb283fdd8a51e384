package dev.kingtide.aws.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The canonical form of a request, which Signature Version 4 signs
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request>).
final class Canonical {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private Canonical() {}

    /// The canonical request.
    ///
    /// @param payload the hash of the body, or the word that stands for it
    static String request(WireRequest request, Signed signed, String payload) {
        var text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        path(text, request.path());
        text.append('\n');
        text.append(query(request.query(), signed.isPresigned())).append('\n');
        for (String name : signed.headers()) {
            text.append(name).append(':');
            values(text, request.headers(), name);
            text.append('\n');
        }
        text.append('\n').append(String.join(";", signed.headers())).append('\n');
        return text.append(payload).toString();
    }

    /// Without `.` and `..`, and each step escaped once more: what clients sign is the escaped form
    /// of what they send (S3 alone differs).
    private static void path(StringBuilder text, String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            switch (step) {
                case "", "." -> {}
                case ".." -> {
                    if (!steps.isEmpty()) {
                        steps.removeLast();
                    }
                }
                default -> steps.add(step);
            }
        }
        for (String step : steps) {
            text.append('/');
            escape(text, step);
        }
        if (steps.isEmpty() || path.endsWith("/")) {
            text.append('/');
        }
    }

    private static String query(String query, boolean presigned) {
        if (query.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = unescaped(equals < 0 ? pair : pair.substring(0, equals));
            if (pair.isEmpty() || (presigned && name.equals("X-Amz-Signature"))) {
                continue;
            }
            var text = new StringBuilder();
            escape(text, name);
            // Sorts before every character of a name, as if names were compared first.
            text.append('\u0000');
            escape(text, unescaped(equals < 0 ? "" : pair.substring(equals + 1)));
            pairs.add(text.toString());
        }
        pairs.sort(null);
        return String.join("&", pairs).replace('\u0000', '=');
    }

    /// The parameters of a query, without their escapes, in their order.
    static SequencedMap<String, List<String>> query(String query) {
        SequencedMap<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters
                        .computeIfAbsent(
                                unescaped(equals < 0 ? pair : pair.substring(0, equals)),
                                _ -> new ArrayList<>())
                        .add(unescaped(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static void values(StringBuilder text, List<Header> headers, String name) {
        boolean first = true;
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                if (!first) {
                    text.append(',');
                }
                first = false;
                String value = header.value().strip();
                text.append(value.indexOf("  ") < 0 ? value : value.replaceAll(" +", " "));
            }
        }
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    private static void escape(StringBuilder text, String from) {
        for (byte some : from.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (some >= 'A' && some <= 'Z')
                            || (some >= 'a' && some <= 'z')
                            || (some >= '0' && some <= '9')
                            || some == '-'
                            || some == '_'
                            || some == '.'
                            || some == '~';
            if (plain) {
                text.append((char) some);
            } else {
                text.append('%').append((char) HEX[(some >> 4) & 15]).append((char) HEX[some & 15]);
            }
        }
    }

    /// A text without its escapes; what is no escape stays.
    private static String unescaped(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        byte[] to = new byte[from.length];
        int size = 0;
        for (int i = 0; i < from.length; i++) {
            int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
            if (from[i] == '%' && high >= 0 && low >= 0) {
                to[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                to[size++] = from[i] == '+' ? (byte) ' ' : from[i];
            }
        }
        return new String(to, 0, size, StandardCharsets.UTF_8);
    }

    /// The value of a `Date` header in the form of `X-Amz-Date`.
    static String basicTime(@Nullable String date) {
        if (date == null) {
            return "";
        }
        try {
            return DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                    .withZone(ZoneOffset.UTC)
                    .format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return date;
        }
    }
}
