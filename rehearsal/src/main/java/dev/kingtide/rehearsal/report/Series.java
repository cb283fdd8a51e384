package dev.kingtide.rehearsal.report;

import java.util.Arrays;

/// One value for every second of a run.
public final class Series {
    private final double[] values;

    /// The given values.
    public Series(double[] values) {
        this.values = values.clone();
    }

    /// How many seconds.
    public int seconds() {
        return values.length;
    }

    /// The value of a second.
    public double at(int second) {
        return values[second];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
