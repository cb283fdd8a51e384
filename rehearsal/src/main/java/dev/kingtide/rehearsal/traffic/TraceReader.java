package dev.kingtide.rehearsal.traffic;

import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a trace from comma-separated values, plain or compressed by gzip; JSON is left to
/// [CloudWatchReader].
///
/// A first line that holds no number names the columns. Times are seconds, seconds or milliseconds
/// since the epoch, or dates (`2026-12-04T19:30:00`, with or without an offset); only the distance
/// from the first row counts.
public final class TraceReader {
    private static final int PROBLEMS_MAX = 5;
    static final double COUNT_MAX = 1e12;
    private static final int BYTES_MAX = 512 << 20;
    private static final List<String> TIME_NAMES =
            List.of("second", "seconds", "time", "timestamp", "date", "t");
    private static final List<String> COUNT_NAMES =
            List.of("requests", "count", "requestcount", "value", "sum", "n");

    private final String file;
    private final Columns columns;
    private final Problems problems;
    private long[] times = new long[1024];
    private double[] counts = new double[1024];
    private int rows;
    private int complaints;
    private char separator = ',';
    private int timeColumn;
    private int countColumn = 1;

    /// Which columns hold what.
    ///
    /// @param time the name of the column of times, or its number from 1; empty to find it
    /// @param count the same for counts; in JSON a result's Id or Label, or the statistic
    /// @param intervalMillis what one row stands for; 0 for the smallest distance between rows
    public record Columns(String time, String count, long intervalMillis) {
        /// Found by their usual names, else the first two.
        public static final Columns FOUND = new Columns("", "", 0);
    }

    private TraceReader(String file, Columns columns, Problems problems) {
        this.file = file;
        this.columns = columns;
        this.problems = problems;
    }

    /// The trace in these bytes; null when it cannot be read, with problems added.
    public static @Nullable Trace read(
            String file, ByteBuffer bytes, Columns columns, Problems problems) {
        return new TraceReader(file, columns, problems).read(bytes);
    }

    private @Nullable Trace read(ByteBuffer bytes) {
        byte[] raw = new byte[bytes.remaining()];
        bytes.duplicate().get(raw);
        boolean zipped = raw.length > 1 && raw[0] == 0x1F && raw[1] == (byte) 0x8B;
        byte[] text = raw;
        if (zipped) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw), 1 << 16)) {
                text = in.readNBytes(BYTES_MAX);
            } catch (IOException bad) {
                complain(0, "not a whole gzip file: " + bad.getMessage(), "fetch or pack it again");
                return null;
            }
        } else if (file.endsWith(".gz")) {
            complain(0, "not a gzip file", "rename it, or pack it with gzip");
            return null;
        }
        if (isJson(text)) {
            String json = new String(text, StandardCharsets.UTF_8);
            return CloudWatchReader.read(file, json, columns, problems);
        }
        lines(text);
        if (complaints == 0 && rows == 0) {
            complain(0, "a trace without rows", "expected rows such as 0,116");
        }
        return complaints > 0 ? null : trace();
    }

    private static boolean isJson(byte[] text) {
        int at = 0;
        while (at < text.length && Character.isWhitespace(text[at])) {
            at++;
        }
        return at < text.length && text[at] == '{';
    }

    private void lines(byte[] text) {
        int line = 0;
        boolean first = true;
        for (int at = 0; at < text.length && complaints < PROBLEMS_MAX; ) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            line++;
            int stop = end > at && text[end - 1] == '\r' ? end - 1 : end;
            if (stop > at && text[at] != '#') {
                String row = new String(text, at, stop - at, StandardCharsets.UTF_8);
                if (!first || !header(row, line)) {
                    row(row, line);
                }
                first = false;
            }
            at = end + 1;
        }
    }

    /// Settles separator and columns by the first line; true when that line holds their names.
    private boolean header(String row, int line) {
        String clean = row.startsWith("\uFEFF") ? row.substring(1) : row;
        separator = clean.indexOf('\t') >= 0 ? '\t' : clean.indexOf(';') >= 0 ? ';' : ',';
        List<String> cells = cells(clean);
        boolean names = cells.stream().noneMatch(c -> isNumber(c) || time(c) != null);
        timeColumn = column(columns.time, TIME_NAMES, cells, names, 0, line);
        countColumn = column(columns.count, COUNT_NAMES, cells, names, 1, line);
        return names;
    }

    private List<String> cells(String row) {
        String quoted = "\\" + separator;
        return Arrays.stream(row.split(quoted, -1)).map(TraceReader::bare).toList();
    }

    private static String bare(String cell) {
        String text = cell.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private int column(
            String wanted,
            List<String> usual,
            List<String> cells,
            boolean names,
            int or,
            int line) {
        if (wanted.isEmpty()) {
            for (int i = 0; names && i < cells.size(); i++) {
                String name = cells.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
                if (usual.contains(name)) {
                    return i;
                }
            }
            return or;
        }
        int byName = cells.indexOf(wanted);
        if (names && byName >= 0) {
            return byName;
        }
        if (wanted.length() < 4 && isNumber(wanted) && Integer.parseInt(wanted) >= 1) {
            return Integer.parseInt(wanted) - 1;
        }
        complain(
                line,
                "no column \"" + wanted + '"',
                names ? "the columns are " + String.join(", ", cells) : "give its number, from 1");
        return or;
    }

    private void row(String row, int line) {
        List<String> cells = cells(row);
        if (cells.size() <= Math.max(timeColumn, countColumn)) {
            complain(line, "\"" + row + '"', "expected at least " + needed() + " columns");
            return;
        }
        Long time = time(cells.get(timeColumn));
        if (time == null) {
            complain(line, "time \"" + cells.get(timeColumn) + '"', "expected seconds or a date");
            return;
        }
        double count = count(cells.get(countColumn));
        if (!(count >= 0 && count <= COUNT_MAX)) {
            complain(
                    line,
                    "count \"" + cells.get(countColumn) + '"',
                    count > COUNT_MAX
                            ? "expected at most a million million"
                            : "expected a number that is not negative");
            return;
        }
        if (rows > 0 && time <= times[rows - 1]) {
            complain(
                    line,
                    "time \"" + cells.get(timeColumn) + "\" is not after the row before",
                    "sort the rows by time, one row a time");
            return;
        }
        if (rows == times.length) {
            times = Arrays.copyOf(times, rows * 2);
            counts = Arrays.copyOf(counts, rows * 2);
        }
        times[rows] = time;
        counts[rows++] = count;
    }

    private int needed() {
        return Math.max(timeColumn, countColumn) + 1;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static double count(String text) {
        try {
            double value = Double.parseDouble(text);
            return value;
        } catch (NumberFormatException bad) {
            return Double.NaN;
        }
    }

    static @Nullable Long time(String text) {
        if (isNumber(text) && text.length() <= 15) {
            long value = Long.parseLong(text);
            return value >= 100_000_000_000L ? value : value * 1000;
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0)) && text.indexOf('-') < 0) {
            double value = count(text);
            return value >= 0 && value < 1e14 ? Math.round(value * 1000) : null;
        }
        return date(text.replace(' ', 'T'));
    }

    private static @Nullable Long date(String text) {
        if (text.length() < 16 || text.charAt(4) != '-') {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException withoutOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
            } catch (DateTimeException bad) {
                return null;
            }
        }
    }

    private Trace trace() {
        return Trace.of(
                Arrays.copyOf(times, rows), Arrays.copyOf(counts, rows), columns.intervalMillis);
    }

    private void complain(int line, String found, String expected) {
        complaints++;
        problems.add(new Place(file, line, 0), found, expected);
    }
}
