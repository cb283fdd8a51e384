package dev.kingtide.rehearsal.launch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Moments as a launch writes them, in its zone: `19:55`, `19:55:30`, `+10m` after the start,
/// `start`, `2026-12-04T19:55`, or with an offset.
///
/// @param zone the zone of times without offset
/// @param startMillis the start of the launch, in milliseconds since the epoch
/// @param lengthSeconds how long it lasts
record Moments(ZoneId zone, long startMillis, int lengthSeconds) {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,7})s)?");

    /// What [#at] understands, for messages.
    static final String FORMS = "a moment such as 19:55, 19:55:30, +10m, start or 2026-12-04T19:55";

    /// A length of time such as `90s`, `40m` or `1h30m`, in seconds; null when it is none.
    static @Nullable Long seconds(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return null;
        }
        return part(matcher, 1) * 86_400
                + part(matcher, 2) * 3_600
                + part(matcher, 3) * 60
                + part(matcher, 4);
    }

    private static long part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /// A date with a time, in milliseconds since the epoch; null when it is none or when the clocks
    /// of the zone skip it.
    static @Nullable Long dateTime(String text, ZoneId zone) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
        } catch (DateTimeException withoutOffset) {
            try {
                return in(LocalDateTime.parse(iso), zone);
            } catch (DateTimeException bad) {
                return null;
            }
        }
    }

    private static @Nullable Long in(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).isEmpty()
                ? null
                : (Long) local.atZone(zone).toInstant().toEpochMilli();
    }

    /// A moment in milliseconds since the epoch; null when it is none. A time of day is the first
    /// one that is not before the start.
    @Nullable Long at(String text) {
        if (text.equals("start")) {
            return startMillis;
        }
        if (text.startsWith("+")) {
            Long seconds = seconds(text.substring(1));
            return seconds == null ? null : (Long) (startMillis + seconds * 1000);
        }
        if (text.indexOf('-') > 0) {
            return dateTime(text, zone);
        }
        try {
            LocalTime time = LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(startMillis), zone);
            Long today = in(day.atTime(time), zone);
            return today != null && today < startMillis
                    ? in(day.plusDays(1).atTime(time), zone)
                    : today;
        } catch (DateTimeException bad) {
            return null;
        }
    }

    /// Whether a moment lies in the run.
    boolean holds(long millis) {
        return millis >= startMillis && millis < startMillis + lengthSeconds * 1000L;
    }

    /// The run, for messages: from when to when.
    String span() {
        return show(startMillis) + " to " + show(startMillis + lengthSeconds * 1000L);
    }

    private String show(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone).toString();
    }
}
