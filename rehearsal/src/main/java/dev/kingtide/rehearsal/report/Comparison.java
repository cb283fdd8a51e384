package dev.kingtide.rehearsal.report;

import java.util.List;
import java.util.Locale;

/// Two rehearsals of one launch, figure beside figure.
///
/// @param before as it is
/// @param after with the what-ifs
public record Comparison(Report before, Report after) {

    /// One figure of both.
    ///
    /// @param what which figure
    /// @param before as it is
    /// @param after with the what-ifs
    /// @param difference from the one to the other; empty where there is none to tell
    public record Row(String what, String before, String after, String difference) {}

    /// All figures, the verdict first.
    public List<Row> rows() {
        return List.of(
                new Row("verdict", word(before), word(after), ""),
                served(),
                lost(),
                new Row(
                        "p99",
                        ReportText.p99(before.total()),
                        ReportText.p99(after.total()),
                        signed(after.total().p99Millis() - before.total().p99Millis(), " ms")),
                toCapacity(),
                new Row(
                        "task start, median",
                        Figures.seconds(before.starts().medianSeconds()),
                        Figures.seconds(after.starts().medianSeconds()),
                        signed(
                                after.starts().medianSeconds() - before.starts().medianSeconds(),
                                " s")),
                new Row(
                        "most tasks at once",
                        Figures.number(before.tasks().runningTasksMost()),
                        Figures.number(after.tasks().runningTasksMost()),
                        signed(
                                after.tasks().runningTasksMost()
                                        - (double) before.tasks().runningTasksMost(),
                                "")),
                cost());
    }

    private Row served() {
        double points = after.total().servedPercent() - before.total().servedPercent();
        return new Row(
                "served",
                Figures.percent(before.total().servedPercent()),
                Figures.percent(after.total().servedPercent()),
                Math.abs(points) < 0.005 ? "same" : String.format(Locale.ROOT, "%+.2f", points));
    }

    private Row lost() {
        double saved = Math.rint(saved());
        return new Row(
                "requests lost",
                Figures.number(Math.rint(before.total().lostRequests())),
                Figures.number(Math.rint(after.total().lostRequests())),
                saved == 0
                        ? "same"
                        : Figures.number(Math.abs(saved)) + (saved > 0 ? " saved" : " more lost"));
    }

    private Row toCapacity() {
        Integer waitedBefore = before.verdict().timeToCapacitySeconds();
        Integer waitedAfter = after.verdict().timeToCapacitySeconds();
        return new Row(
                "time to capacity",
                Figures.waited(waitedBefore),
                Figures.waited(waitedAfter),
                waitedBefore == null || waitedAfter == null
                        ? ""
                        : signed(waitedAfter - waitedBefore, " s"));
    }

    private Row cost() {
        double dollars = dollars();
        return new Row(
                "cost",
                Figures.dollars(before.bill().totalDollars()),
                Figures.dollars(after.bill().totalDollars()),
                (dollars < 0 ? "-" : "+") + Figures.dollars(Math.abs(dollars)));
    }

    private double saved() {
        return before.total().lostRequests() - after.total().lostRequests();
    }

    private double dollars() {
        return after.bill().totalDollars() - before.bill().totalDollars();
    }

    /// The difference in one sentence.
    public String words() {
        return outcome() + ": " + losses() + slowness() + price() + '.';
    }

    private String outcome() {
        boolean held = before.verdict().holds();
        if (after.verdict().holds()) {
            return held ? "It holds either way" : "The change makes it hold";
        }
        return held ? "The change breaks it" : "It does not hold either way";
    }

    private String losses() {
        double saved = Math.rint(saved());
        if (saved == 0) {
            return before.total().lostRequests() < 0.5
                    ? "no request is lost"
                    : "as many requests are lost";
        }
        return Figures.number(Math.abs(saved))
                + (saved > 0 ? " requests fewer are lost" : " more requests are lost");
    }

    private String slowness() {
        boolean answers = before.total().servedRequests() > 0 && after.total().servedRequests() > 0;
        String then = ReportText.p99(before.total());
        String now = ReportText.p99(after.total());
        return !answers || then.equals(now)
                ? ""
                : ", 99 of 100 answers come within " + now + " in place of " + then;
    }

    private String price() {
        double dollars = dollars();
        return Math.abs(dollars) < 0.005
                ? ", at the same cost"
                : ", for " + Figures.dollars(Math.abs(dollars)) + (dollars > 0 ? " more" : " less");
    }

    private static String word(Report report) {
        return report.verdict().holds() ? "holds" : "does not hold";
    }

    private static String signed(double value, String unit) {
        return value == 0
                ? "same"
                : (value < 0 ? "-" : "+") + Figures.number(Math.abs(value)) + unit;
    }
}
