package dev.kingtide.rehearsal.simulation;

/// The moments after a request's arrival at which the share of answers still outstanding is known:
/// 0.5 ms to about 5 minutes, each 15 % later than the one before.
///
/// Between two moments the logarithm of that share is taken to be linear, which is exact for
/// exponential tails.
final class LatencyScale {
    static final int SIZE = 96;
    private static final double FIRST_SECONDS = 0.0005;
    private static final double STEP = 1.15;
    private static final double LOG_STEP = StrictMath.log(STEP);
    private static final double[] SECONDS = seconds();
    private static final double TINY = 1e-300;

    private LatencyScale() {}

    static double seconds(int index) {
        return SECONDS[index];
    }

    /// The share still outstanding after a time; 1 before the first moment.
    static double at(double[] outstanding, double seconds) {
        double from = outstanding[0];
        if (seconds <= SECONDS[0]) {
            return 1 + (from - 1) * Math.max(0, seconds) / SECONDS[0];
        }
        int low = (int) (StrictMath.log(seconds / FIRST_SECONDS) / LOG_STEP);
        if (low >= SIZE - 1) {
            return outstanding[SIZE - 1];
        }
        double part = (seconds - SECONDS[low]) / (SECONDS[low + 1] - SECONDS[low]);
        double a = outstanding[low];
        double b = outstanding[low + 1];
        return b < TINY || a < TINY ? a * (1 - part) + b * part : a * StrictMath.pow(b / a, part);
    }

    /// Writes the share still outstanding at each moment of the scale to `later`, for requests to
    /// which the same happens a time later.
    static void delay(double[] outstanding, double seconds, double[] later) {
        double[] logs = new double[SIZE];
        logs(outstanding, logs);
        delay(outstanding, logs, seconds, 1, later);
    }

    /// Adds the same to `later` with a weight, given the logarithms of `outstanding`.
    static void delay(
            double[] outstanding, double[] logs, double seconds, double weight, double[] later) {
        int low = 0;
        for (int j = 0; j < SIZE; j++) {
            double rest = SECONDS[j] - seconds;
            if (rest <= SECONDS[0]) {
                later[j] += weight * at(outstanding, rest);
                continue;
            }
            while (SECONDS[low + 1] < rest) {
                low++;
            }
            double a = outstanding[low];
            if (a == 0) {
                return;
            }
            double b = outstanding[low + 1];
            double part = (rest - SECONDS[low]) / (SECONDS[low + 1] - SECONDS[low]);
            later[j] +=
                    weight
                            * (b < TINY || a < TINY
                                    ? a * (1 - part) + b * part
                                    : StrictMath.exp(
                                            logs[low] * (1 - part) + logs[low + 1] * part));
        }
    }

    /// The logarithms of the shares, for [#delay].
    static void logs(double[] outstanding, double[] logs) {
        for (int j = 0; j < SIZE; j++) {
            logs[j] = outstanding[j] < TINY ? 0 : StrictMath.log(outstanding[j]);
        }
    }

    /// When the share still outstanding falls to a value, in seconds; the last moment if later.
    static double when(double[] outstanding, double share) {
        double before = 1;
        double beforeSeconds = 0;
        for (int i = 0; i < SIZE; i++) {
            double here = outstanding[i];
            if (here <= share) {
                double part =
                        here < TINY
                                ? (before - share) / (before - here)
                                : StrictMath.log(share / before) / StrictMath.log(here / before);
                double length = SECONDS[i] - beforeSeconds;
                return before <= share ? beforeSeconds : beforeSeconds + part * length;
            }
            before = here;
            beforeSeconds = SECONDS[i];
        }
        return SECONDS[SIZE - 1];
    }

    /// The mean of the part of the latencies below a limit: the integral of the share outstanding
    /// from 0 to the limit, in seconds.
    static double integral(double[] outstanding, double limitSeconds) {
        double sum = 0;
        double before = 1;
        double beforeSeconds = 0;
        for (int i = 0; i < SIZE; i++) {
            if (SECONDS[i] >= limitSeconds) {
                double last = at(outstanding, limitSeconds);
                return sum + segment(before, last, limitSeconds - beforeSeconds);
            }
            sum += segment(before, outstanding[i], SECONDS[i] - beforeSeconds);
            before = outstanding[i];
            beforeSeconds = SECONDS[i];
            if (before < 1e-12) {
                return sum;
            }
        }
        return sum;
    }

    /// The integral over one step on which the logarithm is linear.
    private static double segment(double from, double to, double length) {
        double ratio = to / from;
        return to < TINY || ratio > 0.9
                ? length * (from + to) / 2
                : length * (to - from) / StrictMath.log(ratio);
    }

    private static double[] seconds() {
        double[] moments = new double[SIZE];
        double at = FIRST_SECONDS;
        for (int i = 0; i < SIZE; i++) {
            moments[i] = at;
            at *= STEP;
        }
        return moments;
    }
}
