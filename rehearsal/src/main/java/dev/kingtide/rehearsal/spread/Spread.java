package dev.kingtide.rehearsal.spread;

import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.spread.SeedRun.Curve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// How the outcomes of one launch differ from seed to seed.
///
/// @param first the report of the first seed, which the others are beside
/// @param runs what came of each seed, in order of the seeds
public record Spread(Report first, List<SeedRun> runs) {

    /// What the names of the lower edges' series end with.
    public static final String LOWEST = "Lowest";

    /// What the names of the upper edges' series end with.
    public static final String HIGHEST = "Highest";

    /// Keeps a copy.
    public Spread {
        Invariant.require(!runs.isEmpty(), "a spread of no seeds");
        runs = List.copyOf(runs);
    }

    /// Where a series was, over the seeds, at each step.
    ///
    /// @param lowest of all seeds
    /// @param median of all seeds
    /// @param highest of all seeds
    @SuppressWarnings("ArrayRecordComponent") // never compared, and made anew each time
    public record Band(float[] lowest, float[] median, float[] highest) {}

    /// With how many seeds the launch holds.
    public int holds() {
        return (int) runs.stream().filter(SeedRun::holds).count();
    }

    /// How many seconds a step of [#bands] has.
    public int stepSeconds() {
        return SeedRun.stepSeconds(first.header().lengthSeconds());
    }

    /// The run in which the fewest requests were served; of equal ones the slowest, then the first.
    public SeedRun worst() {
        return runs.stream()
                .min(
                        Comparator.comparing(SeedRun::holds)
                                .thenComparingDouble(SeedRun::servedPercent)
                                .thenComparingDouble(run -> -run.p99Millis()))
                .orElseThrow();
    }

    /// The median of a figure: of an even number of runs the lower of the two in the middle, so
    /// that it is one that was seen.
    public double median(ToDoubleFunction<SeedRun> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }

    /// When it broke, sorted, of the seeds with which it did: a minute of them missed the goal.
    public int[] brokenAtSeconds() {
        return runs.stream()
                .map(SeedRun::brokenAtSecond)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /// The lowest of a figure.
    public double lowest(ToDoubleFunction<SeedRun> figure) {
        return runs.stream().mapToDouble(figure).min().orElseThrow();
    }

    /// The highest of a figure.
    public double highest(ToDoubleFunction<SeedRun> figure) {
        return runs.stream().mapToDouble(figure).max().orElseThrow();
    }

    /// The series of [SeedRun#SERIES], by name.
    public SequencedMap<String, Band> bands() {
        SequencedMap<String, Band> bands = new LinkedHashMap<>();
        for (String name : runs.getFirst().curves().keySet()) {
            List<float[]> curves = new ArrayList<>();
            for (SeedRun run : runs) {
                Curve curve = run.curves().get(name);
                if (curve != null) {
                    curves.add(curve.values());
                }
            }
            bands.put(name, band(curves));
        }
        return bands;
    }

    /// The report of the first seed, with two series more for each of [#bands]: `...Lowest` and
    /// `...Highest`, second by second.
    public Report firstWithBands() {
        SequencedMap<String, Series> series = new LinkedHashMap<>(first.series());
        bands().forEach((name, band) -> {
            series.put(name + LOWEST, seconds(band.lowest()));
            series.put(name + HIGHEST, seconds(band.highest()));
        });
        return first.with(series);
    }

    private Series seconds(float[] steps) {
        double[] values = new double[first.header().lengthSeconds()];
        for (int i = 0; i < values.length; i++) {
            values[i] = steps[Math.min(steps.length - 1, i / stepSeconds())];
        }
        return new Series(values);
    }

    private static Band band(List<float[]> curves) {
        int steps = curves.getFirst().length;
        Band band = new Band(new float[steps], new float[steps], new float[steps]);
        float[] here = new float[curves.size()];
        for (int i = 0; i < steps; i++) {
            for (int seed = 0; seed < here.length; seed++) {
                here[seed] = curves.get(seed)[i];
            }
            Arrays.sort(here);
            band.lowest[i] = here[0];
            band.median[i] = here[(here.length - 1) / 2];
            band.highest[i] = here[here.length - 1];
        }
        return band;
    }
}
