package dev.kingtide.rehearsal.traffic;

import java.util.SortedMap;

/// Counts of requests over time, as recorded.
///
/// Each count stands for the `intervalMillis` from its time on and is spread evenly over them; time
/// that no row covers had no requests.
public final class Trace {
    private final long[] timesMillis;
    private final double[] counts;
    private final long intervalMillis;

    /// What comes after the last row.
    public enum AfterEnd {
        /// Nothing.
        ZERO,
        /// The last count again and again.
        HOLD,
        /// The trace from its beginning.
        REPEAT
    }

    /// Rows in order of time, at least one; times count from the first row.
    Trace(long[] timesMillis, double[] counts, long intervalMillis) {
        this.timesMillis = timesMillis;
        this.counts = counts;
        this.intervalMillis = intervalMillis;
    }

    /// A trace of counts at times, each after the one before; at least one.
    ///
    /// @param intervalMillis what each stands for; 0 for the smallest distance between two
    static Trace of(long[] times, double[] counts, long intervalMillis) {
        long smallest = intervalMillis;
        for (int i = 1; intervalMillis == 0 && i < times.length; i++) {
            long distance = times[i] - times[i - 1];
            smallest = smallest == 0 ? distance : Math.min(smallest, distance);
        }
        long[] fromFirst = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            fromFirst[i] = times[i] - times[0];
        }
        return new Trace(fromFirst, counts, smallest == 0 ? 1000 : smallest);
    }

    /// The same from a map of times.
    static Trace of(SortedMap<Long, Double> counts, long intervalMillis) {
        return of(
                counts.keySet().stream().mapToLong(Long::longValue).toArray(),
                counts.values().stream().mapToDouble(Double::doubleValue).toArray(),
                intervalMillis);
    }

    /// How many rows there are.
    public int rows() {
        return counts.length;
    }

    /// The time that one row stands for.
    public long intervalMillis() {
        return intervalMillis;
    }

    /// From the start of the first row to the end of the last.
    public long lengthMillis() {
        return timesMillis[timesMillis.length - 1] + intervalMillis;
    }

    /// A source of demand whose first second is the trace's at `fromMillis`.
    public Demand.Source from(long fromMillis, double scale, AfterEnd afterEnd) {
        return perSecond -> {
            double[] own = new double[perSecond.length];
            long end = fromMillis + perSecond.length * 1000L;
            long round = 0;
            do {
                spread(own, fromMillis - round * lengthMillis());
                round++;
            } while (afterEnd == AfterEnd.REPEAT && round * lengthMillis() < end);
            if (afterEnd == AfterEnd.HOLD) {
                hold(own, Math.max(0, lengthMillis() - fromMillis));
            }
            for (int i = 0; i < own.length; i++) {
                perSecond[i] += scale * own[i];
            }
        };
    }

    private void hold(double[] own, long fromMillis) {
        double rate = counts[counts.length - 1] * 1000 / intervalMillis;
        for (int i = Math.toIntExact((fromMillis + 999) / 1000); i < own.length; i++) {
            own[i] = rate;
        }
    }

    private void spread(double[] own, long fromMillis) {
        long ownEnd = own.length * 1000L;
        for (int row = firstAt(fromMillis - intervalMillis); row < counts.length; row++) {
            long begin = timesMillis[row] - fromMillis;
            if (begin >= ownEnd) {
                return;
            }
            long end = Math.min(begin + intervalMillis, ownEnd);
            for (long at = Math.max(begin, 0); at < end; ) {
                long next = Math.min(end, (at / 1000 + 1) * 1000);
                own[(int) (at / 1000)] += counts[row] * (next - at) / intervalMillis;
                at = next;
            }
        }
    }

    private int firstAt(long millis) {
        int index = java.util.Arrays.binarySearch(timesMillis, millis);
        return index >= 0 ? index : -index - 1;
    }
}
