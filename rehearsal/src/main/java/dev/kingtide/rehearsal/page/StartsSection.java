package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.report.Report.Starts.Start;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a task starts, stage after stage: the start that took the median, and the slowest.
final class StartsSection {
    /// What a ruler under the bars may be divided by, in seconds.
    private static final int[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};

    /// As many as a telephone has room to name.
    private static final int DIVISIONS_MOST = 3;

    private StartsSection() {}

    static void write(Html html, List<Run> runs) {
        html.open("section", "aria-labelledby", "starts-title")
                .element("h2", "How a task starts", "id", "starts-title");
        for (Run run : runs.reversed()) {
            Starts starts = run.report().starts();
            html.element("p", run.says(summary(starts)), "class", "summary");
            html.open("div", "class", "waterfalls");
            waterfall(html, run, "Median start", starts, starts.median());
            waterfall(html, run, "Slowest start", starts, starts.slowest());
            html.close("div");
        }
        html.close("section");
    }

    private static String summary(Starts starts) {
        if (starts.count() == 0) {
            return "no task came to its first request";
        }
        return Figures.number(starts.count())
                + (starts.count() == 1 ? " task" : " tasks")
                + " came to the first request, in "
                + Figures.seconds(starts.medianSeconds())
                + " (median)";
    }

    private static void waterfall(
            Html html, Run run, String title, Starts starts, @Nullable Start start) {
        if (start == null) {
            return;
        }
        double total = Math.max(start.totalSeconds(), 0.001);
        html.open("table", "class", "waterfall")
                .open("caption")
                .element(
                        "strong",
                        Run.unbroken(title + ": " + Figures.seconds(start.totalSeconds())))
                .text(", asked for at " + run.time(start.askedAtSecond()))
                .close("caption")
                .raw("<thead class=\"unseen\"><tr><th scope=\"col\">stage</th>")
                .raw("<th scope=\"col\">when</th><th scope=\"col\">how long</th></tr></thead>\n")
                .raw("<tbody>\n");
        double from = 0;
        for (int i = 0; i < start.stageSeconds().size(); i++) {
            double length = start.stageSeconds().get(i);
            if (length > 0) {
                html.open("tr")
                        .element("th", starts.stages().get(i).name(), "scope", "row")
                        .open("td", "class", "when");
                bar(html, from / total, length / total, "stage" + i);
                html.element("span", "from " + Figures.seconds(from), "class", "unseen")
                        .raw("</td>")
                        .element("td", Run.unbroken(Figures.seconds(length)))
                        .close("tr");
            }
            from += length;
        }
        html.raw("</tbody>\n<tfoot aria-hidden=\"true\"><tr><td></td><td class=\"when\">");
        ruler(html, total);
        html.raw("</td><td></td></tr></tfoot>").close("table");
    }

    private static void bar(Html html, double from, double length, String style) {
        html.raw("<svg class=\"bar\" aria-hidden=\"true\">")
                .open("rect", "class", "track", "width", "100%", "height", "100%")
                .raw("</rect>")
                .open(
                        "rect",
                        "class",
                        style,
                        "x",
                        percent(from),
                        "width",
                        percent(Math.max(length, 0.002)),
                        "height",
                        "100%")
                .raw("</rect></svg>");
    }

    private static void ruler(Html html, double total) {
        int step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            step = total / STEPS[i] <= DIVISIONS_MOST ? STEPS[i] : step;
        }
        html.raw("<svg class=\"ruler\">");
        for (int at = 0; at <= total; at += step) {
            String anchor = at == 0 ? "start" : "middle";
            html.open("text", "x", percent(at / total), "y", "12", "text-anchor", anchor)
                    .text(at == 0 ? "0" : Figures.seconds(at).replace(".0 s", " s"))
                    .raw("</text>");
        }
        html.raw("</svg>");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }
}
