package dev.kingtide.core.metrics;

/// What was measured of a metric over one minute.
///
/// @param endMillis the end of the minute, in milliseconds since the epoch
/// @param sum the sum of the samples
/// @param count how many samples
/// @param minimum the smallest sample
/// @param maximum the largest sample
public record Datapoint(long endMillis, double sum, double count, double minimum, double maximum) {

    /// This and another measurement of the same minute as one.
    Datapoint plus(Datapoint other) {
        return new Datapoint(
                endMillis,
                sum + other.sum,
                count + other.count,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum));
    }
}
