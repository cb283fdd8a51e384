package dev.kingtide.core.time;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The moments that a schedule expression names: `at(...)`, `rate(...)` or `cron(...)`.
///
/// Local times that a change of clocks skips mean the first moment after the gap; local times that
/// it repeats mean the first of the two. AWS documents neither (Application Auto Scaling user
/// guide, scheduled scaling); this choice never loses a run and never doubles one.
public sealed interface Schedule permits Schedule.At, Schedule.Rate, Cron {

    /// The answer of [#next] when there is no further moment.
    long NEVER = Long.MAX_VALUE;

    /// The first moment after `afterMillis`, or [#NEVER].
    long next(long afterMillis);

    /// One moment: `at(yyyy-mm-ddThh:mm:ss)`.
    record At(long dueMillis) implements Schedule {
        private static final DateTimeFormatter FORM =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
                        .withResolverStyle(ResolverStyle.STRICT);

        @Override
        public long next(long afterMillis) {
            return dueMillis > afterMillis ? dueMillis : NEVER;
        }
    }

    /// Every so often, counted from a moment of origin which is not itself a run: `rate(value
    /// unit)`.
    record Rate(long intervalMillis, long originMillis) implements Schedule {
        private static final Pattern FORM =
                Pattern.compile("([0-9]{1,9})\\s+(minute|hour|day)s?", Pattern.CASE_INSENSITIVE);

        @Override
        public long next(long afterMillis) {
            long passed = Math.max(0, Math.floorDiv(afterMillis - originMillis, intervalMillis));
            return originMillis + (passed + 1) * intervalMillis;
        }
    }

    /// Reads an expression.
    ///
    /// @param zone where `at` and `cron` read the clock; `rate` does not
    /// @param originMillis from when `rate` counts
    static Schedule parse(String text, ZoneId zone, long originMillis) throws InvalidSchedule {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new InvalidSchedule(text, 0, "expected at(...), rate(...) or cron(...)");
        }
        String body = text.substring(open + 1, text.length() - 1);
        return switch (text.substring(0, open)) {
            case "at" -> at(text, open + 1, body, zone);
            case "rate" -> rate(text, open + 1, body, originMillis);
            case "cron" -> CronParser.parse(text, open + 1, zone);
            default ->
                    throw new InvalidSchedule(text, 0, "expected at(...), rate(...) or cron(...)");
        };
    }

    /// The time zone of that IANA name, such as `Europe/Berlin`.
    static ZoneId zone(String name) throws InvalidSchedule {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new InvalidSchedule(name, 0, "expected an IANA time zone such as Europe/Berlin");
        }
        return ZoneId.of(name);
    }

    /// The moment at which the clocks of a zone show a local time.
    static long instantMillis(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            return gap.getInstant().toEpochMilli();
        }
        return local.toInstant(offsets.getFirst()).toEpochMilli();
    }

    private static Schedule at(String text, int start, String body, ZoneId zone)
            throws InvalidSchedule {
        try {
            return new At(instantMillis(LocalDateTime.parse(body, At.FORM), zone));
        } catch (DateTimeParseException unreadable) {
            throw new InvalidSchedule(
                    text,
                    start + Math.max(0, unreadable.getErrorIndex()),
                    "expected a date and time as yyyy-mm-ddThh:mm:ss");
        }
    }

    private static Schedule rate(String text, int start, String body, long originMillis)
            throws InvalidSchedule {
        Matcher form = Rate.FORM.matcher(body.strip());
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new InvalidSchedule(
                    text, start, "expected a positive number and minute(s), hour(s) or day(s)");
        }
        long unit =
                switch (form.group(2).charAt(0)) {
                    case 'm', 'M' -> 60_000L;
                    case 'h', 'H' -> 3_600_000L;
                    default -> 86_400_000L;
                };
        return new Rate(Long.parseLong(form.group(1)) * unit, originMillis);
    }
}
