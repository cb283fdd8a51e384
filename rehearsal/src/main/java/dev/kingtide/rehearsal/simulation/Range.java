package dev.kingtide.rehearsal.simulation;

/// A duration that differs from task to task: evenly spread between two bounds, in seconds.
public record Range(double minSeconds, double maxSeconds) {

    /// Checks 0 &le; min &le; max.
    public Range {
        if (!(minSeconds >= 0 && maxSeconds >= minSeconds)) {
            throw new IllegalArgumentException(
                    "a range of seconds from " + minSeconds + " to " + maxSeconds);
        }
    }

    /// The same for every task.
    public static Range of(double seconds) {
        return new Range(seconds, seconds);
    }

    /// The duration at a place in the range, 0 its beginning and 1 its end, in milliseconds.
    long millisAt(double unit) {
        return Math.round(1000 * (minSeconds + unit * (maxSeconds - minSeconds)));
    }
}
