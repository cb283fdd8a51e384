package dev.kingtide.host.docker;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them, such as `1h30m0s` (pkg.go.dev/time, ParseDuration,
/// Duration.String): the notation of the ECS agent's settings and messages.
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final long MINUTE = 60_000;

    private GoDuration() {}

    /// What a text means; zero when it is no duration.
    static Duration read(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            double number = Double.parseDouble(part.group(1));
            long unit =
                    switch (part.group(2)) {
                        case "ms" -> 1L;
                        case "s" -> 1_000L;
                        case "m" -> MINUTE;
                        default -> 60 * MINUTE;
                    };
            sum = sum.plusMillis(Math.round(number * unit));
            end = part.end();
        }
        return end == text.length() ? sum : Duration.ZERO;
    }

    /// A duration as Go prints it, to the millisecond.
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + "ms";
        }
        StringBuilder text = new StringBuilder();
        long minutes = millis / MINUTE;
        if (minutes >= 60) {
            text.append(minutes / 60).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        text.append(millis % MINUTE / 1_000);
        if (millis % 1_000 > 0) {
            text.append(("." + "%03d".formatted(millis % 1_000)).replaceAll("0+$", ""));
        }
        return text.append('s').toString();
    }
}
