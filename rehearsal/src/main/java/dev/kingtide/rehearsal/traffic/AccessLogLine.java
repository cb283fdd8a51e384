package dev.kingtide.rehearsal.traffic;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/// One line of an Application Load Balancer's access log, read in place: fields with a space
/// between them, some in quotes, of which those that came later than `request_creation_time` do not
/// matter.
///
/// A quote ends its field only before a space or the end of the line, and not after a backslash.
///
/// Source: Elastic Load Balancing user guide, "Access logs for your Application Load Balancer",
/// syntax.
final class AccessLogLine {
    /// No line of a load balancer is longer: the longest parts are a request line of 16 KiB and a
    /// user agent of 8 KiB.
    static final int BYTES_MAX = 1 << 16;

    private static final List<String> TYPES = List.of("http", "https", "h2", "grpcs", "ws", "wss");
    private static final int TARGET_GROUP = 16;
    private static final int CREATED = 21;
    private static final int SHOWN_BYTES = 40;
    private static final int DATE_LENGTH = 10;

    private final String targetGroup;
    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private long second;
    private String found = "";
    private String otherTargetGroup = "";
    private final byte[] knownDate = new byte[DATE_LENGTH];
    private long knownDay;

    /// What a line is.
    enum Kind {
        /// A request that counts.
        REQUEST,
        /// A request of another target group.
        OTHER,
        /// No line of an access log.
        BAD
    }

    /// @param targetGroup the name or ARN of the one whose requests count; empty for all
    AccessLogLine(String targetGroup) {
        this.targetGroup = targetGroup;
    }

    /// The second since the epoch in which the request of the last line arrived.
    long second() {
        return second;
    }

    /// What is wrong with the last line, if it is bad.
    String found() {
        return found;
    }

    /// The ARN of a target group that was met and does not count.
    String otherTargetGroup() {
        return otherTargetGroup;
    }

    /// Reads a line.
    Kind read(byte[] text, int begin, int end) {
        bytes = text;
        from = begin;
        to = begin;
        boolean counts = targetGroup.isEmpty();
        for (int field = 0; ; field++) {
            if (!next(field, end)) {
                return bad(
                        field == 0
                                ? "it begins with " + show(begin, end)
                                : "it has " + field + " fields, an access log at least 22");
            }
            if (field == 0 && !isType()) {
                return bad("it begins with " + show(from, to));
            }
            if (field == TARGET_GROUP && !counts) {
                counts = isWanted();
            }
            if (field == CREATED) {
                return time() ? counts ? Kind.REQUEST : Kind.OTHER : Kind.BAD;
            }
        }
    }

    /// Sets `from` and `to` to the next field, without its quotes; false when there is none.
    private boolean next(int field, int end) {
        int at = field == 0 ? from : to;
        if (field > 0) {
            at += at < end && bytes[at] == '"' ? 1 : 0;
            if (at >= end || bytes[at] != ' ') {
                return false;
            }
            at++;
        }
        if (at < end && bytes[at] == '"') {
            from = at + 1;
            to = from;
            while (to < end && !endsQuote(to, end)) {
                to++;
            }
            return to < end;
        }
        from = at;
        to = at;
        while (to < end && bytes[to] != ' ') {
            to++;
        }
        return to > from;
    }

    private boolean endsQuote(int at, int end) {
        return bytes[at] == '"' && (at + 1 == end || bytes[at + 1] == ' ') && bytes[at - 1] != '\\';
    }

    private boolean isType() {
        return TYPES.stream().anyMatch(this::is);
    }

    private boolean is(String word) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the field is the wanted ARN, or one with the wanted name in it.
    private boolean isWanted() {
        String arn = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (arn.equals(targetGroup) || arn.contains(":targetgroup/" + targetGroup + '/')) {
            return true;
        }
        otherTargetGroup = otherTargetGroup.isEmpty() && arn.length() > 1 ? arn : otherTargetGroup;
        return false;
    }

    /// `2026-11-20T20:00:00.123456Z`, with any number of digits after the second.
    private boolean time() {
        int end = to - 1;
        boolean shaped =
                end - from >= 19
                        && bytes[end] == 'Z'
                        && bytes[from + 4] == '-'
                        && bytes[from + 7] == '-'
                        && bytes[from + 10] == 'T'
                        && bytes[from + 13] == ':'
                        && bytes[from + 16] == ':'
                        && (end == from + 19 || bytes[from + 19] == '.');
        int hour = shaped ? two(from + 11) : -1;
        int minute = shaped ? two(from + 14) : -1;
        int inMinute = shaped ? two(from + 17) : -1;
        boolean inDay =
                hour >= 0
                        && hour < 24
                        && minute >= 0
                        && minute < 60
                        && inMinute >= 0
                        && inMinute < 60;
        if (!inDay || !date()) {
            bad("request_creation_time is " + show(from, to));
            return false;
        }
        second = knownDay * 86_400 + hour * 3_600L + minute * 60L + inMinute;
        return true;
    }

    /// Takes the date; lines follow each other within a day, so the last one is kept.
    private boolean date() {
        int i = 0;
        while (i < DATE_LENGTH && knownDate[i] == bytes[from + i]) {
            i++;
        }
        if (i == DATE_LENGTH) {
            return true;
        }
        int century = two(from);
        int year = two(from + 2);
        int month = two(from + 5);
        int day = two(from + 8);
        if (century < 0 || year < 0 || month < 0 || day < 0) {
            return false;
        }
        try {
            knownDay = LocalDate.of(century * 100 + year, month, day).toEpochDay();
        } catch (DateTimeException none) {
            return false;
        }
        System.arraycopy(bytes, from, knownDate, 0, DATE_LENGTH);
        return true;
    }

    /// A number of two digits; -1 when it is none.
    private int two(int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private Kind bad(String what) {
        found = what;
        return Kind.BAD;
    }

    private String show(int begin, int end) {
        int stop = Math.min(end, begin + SHOWN_BYTES);
        StringBuilder text = new StringBuilder("\"");
        for (int i = begin; i < stop; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '?');
        }
        return text.append(stop < end ? "...\"" : "\"").toString();
    }
}
