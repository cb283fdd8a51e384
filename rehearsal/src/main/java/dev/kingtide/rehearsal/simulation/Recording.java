package dev.kingtide.rehearsal.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// What a simulation measured, second by second from the start of the rehearsal.
///
/// A request is a first attempt of a client; it is served if an attempt of it succeeded within the
/// client's patience, else it is lost once, by the cause of its last attempt. Counts are booked in
/// the second in which they are known: demand when it comes, served and lost when the client knows.
/// So over a whole run demand = served + lost + [#inFlight], where what is in flight waits for an
/// answer or for its next attempt.
public final class Recording {

    /// What is recorded of each second.
    public enum Series {
        /// First attempts, in requests.
        DEMAND,
        /// Attempts with retries, in requests.
        ATTEMPTS,
        /// What the healthy tasks could answer in this second, in requests.
        CAPACITY,
        /// Requests answered within the client's patience.
        SERVED,
        /// Answers to which no client listened any more: work for nothing, in attempts.
        WASTED,
        /// Half of the answers that clients got came within this time, in milliseconds; 0 without.
        P50_MILLIS,
        /// 99 % of the answers that clients got came within this time, in milliseconds.
        P99_MILLIS,
        /// Tasks whose containers run.
        TASKS_RUNNING,
        /// Tasks that are being started.
        TASKS_PENDING,
        /// Targets that take requests as healthy ones.
        TARGETS_HEALTHY,
        /// Registered targets whose health checks fail.
        TARGETS_UNHEALTHY,
        /// CPU used over CPU reserved by running tasks, in percent.
        CPU_PERCENT
    }

    /// Why a request was lost.
    public enum Loss {
        /// 503: no target was registered.
        NO_TARGET_503("503"),
        /// 502: the target refused the connection because it booted, ended or had ended.
        BAD_GATEWAY_502("502"),
        /// 504: no answer within the load balancer's idle timeout or connect timeout.
        GATEWAY_TIMEOUT_504("504"),
        /// The client closed the connection at its own timeout.
        CLIENT_TIMEOUT("timeout"),
        /// The task was killed, or cut off at the end of its draining, while working on it.
        KILLED_IN_FLIGHT("killed in flight"),
        /// The accept queue was full, or nothing listened at the load balancer.
        REFUSED("refused"),
        /// The person behind it lost patience.
        GAVE_UP("gave up");

        private final String words;

        Loss(String words) {
            this.words = words;
        }

        /// The cause as it is shown.
        public String words() {
            return words;
        }
    }

    private final long startMillis;
    private final int seconds;
    private final Map<Series, double[]> series = new EnumMap<>(Series.class);
    private final Map<Loss, double[]> lost = new EnumMap<>(Loss.class);
    private final int blockSeconds;
    private final float[][] answers;
    private double inFlight;
    private double commonWaitSeconds;
    private double longestSeconds;

    Recording(long startMillis, int seconds) {
        this.startMillis = startMillis;
        this.seconds = seconds;
        for (Series each : Series.values()) {
            series.put(each, new double[seconds]);
        }
        for (Loss each : Loss.values()) {
            lost.put(each, new double[seconds]);
        }
        this.blockSeconds = Math.max(1, seconds / 7_200);
        this.answers = new float[seconds / blockSeconds + 1][];
    }

    /// The moment at which second 0 begins, in milliseconds since the epoch.
    public long startMillis() {
        return startMillis;
    }

    /// How many seconds are recorded.
    public int seconds() {
        return seconds;
    }

    /// One value.
    public double value(Series what, int second) {
        return at(what)[second];
    }

    /// All values of a series, copied.
    public double[] values(Series what) {
        return at(what).clone();
    }

    /// Requests lost by a cause in a second.
    public double lost(Loss cause, int second) {
        return at(cause)[second];
    }

    /// Requests lost by a cause, second by second, copied.
    public double[] lost(Loss cause) {
        return at(cause).clone();
    }

    /// The sum of a series from a second (included) to another (not included).
    public double sum(Series what, int from, int to) {
        return sum(at(what), from, to);
    }

    /// The requests lost by a cause from a second (included) to another (not included).
    public double lost(Loss cause, int from, int to) {
        return sum(at(cause), from, to);
    }

    /// The requests lost by any cause from a second (included) to another (not included).
    public double lost(int from, int to) {
        double sum = 0;
        for (double[] each : lost.values()) {
            sum += sum(each, from, to);
        }
        return sum;
    }

    /// Requests that wait for an answer or for their next attempt at the end of the recording.
    public double inFlight() {
        return inFlight;
    }

    /// The time within which a share of the answers that clients got came, over a span of seconds,
    /// in milliseconds; 0 without answers. Spans are widened to blocks of [#latencyBlockSeconds].
    public double latencyMillis(double share, int from, int to) {
        double[] outstanding = new double[LatencyScale.SIZE];
        double total = 0;
        for (int block = from / blockSeconds; block <= (to - 1) / blockSeconds; block++) {
            float[] here = answers[block];
            if (here != null) {
                for (int i = 0; i < LatencyScale.SIZE; i++) {
                    outstanding[i] += here[i];
                }
                total += here[LatencyScale.SIZE];
            }
        }
        if (total <= 0) {
            return 0;
        }
        for (int i = 0; i < outstanding.length; i++) {
            outstanding[i] /= total;
        }
        double seconds = commonWaitSeconds + LatencyScale.when(outstanding, 1 - share);
        return 1000 * Math.min(longestSeconds, seconds);
    }

    /// How many seconds of latencies are kept together.
    public int latencyBlockSeconds() {
        return blockSeconds;
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    double[] at(Series what) {
        double[] values = series.get(what);
        if (values == null) {
            throw new IllegalStateException("no series " + what);
        }
        return values;
    }

    double[] at(Loss cause) {
        double[] values = lost.get(cause);
        if (values == null) {
            throw new IllegalStateException("no loss " + cause);
        }
        return values;
    }

    /// Adds answers: how many, how many of them were outstanding at each moment of the scale, and
    /// the longest that a client waited for one.
    void answered(int second, double count, double[] outstanding, double longest) {
        longestSeconds = Math.max(longestSeconds, longest);
        int block = second / blockSeconds;
        float[] here = answers[block];
        if (here == null) {
            here = new float[LatencyScale.SIZE + 1];
            answers[block] = here;
        }
        for (int i = 0; i < LatencyScale.SIZE; i++) {
            here[i] += (float) outstanding[i];
        }
        here[LatencyScale.SIZE] += (float) count;
    }

    /// Latencies are added without this time, which all have in common.
    void commonWait(double seconds) {
        commonWaitSeconds = seconds;
    }

    void inFlight(double requests) {
        inFlight = requests;
    }

    /// Whether another recording says exactly the same.
    public boolean saysTheSameAs(Recording other) {
        if (seconds != other.seconds
                || startMillis != other.startMillis
                || inFlight != other.inFlight) {
            return false;
        }
        for (Series each : Series.values()) {
            if (!Arrays.equals(at(each), other.at(each))) {
                return false;
            }
        }
        for (Loss each : Loss.values()) {
            if (!Arrays.equals(at(each), other.at(each))) {
                return false;
            }
        }
        return Arrays.deepEquals(answers, other.answers);
    }
}
