package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.launch.Goal;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.simulation.Recording;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is worked out of a [Recording]: phases, the moment it broke, and how long capacity lacked.
final class Measures {
    /// A launch breaks in the first minute that misses the goal.
    private static final int MINUTE = 60;

    /// Rates are compared over ten seconds, so that the chance of single seconds does not count.
    private static final int SMOOTH = 10;

    private final Recording recording;
    private final int seconds;

    Measures(Recording recording) {
        this.recording = recording;
        this.seconds = recording.seconds();
    }

    Phase phase(int from, int to) {
        SequencedMap<String, Double> lost = new LinkedHashMap<>();
        for (Loss cause : Loss.values()) {
            lost.put(cause.words(), recording.lost(cause, from, to));
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        double cpu = 0;
        int cpuSeconds = 0;
        for (int i = from; i < to; i++) {
            double healthy = recording.value(Series.TARGETS_HEALTHY, i);
            least = Math.min(least, healthy);
            most = Math.max(most, healthy);
            if (recording.value(Series.TASKS_RUNNING, i) > 0) {
                cpu += recording.value(Series.CPU_PERCENT, i);
                cpuSeconds++;
            }
        }
        return new Phase(
                from,
                to,
                recording.sum(Series.DEMAND, from, to),
                recording.sum(Series.ATTEMPTS, from, to),
                peak(from, to),
                recording.sum(Series.CAPACITY, from, to) / Math.max(1, to - from),
                (int) (to > from ? least : 0),
                (int) most,
                recording.sum(Series.SERVED, from, to),
                lost,
                recording.latencyMillis(0.5, from, to),
                recording.latencyMillis(0.99, from, to),
                cpuSeconds == 0 ? 0 : cpu / cpuSeconds);
    }

    /// The busiest ten seconds, in requests per second.
    double peak(int from, int to) {
        int width = Math.min(SMOOTH, to - from);
        double most = 0;
        for (int i = from; width > 0 && i + width <= to; i++) {
            most = Math.max(most, recording.sum(Series.DEMAND, i, i + width) / width);
        }
        return most;
    }

    /// The first second of the first minute that misses the goal; null when none does.
    @Nullable Integer brokenAt(Goal goal) {
        double[] served = prefix(recording.values(Series.SERVED));
        double[] lost = new double[seconds + 1];
        for (int i = 0; i < seconds; i++) {
            lost[i + 1] = lost[i] + recording.lost(i, i + 1);
        }
        for (int from = 0; from < seconds; from++) {
            int to = Math.min(seconds, from + MINUTE);
            double gone = lost[to] - lost[from];
            double known = gone + served[to] - served[from];
            if (gone >= 1 && 100 * (known - gone) < goal.servedPercent() * known) {
                return firstLoss(goal, from, to);
            }
            if (from % MINUTE == 0 && recording.latencyMillis(0.99, from, to) > goal.p99Millis()) {
                return firstSlow(goal, from, to);
            }
        }
        return null;
    }

    private int firstLoss(Goal goal, int from, int to) {
        for (int i = from; i < to; i++) {
            double gone = recording.lost(i, i + 1);
            double known = gone + recording.value(Series.SERVED, i);
            if (gone >= 1 && 100 * (known - gone) < goal.servedPercent() * known) {
                return i;
            }
        }
        return from;
    }

    private int firstSlow(Goal goal, int from, int to) {
        for (int i = from; i < to; i++) {
            if (recording.value(Series.P99_MILLIS, i) > goal.p99Millis()) {
                return i;
            }
        }
        return from;
    }

    /// The first second from which demand is above capacity; null when it never is.
    @Nullable Integer shortFrom() {
        return shortFrom(0);
    }

    /// The same, from a second on.
    @Nullable Integer shortFrom(int first) {
        double[] demand = prefix(recording.values(Series.DEMAND));
        double[] capacity = prefix(recording.values(Series.CAPACITY));
        for (int i = first; i + SMOOTH <= seconds; i++) {
            if (demand[i + SMOOTH] - demand[i] > capacity[i + SMOOTH] - capacity[i]) {
                return i;
            }
        }
        return null;
    }

    /// How long from the first lack of capacity until there was enough for a minute on end; 0 when
    /// it never lacked, null when there never was enough again.
    @Nullable Integer timeToCapacity() {
        Integer from = shortFrom();
        return from == null ? Integer.valueOf(0) : lackOf(from);
    }

    /// How long a lack of capacity lasts that begins in a second: until there is enough for a
    /// minute on end; null when there never is again.
    private @Nullable Integer lackOf(int from) {
        double[] demand = prefix(recording.values(Series.DEMAND));
        double[] capacity = prefix(recording.values(Series.CAPACITY));
        int enough = 0;
        for (int i = from; i + SMOOTH <= seconds; i++) {
            boolean lacks = demand[i + SMOOTH] - demand[i] > capacity[i + SMOOTH] - capacity[i];
            enough = lacks ? 0 : enough + 1;
            if (enough == MINUTE) {
                return i - MINUTE + 1 - from;
            }
        }
        return null;
    }

    private static double[] prefix(double[] values) {
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        return sums;
    }
}
