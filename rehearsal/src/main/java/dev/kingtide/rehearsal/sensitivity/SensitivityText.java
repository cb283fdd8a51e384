package dev.kingtide.rehearsal.sensitivity;

import dev.kingtide.rehearsal.report.Columns;
import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.ReportText;
import dev.kingtide.rehearsal.sensitivity.Sensitivity.Effect;
import java.util.List;

/// A sensitivity as a terminal shows it.
public final class SensitivityText {
    private static final int WIDTH = 100;

    private SensitivityText() {}

    /// The verdict, what it hangs on, and what each figure does; lines ended.
    public static String write(Sensitivity sensitivity, Paint paint) {
        StringBuilder text = new StringBuilder();
        text.append(ReportText.verdict(sensitivity.report(), paint)).append('\n');
        for (String change : sensitivity.report().header().changes()) {
            text.append("what if ").append(change).append('\n');
        }
        text.append(paint.strong(sensitivity.words())).append("\n\n");
        Columns table =
                new Columns(
                        List.of(
                                "one at a time",
                                "at",
                                "served",
                                "p99",
                                "enough in",
                                "at",
                                "served",
                                "p99",
                                "enough in"));
        Tried base = Tried.of(0, sensitivity.report());
        table.add(
                List.of(
                        "as it is",
                        "",
                        Figures.percent(base.servedPercent()),
                        Figures.millis(base.p99Millis()),
                        Figures.waited(base.timeToCapacitySeconds()),
                        "",
                        "",
                        "",
                        ""));
        for (Effect effect : sensitivity.telling()) {
            Tried low = effect.low();
            Tried high = effect.high();
            table.add(
                    List.of(
                            effect.figure().key(),
                            Uncertain.text(low.value()),
                            Figures.percent(low.servedPercent()),
                            Figures.millis(low.p99Millis()),
                            Figures.waited(low.timeToCapacitySeconds()),
                            Uncertain.text(high.value()),
                            Figures.percent(high.servedPercent()),
                            Figures.millis(high.p99Millis()),
                            Figures.waited(high.timeToCapacitySeconds())));
        }
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            text.append(i == 0 ? paint.dim(line) : line).append('\n');
        }
        idle(text, sensitivity);
        return text.toString();
    }

    private static void idle(StringBuilder text, Sensitivity sensitivity) {
        List<Effect> telling = sensitivity.telling();
        StringBuilder line = new StringBuilder("Without effect here:");
        for (Effect effect : sensitivity.effects()) {
            if (!telling.contains(effect)) {
                if (line.length() + effect.figure().key().length() + 1 > WIDTH) {
                    text.append(line).append('\n');
                    line = new StringBuilder(" ");
                }
                line.append(' ').append(effect.figure().key());
            }
        }
        if (telling.size() < sensitivity.effects().size()) {
            text.append(line).append('\n');
        }
    }
}
