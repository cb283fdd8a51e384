package dev.kingtide.core.metrics;

import java.util.List;

/// How the samples of a period become one value. Source: CloudWatch user guide, statistics
/// definitions.
public enum Statistic {
    /// Sum over sample count.
    AVERAGE("Average"),
    /// The sum of all samples.
    SUM("Sum"),
    /// The smallest sample.
    MINIMUM("Minimum"),
    /// The largest sample.
    MAXIMUM("Maximum"),
    /// How many samples.
    SAMPLE_COUNT("SampleCount");

    private final String wireName;

    Statistic(String wireName) {
        this.wireName = wireName;
    }

    /// AWS's name: `Average`, `SampleCount`.
    public String wireName() {
        return wireName;
    }

    /// The value over some datapoints; NaN over none.
    public double of(List<Datapoint> datapoints) {
        double sum = 0;
        double count = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (Datapoint datapoint : datapoints) {
            sum += datapoint.sum();
            count += datapoint.count();
            minimum = Math.min(minimum, datapoint.minimum());
            maximum = Math.max(maximum, datapoint.maximum());
        }
        if (count == 0) {
            return Double.NaN;
        }
        return switch (this) {
            case AVERAGE -> sum / count;
            case SUM -> sum;
            case MINIMUM -> minimum;
            case MAXIMUM -> maximum;
            case SAMPLE_COUNT -> count;
        };
    }
}
