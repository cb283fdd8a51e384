package dev.kingtide.rehearsal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Where a run is cut into phases: a crowd that comes at once is looked at closely when it comes, a
/// wave evenly.
final class Cuts {
    /// After the arrival of a crowd: what the first seconds, minutes and quarters of an hour saw.
    private static final int[] AFTER_ARRIVAL = {30, 60, 120, 300, 600, 1200, 2400, 4800};

    /// Lengths of even phases.
    private static final int[] EVEN = {
        10, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200,
        86_400
    };

    private static final int PHASES_WANTED = 8;
    private static final int RISE_SECONDS = 30;

    private Cuts() {}

    /// The first seconds of all phases, and the end of the last one.
    static List<Integer> of(double[] demand, int startOfDaySeconds) {
        int end = demand.length;
        int arrival = arrival(demand);
        TreeSet<Integer> cuts = new TreeSet<>();
        cuts.add(0);
        cuts.add(end);
        if (arrival >= 0) {
            cuts.add(arrival);
            int first = first(demand);
            if (arrival - first > 120 && first > 0) {
                cuts.add(first);
            }
            for (int after : AFTER_ARRIVAL) {
                if (arrival + after < end) {
                    cuts.add(arrival + after);
                }
            }
        } else {
            int step = EVEN[EVEN.length - 1];
            for (int i = EVEN.length - 1; i >= 0; i--) {
                step = (end + EVEN[i] - 1) / EVEN[i] <= PHASES_WANTED ? EVEN[i] : step;
            }
            for (int at = step - startOfDaySeconds % step; at < end; at += step) {
                cuts.add(at);
            }
        }
        return new ArrayList<>(cuts);
    }

    private static int first(double[] demand) {
        for (int i = 0; i < demand.length; i++) {
            if (demand[i] > 0) {
                return i;
            }
        }
        return 0;
    }

    /// The second at which the largest jump within half a minute begins, if it brings at least half
    /// of the peak; else -1.
    private static int arrival(double[] demand) {
        double peak = 0;
        for (double rate : demand) {
            peak = Math.max(peak, rate);
        }
        int best = -1;
        double most = peak / 2;
        for (int i = first(demand) + 1; i + RISE_SECONDS < demand.length; i++) {
            double jump = demand[i + RISE_SECONDS] - demand[i];
            if (jump > most) {
                most = jump;
                best = i;
            }
        }
        if (best < 0) {
            return -1;
        }
        int begin = best;
        double before = demand[best];
        while (begin + 1 < demand.length && demand[begin] - before < peak * 0.02) {
            begin++;
        }
        return begin;
    }
}
