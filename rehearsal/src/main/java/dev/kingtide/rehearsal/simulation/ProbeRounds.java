package dev.kingtide.rehearsal.simulation;

import java.util.ArrayList;
import java.util.List;

/// The targets of a group by the second of the health check interval in which they are probed.
///
/// Targets whose next probe is known to pass are settled; a round of only settled targets need not
/// be walked.
final class ProbeRounds {
    private final List<List<ProbedTarget>> rounds = new ArrayList<>();
    private final int[] unsettled;

    ProbeRounds(int intervalSeconds) {
        for (int i = 0; i < intervalSeconds; i++) {
            rounds.add(new ArrayList<>());
        }
        this.unsettled = new int[intervalSeconds];
    }

    int interval() {
        return rounds.size();
    }

    List<ProbedTarget> due(long second) {
        return rounds.get((int) (second % rounds.size()));
    }

    boolean hasUnsettled(long second) {
        return unsettled[(int) (second % rounds.size())] > 0;
    }

    void add(ProbedTarget target) {
        target.round = (int) (target.firstProbeSecond % rounds.size());
        List<ProbedTarget> round = rounds.get(target.round);
        target.place = round.size();
        round.add(target);
        unsettled[target.round] += target.settled ? 0 : 1;
    }

    void remove(ProbedTarget target) {
        List<ProbedTarget> round = rounds.get(target.round);
        ProbedTarget last = round.removeLast();
        if (last != target) {
            round.set(target.place, last);
            last.place = target.place;
        }
        unsettled[target.round] -= target.settled ? 0 : 1;
    }

    void settle(ProbedTarget target, boolean settled) {
        if (target.settled != settled) {
            target.settled = settled;
            unsettled[target.round] += settled ? -1 : 1;
        }
    }
}
