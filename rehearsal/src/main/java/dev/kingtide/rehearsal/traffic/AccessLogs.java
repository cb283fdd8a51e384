package dev.kingtide.rehearsal.traffic;

import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Counts the requests in access logs of Application Load Balancers by the second in which each
/// arrived, from any number of files in any order, plain or compressed by gzip.
///
/// A line that is none of an access log is left out, counted, and named if it is one of the first.
/// A file that ends in the middle of its gzip stream is a problem: what it lacks cannot be counted.
/// Memory is that of one compressed file and of the seconds that have requests.
///
/// Source: Elastic Load Balancing user guide, "Access logs for your Application Load Balancer".
public final class AccessLogs {
    private static final int NAMED_MAX = 5;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int PAGE_SECONDS = 4096;

    private final AccessLogLine line;
    private final Problems problems;
    private final TreeMap<Long, long[]> pages = new TreeMap<>();
    private final List<String> named = new ArrayList<>();
    private long pageAt = Long.MIN_VALUE;
    private long[] page = new long[0];
    private long requests;
    private long others;
    private long bad;

    /// No log yet.
    ///
    /// @param targetGroup the name or ARN of the target group whose requests count; empty for all
    public AccessLogs(String targetGroup, Problems problems) {
        this.line = new AccessLogLine(targetGroup);
        this.problems = problems;
    }

    /// How many requests are counted.
    public long requests() {
        return requests;
    }

    /// How many lines were left out because they are none of an access log.
    public long badLines() {
        return bad;
    }

    /// What was left out, a line each: how many, and the first of them by name; empty when nothing
    /// was.
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (bad > 0) {
            long all = requests + others + bad;
            notes.add(
                    String.format(
                            "%,d of %,d lines are not of an access log and do not count: %s%s",
                            bad,
                            all,
                            String.join("; ", named),
                            bad > named.size() ? "; and others" : ""));
        }
        return notes;
    }

    /// Counts the requests of one file.
    public void read(String file, ByteBuffer bytes) {
        byte[] raw = new byte[bytes.remaining()];
        bytes.duplicate().get(raw);
        boolean zipped = raw.length > 1 && raw[0] == 0x1F && raw[1] == (byte) 0x8B;
        if (!zipped && file.endsWith(".gz")) {
            problems.add(Place.of(file), "not a gzip file", "rename it, or fetch it again");
            return;
        }
        LineFeed feed = new LineFeed(file);
        try (InputStream in = open(raw, zipped)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                feed.take(chunk, read);
            }
            feed.end();
        } catch (IOException broken) {
            problems.add(
                    new Place(file, feed.number, 0),
                    "not a whole gzip file: " + broken.getMessage(),
                    "fetch it again, or move it away to go on without it");
        }
    }

    private static InputStream open(byte[] raw, boolean zipped) throws IOException {
        InputStream in = new ByteArrayInputStream(raw);
        return zipped ? new GZIPInputStream(in, CHUNK_BYTES) : in;
    }

    /// The trace of all files, a row for each second that has requests; null, with a problem at
    /// `asked`, when there are none, or when more lines are bad than good.
    public @Nullable Trace trace(Place asked) {
        if (bad > requests + others) {
            problems.add(asked, notes().getFirst(), "expected access logs of a load balancer");
            return null;
        }
        if (requests == 0) {
            problems.add(
                    asked,
                    others > 0
                            ? String.format("no request of the target group among %,d", others)
                            : "no request in these access logs",
                    others > 0
                            ? "expected the name or ARN of one that is there, such as "
                                    + line.otherTargetGroup()
                            : "expected lines such as https 2026-11-20T20:00:00.123456Z app/...");
            return null;
        }
        TreeMap<Long, Double> counts = new TreeMap<>();
        pages.forEach((at, seconds) -> {
            for (int i = 0; i < seconds.length; i++) {
                if (seconds[i] > 0) {
                    counts.put((at * PAGE_SECONDS + i) * 1000, (double) seconds[i]);
                }
            }
        });
        return Trace.of(counts, 1000);
    }

    private void count(long second) {
        requests++;
        long at = Math.floorDiv(second, PAGE_SECONDS);
        if (at != pageAt) {
            page = pages.computeIfAbsent(at, key -> new long[PAGE_SECONDS]);
            pageAt = at;
        }
        page[Math.floorMod(second, PAGE_SECONDS)]++;
    }

    private void reject(String file, long number, String why) {
        if (bad++ < NAMED_MAX) {
            named.add(file + ':' + number + ": " + why);
        }
    }

    /// Cuts what a file holds into lines; one that is too long is left out, not kept.
    private final class LineFeed {
        private final String file;
        private final byte[] held = new byte[AccessLogLine.BYTES_MAX];
        private int heldBytes;
        private boolean tooLong;
        private int number = 1;

        LineFeed(String file) {
            this.file = file;
        }

        void take(byte[] chunk, int length) {
            int from = 0;
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '\n') {
                    if (heldBytes == 0 && !tooLong) {
                        line(chunk, from, i);
                    } else {
                        hold(chunk, from, i);
                        end();
                    }
                    number++;
                    from = i + 1;
                }
            }
            hold(chunk, from, length);
        }

        /// What comes after the last line break counts as a line.
        void end() {
            if (tooLong) {
                reject(file, number, "longer than " + AccessLogLine.BYTES_MAX + " bytes");
            } else {
                line(held, 0, heldBytes);
            }
            heldBytes = 0;
            tooLong = false;
        }

        private void hold(byte[] chunk, int from, int to) {
            if (heldBytes + to - from > held.length) {
                tooLong = true;
                heldBytes = 0;
            } else if (!tooLong) {
                System.arraycopy(chunk, from, held, heldBytes, to - from);
                heldBytes += to - from;
            }
        }

        private void line(byte[] bytes, int from, int to) {
            int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
            if (end > from) {
                switch (line.read(bytes, from, end)) {
                    case REQUEST -> count(line.second());
                    case OTHER -> others++;
                    case BAD -> reject(file, number, line.found());
                }
            }
        }
    }
}
