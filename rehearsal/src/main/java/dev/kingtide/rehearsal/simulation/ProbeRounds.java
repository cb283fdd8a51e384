package dev.kingtide.rehearsal.simulation;

import java.util.ArrayList;
import java.util.List;

/// A group's settled targets by the second of the health check interval in which they are probed.
///
/// A target is settled when its next probe is known to pass, as long as nothing is amiss with the
/// tasks behind the group. The others are probed one by one, each in its own moment.
final class ProbeRounds {
    private final List<List<ProbedTarget>> rounds = new ArrayList<>();

    ProbeRounds(int intervalSeconds) {
        for (int i = 0; i < intervalSeconds; i++) {
            rounds.add(new ArrayList<>());
        }
    }

    /// The settled targets that are probed in a second; to be walked from its end when they are
    /// removed on the way.
    List<ProbedTarget> due(long second) {
        return rounds.get((int) (second % rounds.size()));
    }

    void add(ProbedTarget target) {
        target.round = (int) (target.firstProbeMillis / 1000 % rounds.size());
        List<ProbedTarget> round = rounds.get(target.round);
        target.place = round.size();
        round.add(target);
    }

    void remove(ProbedTarget target) {
        List<ProbedTarget> round = rounds.get(target.round);
        ProbedTarget last = round.removeLast();
        if (last != target) {
            round.set(target.place, last);
            last.place = target.place;
        }
    }
}
