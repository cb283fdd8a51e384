package dev.kingtide.rehearsal.traffic;

import java.util.Arrays;
import java.util.List;

/// The requests to expect in every second of a launch, from its start.
public final class Demand {
    private final double[] perSecond;

    /// What a source adds to every second.
    @FunctionalInterface
    public interface Source {

        /// Adds to each second the requests to expect in it.
        void addTo(double[] perSecond);
    }

    private Demand(double[] perSecond) {
        this.perSecond = perSecond;
    }

    /// The given requests per second.
    public static Demand of(double... perSecond) {
        return new Demand(perSecond.clone());
    }

    /// The sum of sources over a length, each second times `scale`, and later by `shiftSeconds`.
    ///
    /// What a positive shift leaves open at the start, and a negative one at the end, is filled by
    /// the first or the last second.
    public static Demand sum(
            List<? extends Source> sources, int lengthSeconds, double scale, int shiftSeconds) {
        double[] sum = new double[lengthSeconds];
        sources.forEach(source -> source.addTo(sum));
        double[] result = new double[lengthSeconds];
        for (int i = 0; i < lengthSeconds; i++) {
            result[i] = scale * sum[Math.clamp((long) i - shiftSeconds, 0, lengthSeconds - 1)];
        }
        return new Demand(result);
    }

    /// The same from one second (included) to another (not included), and nothing outside.
    public Demand between(int fromSecond, int toSecond) {
        double[] result = new double[perSecond.length];
        for (int i = Math.max(0, fromSecond); i < Math.min(toSecond, result.length); i++) {
            result[i] = perSecond[i];
        }
        return new Demand(result);
    }

    /// How many seconds the forecast covers.
    public int lengthSeconds() {
        return perSecond.length;
    }

    /// The requests to expect in a second, from 0; none outside the forecast.
    public double at(int second) {
        return second < 0 || second >= perSecond.length ? 0 : perSecond[second];
    }

    /// All seconds, copied.
    public double[] perSecond() {
        return perSecond.clone();
    }

    /// The requests of all seconds.
    public double total() {
        return Arrays.stream(perSecond).sum();
    }

    /// The requests of the busiest second.
    public double peak() {
        return Arrays.stream(perSecond).max().orElse(0);
    }

    /// The first of the busiest seconds.
    public int peakSecond() {
        int best = 0;
        for (int i = 1; i < perSecond.length; i++) {
            best = perSecond[i] > perSecond[best] ? i : best;
        }
        return best;
    }
}
