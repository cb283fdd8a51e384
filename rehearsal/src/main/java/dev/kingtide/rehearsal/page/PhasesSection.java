package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The run in parts, and why tasks stopped.
final class PhasesSection {

    private PhasesSection() {}

    static void write(Html html, List<Run> runs) {
        html.open("section", "aria-labelledby", "phases-title")
                .element("h2", "Phase by phase", "id", "phases-title");
        runs.reversed().forEach(run -> phases(html, run));
        html.close("section");
        html.open("section", "aria-labelledby", "tasks-title")
                .element("h2", "Tasks that stopped", "id", "tasks-title");
        runs.reversed().forEach(run -> stops(html, run));
        html.close("section");
    }

    private static void phases(Html html, Run run) {
        List<String> causes = new ArrayList<>();
        run.report()
                .total()
                .lostByCause()
                .forEach((cause, lost) -> {
                    if (lost >= 0.5) {
                        causes.add(cause);
                    }
                });
        List<String> head =
                new ArrayList<>(
                        List.of(
                                "from",
                                "demand/s",
                                "capacity/s",
                                "healthy",
                                "CPU %",
                                "served %",
                                "p50 ms",
                                "p99 ms"));
        causes.forEach(cause -> head.add("lost: " + cause));
        String of = run.label().isEmpty() ? "" : ", " + run.label();
        html.open("table", "class", "cards")
                .element("caption", "Phases" + of, "class", of.isEmpty() ? "unseen" : "of")
                .raw("<thead><tr>");
        head.forEach(each -> html.element("th", each, "scope", "col"));
        html.raw("</tr></thead>\n<tbody>\n");
        for (Phase phase : run.report().phases()) {
            row(html, run.time(phase.fromSecond()), phase, run.report(), head, causes);
        }
        row(html, "all", run.report().total(), run.report(), head, causes);
        html.raw("</tbody>").close("table");
    }

    private static void row(
            Html html,
            String from,
            Phase phase,
            Report report,
            List<String> head,
            List<String> causes) {
        boolean missed =
                phase.servedPercent() < report.goal().servedPercent()
                        || phase.p99Millis() > report.goal().p99Millis();
        if (missed) {
            html.open("tr", "class", "missed");
        } else {
            html.open("tr");
        }
        html.open("th", "scope", "row").text(from);
        if (missed) {
            html.element("span", "misses the goal", "class", "missing");
        }
        html.raw("</th>");
        List<String> cells = cells(phase);
        for (String cause : causes) {
            double lost = phase.lostByCause().getOrDefault(cause, 0.0);
            cells.add(lost < 0.5 ? "-" : Figures.number(Math.rint(lost)));
        }
        for (int i = 0; i < cells.size(); i++) {
            html.element("td", cells.get(i), "data-label", head.get(i + 1));
        }
        html.close("tr");
    }

    private static List<String> cells(Phase phase) {
        boolean asked = phase.servedRequests() + phase.lostRequests() > 0;
        boolean answered = phase.servedRequests() > 0;
        List<String> cells = new ArrayList<>();
        cells.add(Figures.number(phase.demandPerSecond()));
        cells.add(Figures.number(phase.capacityPerSecond()));
        cells.add(
                phase.healthyTasksLeast() == phase.healthyTasksMost()
                        ? Integer.toString(phase.healthyTasksMost())
                        : phase.healthyTasksLeast() + "–" + phase.healthyTasksMost());
        cells.add(Figures.number(Math.rint(phase.cpuPercent())));
        cells.add(asked ? Figures.share(phase.servedPercent()) : "-");
        cells.add(answered ? Figures.number(Math.rint(phase.p50Millis())) : "-");
        cells.add(answered ? Figures.number(Math.rint(phase.p99Millis())) : "-");
        return cells;
    }

    private static void stops(Html html, Run run) {
        Report.Tasks tasks = run.report().tasks();
        html.element(
                "p",
                run.says(
                        Figures.number(tasks.createdTasks())
                                + " tasks were created, at most "
                                + Figures.number(tasks.runningTasksMost())
                                + " ran at once; "
                                + (tasks.stoppedByReason().isEmpty()
                                        ? "none stopped"
                                        : "those that stopped, by reason")),
                "class",
                "summary");
        if (tasks.stoppedByReason().isEmpty()) {
            return;
        }
        html.open("table", "class", "list").raw("<tbody>\n");
        for (Map.Entry<String, Integer> stop : tasks.stoppedByReason().entrySet()) {
            html.open("tr")
                    .element("td", Figures.number(stop.getValue()))
                    .element("th", stop.getKey(), "scope", "row")
                    .close("tr");
        }
        html.raw("</tbody>").close("table");
    }
}
