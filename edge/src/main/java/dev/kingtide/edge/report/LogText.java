package dev.kingtide.edge.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How fields of logs are written.
public final class LogText {
    /// There is nothing to say.
    public static final String NONE = "-";

    /// The address of the load balancer's node: there is one machine.
    static final String NODE = "127.0.0.1";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private LogText() {}

    /// What tells a client's connection from all others, in access logs and connection logs:
    /// `conn_trace_id`.
    public static String connection(long id) {
        return "TID_%016x".formatted(id);
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /// In quotes, with what could end them or the line written as `\xHH`.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x7F) {
                quoted.append("\\x").append(String.format(Locale.ROOT, "%02X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
