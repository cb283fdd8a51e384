package dev.kingtide.aws.codec;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Times as text and numbers, in the three forms that AWS's protocols have.
final class Times {
    private Times() {}

    /// @throws java.time.DateTimeException when the text is no such time
    static Instant read(String text, Format format) {
        return switch (format) {
            case ISO_8601 -> OffsetDateTime.parse(text).toInstant();
            case RFC_822 -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS -> {
                try {
                    double seconds = Double.parseDouble(text);
                    double millis = format == Format.UNIX_TIMESTAMP ? seconds * 1_000 : seconds;
                    yield Instant.ofEpochMilli(Math.round(millis));
                } catch (NumberFormatException e) {
                    throw new java.time.DateTimeException("no number: " + text, e);
                }
            }
        };
    }

    /// The text of a time.
    static String write(Instant time, Format format) {
        return switch (format) {
            case ISO_8601 -> time.toString();
            case RFC_822 ->
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
            case UNIX_TIMESTAMP -> seconds(time.toEpochMilli());
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(time.toEpochMilli());
        };
    }

    /// Seconds since 1970 with the milliseconds after the point, if there are any.
    static String seconds(long millis) {
        long rest = Math.floorMod(millis, 1_000);
        if (rest == 0) {
            return Long.toString(millis / 1_000);
        }
        if (millis < 0) {
            return java.math.BigDecimal.valueOf(millis, 3).toPlainString();
        }
        String digits = Long.toString(1_000 + rest);
        return millis / 1_000 + "." + digits.substring(1);
    }
}
