package dev.kingtide.rehearsal.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Two rehearsals side by side: as it is, and with the what-ifs.
public final class ComparisonText {

    private ComparisonText() {}

    /// The comparison, lines ended.
    public static String write(Report before, Report after, Paint paint) {
        Columns table = new Columns(List.of("", "as it is", "what if", "difference"));
        table.add(List.of("verdict", word(before), word(after), ""));
        table.add(
                row(
                        "served",
                        Figures.percent(before.total().servedPercent()),
                        Figures.percent(after.total().servedPercent()),
                        points(after.total().servedPercent() - before.total().servedPercent())));
        double saved = before.total().lostRequests() - after.total().lostRequests();
        table.add(
                row(
                        "requests lost",
                        Figures.number(Math.rint(before.total().lostRequests())),
                        Figures.number(Math.rint(after.total().lostRequests())),
                        Math.rint(saved) == 0
                                ? "same"
                                : Figures.number(Math.abs(Math.rint(saved)))
                                        + (saved > 0 ? " saved" : " more lost")));
        table.add(
                row(
                        "p99",
                        ReportText.p99(before.total()),
                        ReportText.p99(after.total()),
                        signed(after.total().p99Millis() - before.total().p99Millis(), " ms")));
        Integer waitedBefore = before.verdict().timeToCapacitySeconds();
        Integer waitedAfter = after.verdict().timeToCapacitySeconds();
        table.add(
                row(
                        "time to capacity",
                        waited(waitedBefore),
                        waited(waitedAfter),
                        waitedBefore == null || waitedAfter == null
                                ? ""
                                : signed(waitedAfter - waitedBefore, " s")));
        table.add(
                row(
                        "task start, median",
                        Figures.seconds(before.starts().medianSeconds()),
                        Figures.seconds(after.starts().medianSeconds()),
                        signed(
                                after.starts().medianSeconds() - before.starts().medianSeconds(),
                                " s")));
        table.add(
                row(
                        "most tasks at once",
                        Figures.number(before.tasks().runningTasksMost()),
                        Figures.number(after.tasks().runningTasksMost()),
                        signed(
                                after.tasks().runningTasksMost()
                                        - (double) before.tasks().runningTasksMost(),
                                "")));
        double dollars = after.bill().totalDollars() - before.bill().totalDollars();
        table.add(
                row(
                        "cost",
                        Figures.dollars(before.bill().totalDollars()),
                        Figures.dollars(after.bill().totalDollars()),
                        (dollars < 0 ? "-" : "+") + Figures.dollars(Math.abs(dollars))));
        StringBuilder text = new StringBuilder();
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            text.append(i == 0 ? paint.dim(line) : line).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    private static String points(double value) {
        return Math.abs(value) < 0.005 ? "same" : String.format(Locale.ROOT, "%+.2f", value);
    }

    private static String word(Report report) {
        return report.verdict().holds() ? "holds" : "does not hold";
    }

    private static String waited(@Nullable Integer seconds) {
        return seconds == null ? "never" : seconds == 0 ? "at once" : Figures.seconds(seconds);
    }

    private static String signed(double value, String unit) {
        return value == 0
                ? "same"
                : (value < 0 ? "-" : "+") + Figures.number(Math.abs(value)) + unit;
    }
}
