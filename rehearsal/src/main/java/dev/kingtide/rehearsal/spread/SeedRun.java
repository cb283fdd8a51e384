package dev.kingtide.rehearsal.spread;

import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is kept of the rehearsal of one seed.
///
/// @param seed which one
/// @param holds whether the launch holds with it
/// @param brokenAtSecond when it broke; null when no minute misses the goal
/// @param servedPercent the share of requests served
/// @param lostRequests how many were lost
/// @param p99Millis of all answers
/// @param timeToCapacitySeconds as in [Report.Verdict]
/// @param costDollars what it cost
/// @param curves the [#SERIES] by name: the mean of each step, of p99 the highest value
public record SeedRun(
        long seed,
        boolean holds,
        @Nullable Integer brokenAtSecond,
        double servedPercent,
        double lostRequests,
        double p99Millis,
        @Nullable Integer timeToCapacitySeconds,
        double costDollars,
        SequencedMap<String, Curve> curves) {

    /// The series that a spread has bands of.
    public static final List<String> SERIES =
            List.of(
                    "demandRequests",
                    "capacityRequests",
                    "servedRequests",
                    "healthyTargets",
                    "p99Millis");

    /// A run has no more steps than this, so that many seeds of long launches fit into memory.
    private static final int STEPS = 3_600;

    /// The values of a series, one for each step.
    ///
    /// @param values in the unit of the series
    @SuppressWarnings("ArrayRecordComponent") // never compared, and not shared
    public record Curve(float[] values) {}

    /// How many seconds a step has.
    static int stepSeconds(int lengthSeconds) {
        return Math.max(1, Math.ceilDiv(lengthSeconds, STEPS));
    }

    /// What is to be kept of a report.
    public static SeedRun of(Report report) {
        int step = stepSeconds(report.header().lengthSeconds());
        SequencedMap<String, Curve> curves = new LinkedHashMap<>();
        for (String name : SERIES) {
            Series series = report.series().get(name);
            if (series != null) {
                curves.put(name, curve(series, step, name.equals("p99Millis")));
            }
        }
        return new SeedRun(
                report.header().seed(),
                report.verdict().holds(),
                report.verdict().brokenAtSecond(),
                report.total().servedPercent(),
                report.total().lostRequests(),
                report.total().p99Millis(),
                report.verdict().timeToCapacitySeconds(),
                report.bill().totalDollars(),
                curves);
    }

    private static Curve curve(Series series, int step, boolean highest) {
        float[] values = new float[Math.ceilDiv(series.seconds(), step)];
        for (int i = 0; i < values.length; i++) {
            int from = i * step;
            int to = Math.min(series.seconds(), from + step);
            double sum = 0;
            double most = 0;
            for (int second = from; second < to; second++) {
                sum += series.at(second);
                most = Math.max(most, series.at(second));
            }
            values[i] = (float) (highest ? most : sum / (to - from));
        }
        return new Curve(values);
    }
}
