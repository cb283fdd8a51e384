package dev.kingtide.rehearsal.simulation;

import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.util.Arrays;

/// The answers that clients got in a second, by how long they took; times are kept less the waiting
/// time that all applications have in common.
final class Answers {
    private final Recording recording;
    private final double commonSeconds;
    private final double[] outstanding = new double[LatencyScale.SIZE];
    private double count;
    private double longest;

    Answers(Recording recording, double commonSeconds) {
        this.recording = recording;
        this.commonSeconds = commonSeconds;
        recording.commonWait(commonSeconds);
    }

    /// Adds attempts, of which a share `late` was not answered before the limit.
    void add(double[] share, double late, double limit, double attempts, double waitSeconds) {
        double shift = waitSeconds - commonSeconds;
        for (int i = 0; i < LatencyScale.SIZE; i++) {
            double seconds = LatencyScale.seconds(i) - shift;
            if (seconds >= limit) {
                break;
            }
            double here =
                    shift <= 0 ? share[i] : seconds <= 0 ? 1 : LatencyScale.at(share, seconds);
            outstanding[i] += attempts * Math.max(0, here - late);
        }
        count += attempts * (1 - late);
        longest = Math.max(longest, limit + waitSeconds);
    }

    /// Writes the second down.
    void end(int second) {
        if (count <= 0) {
            return;
        }
        recording.answered(second, count, outstanding, longest);
        for (int i = 0; i < LatencyScale.SIZE; i++) {
            outstanding[i] /= count;
        }
        recording.at(Series.P50_MILLIS)[second] = millis(0.5);
        recording.at(Series.P99_MILLIS)[second] = millis(0.01);
        Arrays.fill(outstanding, 0);
        count = 0;
        longest = 0;
    }

    private double millis(double share) {
        return 1000 * Math.min(longest, commonSeconds + LatencyScale.when(outstanding, share));
    }
}
