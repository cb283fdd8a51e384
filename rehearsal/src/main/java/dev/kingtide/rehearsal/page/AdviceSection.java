package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.ReportText;
import java.util.List;

/// What to change first, with what each change would have to be asked as.
final class AdviceSection {

    private AdviceSection() {}

    static void write(Html html, List<Run> runs) {
        if (runs.stream().allMatch(run -> run.report().advice().isEmpty())) {
            return;
        }
        html.open("section", "aria-labelledby", "advice-title")
                .element("h2", "What to change first", "id", "advice-title");
        for (Run run : runs.reversed()) {
            advice(html, run);
        }
        html.close("section");
    }

    private static void advice(Html html, Run run) {
        List<Advice> all = run.report().advice();
        if (all.isEmpty()) {
            return;
        }
        if (!run.label().isEmpty()) {
            html.element("h3", run.label());
        }
        if (all.stream().anyMatch(one -> one.savedRequests() == null)) {
            html.element("p", "Not rehearsed yet: --rank does, and puts the best first.");
        }
        html.open("ol", "class", "advice");
        for (Advice one : all) {
            html.open("li")
                    .element("h3", one.title() + ReportText.gain(one))
                    .open("p")
                    .text(Run.sentence(one.evidence()))
                    .text(" ")
                    .element("cite", one.source())
                    .close("p")
                    .open("pre")
                    .open("code");
            for (String change : one.changes()) {
                html.text("--what-if '" + change.replace("'", "'\\''") + "'\n");
            }
            html.raw("</code></pre>").close("li");
        }
        html.close("ol");
    }
}
