package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.report.Report.Advice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Orders advice by what it saves, each rehearsed on its own.
public final class Ranking {

    private Ranking() {}

    /// The report with its advice measured: the most requests saved first, the cheaper first among
    /// those that save as many.
    ///
    /// @param rehearse plays the launch again with some changes
    public static Report measure(Report report, Function<List<String>, Report> rehearse) {
        List<Advice> measured = new ArrayList<>();
        for (Advice advice : report.advice()) {
            Report after = rehearse.apply(advice.changes());
            measured.add(
                    advice.measured(
                            report.total().lostRequests() - after.total().lostRequests(),
                            after.bill().totalDollars() - report.bill().totalDollars()));
        }
        measured.sort(
                Comparator.comparingDouble(Ranking::saved)
                        .reversed()
                        .thenComparingDouble(Ranking::dollars));
        return report.with(measured);
    }

    private static double saved(Advice advice) {
        Double saved = advice.savedRequests();
        return saved == null ? 0 : saved;
    }

    private static double dollars(Advice advice) {
        Double dollars = advice.costDollars();
        return dollars == null ? 0 : dollars;
    }
}
