package dev.kingtide.rehearsal.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How long a request takes that finds a task in a given state: for each state of a [TaskQueue] the
/// share of such requests still outstanding at each moment of the [LatencyScale].
///
/// A request is followed through processor sharing while others come and go: with `m` others inside
/// it completes its CPU part at the rate `1/R(m+1)`, `R` being the mean CPU residence in the closed
/// network, while the others leave at `X(m+1) m/(m+1)` and new ones come. The chances that it is
/// still there obey the backward Kolmogorov equations of that chain (Coffman, Muntz, Trotter, J.
/// ACM 17(1), 1970, for M/M/1-PS), solved here in time by an L-stable Runge-Kutta method of order
/// two. Its own fixed waiting time is left out: the reader adds it. A request that finds all `K`
/// places taken first waits until enough others have left, a time with Erlang's distribution
/// (quantiles by Wilson and Hilferty, PNAS 17, 1931), and then shares.
///
/// Tables are made for a few utilisations, when first needed, and interpolated between them. They
/// follow from the kind of task alone, so rehearsals of one process share them: a hundred seeds
/// make them once, on whichever thread needs them first.
final class ResponseTimes {
    private static final double[] UTILISATIONS = {
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.75, 0.82, 0.88, 0.92, 0.95, 0.97, 0.985, 1, 1.05, 1.15,
        1.4, 2
    };
    private static final double GAMMA = 1 - Math.sqrt(0.5);

    /// A share of less than this is rounding.
    private static final double NONE = 1e-13;

    private static final int PAUSE_STEPS = 6;

    /// How many kinds of arrivals at kinds of tasks are remembered; one takes up to 3 MB.
    private static final int REMEMBERED = 16;

    private record Kind(ApplicationModel application, double vcpu, double variation) {}

    private static final SequencedMap<Kind, ResponseTimes> KNOWN =
            new LinkedHashMap<>(32, 0.75f, true);

    /// Gauss-Hermite points and weights of the normal distribution.
    private static final double[] NORMAL = {
        -3.750439717725742,
        -2.366759410734541,
        -1.154405394739968,
        0,
        1.154405394739968,
        2.366759410734541,
        3.750439717725742
    };

    private static final double[] WEIGHT = {
        5.48268855972219e-4,
        0.0307571239675865,
        0.240123178605013,
        0.457142857142857,
        0.240123178605013,
        0.0307571239675865,
        5.48268855972219e-4
    };

    private final TaskQueue queue;
    private final double variation;
    private final double[] @Nullable [][] tables = new double[UTILISATIONS.length][][];

    /// Times for tasks of an application on that many vCPU, to which requests come with a squared
    /// coefficient of variation.
    static ResponseTimes of(ApplicationModel application, double vcpu, double variation) {
        Kind kind = new Kind(application, vcpu, variation);
        synchronized (KNOWN) {
            ResponseTimes known = KNOWN.get(kind);
            if (known == null) {
                known = new ResponseTimes(new TaskQueue(application, vcpu), variation);
                KNOWN.put(kind, known);
                if (KNOWN.size() > REMEMBERED) {
                    KNOWN.pollFirstEntry();
                }
            }
            return known;
        }
    }

    ResponseTimes(TaskQueue queue, double variation) {
        this.queue = queue;
        this.variation = variation;
    }

    /// Adds to `outstanding`, for requests that find a task in each state with the chance in
    /// `seen`, the share still there at each moment of the scale. The last state, which refuses, is
    /// left out.
    void outstanding(double[] seen, double lambda, double[] outstanding) {
        double utilisation = lambda / queue.capacity;
        int high = 1;
        while (high < UTILISATIONS.length - 1 && UTILISATIONS[high] < utilisation) {
            high++;
        }
        double from = UTILISATIONS[high - 1];
        double part = Math.clamp((utilisation - from) / (UTILISATIONS[high] - from), 0, 1);
        if (part < 1) {
            add(seen, 1 - part, table(high - 1), outstanding);
        }
        if (part > 0) {
            add(seen, part, table(high), outstanding);
        }
    }

    private static void add(double[] seen, double part, double[][] table, double[] outstanding) {
        for (int i = 0; i < seen.length - 1; i++) {
            double weight = seen[i] * part;
            if (weight > 1e-10) {
                double[] row = table[i];
                for (int j = 0; j < row.length; j++) {
                    outstanding[j] += weight * row[j];
                }
            }
        }
    }

    private synchronized double[][] table(int index) {
        double[][] table = tables[index];
        if (table == null) {
            table = make(UTILISATIONS[index] * queue.capacity);
            tables[index] = table;
        }
        return table;
    }

    private double[][] make(double lambda) {
        double[][] sharing = sharing(lambda);
        int states = queue.size();
        double[][] table = new double[states][];
        int entering = 0;
        while (entering < states - 1 && queue.at[entering + 1] <= queue.inside() - 1) {
            entering++;
        }
        double[] logs = new double[LatencyScale.SIZE];
        LatencyScale.logs(sharing[entering], logs);
        for (int i = 0; i < states; i++) {
            double ahead = queue.at[i] - queue.inside() + 1;
            table[i] = trimmed(ahead <= 0 ? sharing[i] : queued(sharing[entering], logs, ahead));
        }
        return table;
    }

    /// A row up to the moment after which nothing is outstanding.
    private static double[] trimmed(double[] row) {
        int length = row.length;
        while (length > 0 && row[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(row, length);
    }

    /// Time in the CPU part with each number of others at the beginning.
    private double[][] sharing(double lambda) {
        int states = queue.size();
        double[] others = new double[states];
        double[] leave = new double[states];
        for (int i = 0; i < states; i++) {
            double all = queue.at[i] + 1;
            others[i] = queue.speed(all) * queue.at[i] / all;
            leave[i] = 1 / queue.cpuResidence(all);
        }
        double[] up = new double[states];
        double[] down = new double[states];
        queue.rates(lambda, variation, others, up, down);
        Backward chain = new Backward(up, down, leave);
        double[][] result = new double[states][LatencyScale.SIZE];
        double[] here = new double[states];
        Arrays.fill(here, 1);
        double now = 0;
        for (int j = 0; j < LatencyScale.SIZE; j++) {
            chain.advance(here, LatencyScale.seconds(j) - now, 2);
            now = LatencyScale.seconds(j);
            if (!keep(here, result, j)) {
                break;
            }
        }
        double pause = lambda > 0 ? (1 - variation) / (2 * lambda) : 0;
        return pause > 0 ? paused(result, pause, others, leave) : result;
    }

    /// The same where nobody comes at first: after a request has come, evenly spaced ones leave the
    /// next `(1 - variation) / (2 lambda)` seconds free, on average over what follows (renewal
    /// theory: the expected number of arrivals is `lambda t - (1 - variation) / 2` for large t).
    private double[][] paused(double[][] after, double pause, double[] others, double[] leave) {
        int states = queue.size();
        double[] up = new double[states];
        double[] down = new double[states];
        queue.rates(0, 1, others, up, down);
        Backward chain = new Backward(up, down, leave);
        double[][] result = new double[states][LatencyScale.SIZE];
        double[] here = new double[states];
        double[][] later = new double[states][LatencyScale.SIZE];
        for (int i = 0; i < states; i++) {
            LatencyScale.delay(after[i], pause, later[i]);
        }
        for (int j = 0; j < LatencyScale.SIZE; j++) {
            for (int i = 0; i < states; i++) {
                here[i] = later[i][j];
            }
            chain.advance(here, Math.min(pause, LatencyScale.seconds(j)), PAUSE_STEPS);
            if (!keep(here, result, j)) {
                break;
            }
        }
        return result;
    }

    /// Keeps the shares of one moment; whether any is left.
    private static boolean keep(double[] here, double[][] result, int j) {
        boolean any = false;
        for (int i = 0; i < here.length; i++) {
            double most = j == 0 ? 1 : result[i][j - 1];
            here[i] = Math.clamp(here[i], 0, 1);
            if (here[i] >= NONE) {
                any = true;
                result[i][j] = Math.min(most, here[i]);
            }
        }
        return any;
    }

    private double[] queued(double[] row, double[] logs, double ahead) {
        double[] later = new double[LatencyScale.SIZE];
        for (int q = 0; q < NORMAL.length; q++) {
            double root = 1 - 1 / (9 * ahead) + NORMAL[q] / (3 * Math.sqrt(ahead));
            double wait = Math.max(0, ahead * root * root * root) / queue.capacity;
            LatencyScale.delay(row, logs, wait, WEIGHT[q], later);
        }
        return later;
    }

    /// The backward equations of a birth-death chain with killing.
    private static final class Backward {
        private final double[] up;
        private final double[] down;
        private final double[] leave;
        private final double[] pivot;
        private final double[] share;
        private final double[] stage;
        private double factored = Double.NaN;

        Backward(double[] up, double[] down, double[] leave) {
            this.up = up;
            this.down = down;
            this.leave = leave;
            this.pivot = new double[up.length];
            this.share = new double[up.length];
            this.stage = new double[up.length];
        }

        void advance(double[] y, double seconds, int steps) {
            for (int i = 0; i < steps; i++) {
                advance(y, seconds / steps);
            }
        }

        /// One step of the two-stage method: (I - g h A) u = y; (I - g h A) y' = y + (1-g)/g (u-y).
        void advance(double[] y, double h) {
            double g = GAMMA * h;
            if (g != factored) {
                factor(g);
            }
            System.arraycopy(y, 0, stage, 0, y.length);
            solve(stage, g);
            double ratio = (1 - GAMMA) / GAMMA;
            for (int i = 0; i < y.length; i++) {
                y[i] += ratio * (stage[i] - y[i]);
            }
            solve(y, g);
        }

        private void factor(double g) {
            factored = g;
            int n = up.length;
            double before = 0;
            for (int i = 0; i < n; i++) {
                double diagonal = 1 + g * (up[i] + down[i] + leave[i]);
                pivot[i] = 1 / (diagonal - g * down[i] * before);
                before = g * up[i] * pivot[i];
                share[i] = before;
            }
        }

        private void solve(double[] y, double g) {
            int n = y.length;
            y[0] *= pivot[0];
            for (int i = 1; i < n; i++) {
                y[i] = (y[i] + g * down[i] * y[i - 1]) * pivot[i];
            }
            for (int i = n - 2; i >= 0; i--) {
                y[i] += share[i] * y[i + 1];
            }
        }
    }
}
