package dev.kingtide.rehearsal.sensitivity;

import dev.kingtide.rehearsal.report.Report;
import org.jspecify.annotations.Nullable;

/// What came of a launch in which one figure had another value.
///
/// @param value of the figure; of the launch as it is, the middle of the range
/// @param holds whether it holds
/// @param servedPercent the share of requests served
/// @param p99Millis of all answers
/// @param timeToCapacitySeconds as in [Report.Verdict]
/// @param costDollars what it cost
public record Tried(
        double value,
        boolean holds,
        double servedPercent,
        double p99Millis,
        @Nullable Integer timeToCapacitySeconds,
        double costDollars) {

    static Tried of(double value, Report report) {
        return new Tried(
                value,
                report.verdict().holds(),
                report.total().servedPercent(),
                report.total().p99Millis(),
                report.verdict().timeToCapacitySeconds(),
                report.bill().totalDollars());
    }

    /// Whether two runs differ in anything that is told of them.
    boolean differs(Tried other) {
        return holds != other.holds
                || Math.abs(servedPercent - other.servedPercent) >= 0.005
                || Math.abs(p99Millis - other.p99Millis) >= 1
                || waited() != other.waited()
                || Math.abs(costDollars - other.costDollars) >= 0.005;
    }

    private int waited() {
        return timeToCapacitySeconds == null ? Integer.MAX_VALUE : timeToCapacitySeconds;
    }
}
