package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Report.Landmark;
import java.util.ArrayList;
import java.util.List;

/// A moment that matters, with the sign that it has in the charts and below them.
///
/// @param run whose
/// @param sign a number for the run in front, a letter for the one behind it
/// @param landmark what it is
record Mark(int run, String sign, Landmark landmark) {

    /// The marks of all runs, the last run's first.
    static List<Mark> of(List<Run> runs) {
        List<Mark> marks = new ArrayList<>();
        for (int run = runs.size() - 1; run >= 0; run--) {
            int number = 0;
            for (Landmark landmark : runs.get(run).report().landmarks()) {
                boolean front = run == runs.size() - 1;
                String sign =
                        front ? Integer.toString(number + 1) : Character.toString('a' + number);
                marks.add(new Mark(run, sign, landmark));
                number++;
            }
        }
        return marks;
    }
}
