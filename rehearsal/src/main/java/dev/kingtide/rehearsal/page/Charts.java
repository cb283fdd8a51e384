package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.page.Chart.Kind;
import dev.kingtide.rehearsal.page.Chart.Level;
import dev.kingtide.rehearsal.page.Chart.Line;
import dev.kingtide.rehearsal.page.Chart.Style;
import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.ReportText;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.spread.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Which charts a page has: of one run, or of two, the last one in front and the one before it
/// dashed.
final class Charts {
    private static final String DEMAND = "demandRequests";
    private static final String ATTEMPTS = "attemptRequests";
    private static final String CAPACITY = "capacityRequests";
    private static final String P99 = "p99Millis";
    private final List<Run> runs;
    private final int front;

    private Charts(List<Run> runs) {
        this.runs = runs;
        this.front = runs.size() - 1;
    }

    /// The charts of runs, the most important first.
    static List<Chart> of(List<Run> runs) {
        Charts charts = new Charts(runs);
        List<Chart> all = new ArrayList<>();
        all.add(charts.demand());
        all.add(charts.latency());
        all.add(charts.tasks());
        all.addAll(charts.losses());
        all.add(charts.cpu());
        return all;
    }

    private Chart demand() {
        List<Line> lines = new ArrayList<>();
        for (int run = front; run >= 0; run--) {
            boolean back = run < front;
            Style style = back ? Style.DASHED : Style.PLAIN;
            if (!back || !same(DEMAND)) {
                add(lines, "demand", run, DEMAND, "demand", style);
            }
            add(lines, "capacity", run, CAPACITY, "capacity", style);
            if (!back) {
                add(lines, "served", run, "servedRequests", "served", Style.FILLED);
            } else {
                hide(lines, "served", run, "servedRequests", "served");
            }
            if (!series(run, ATTEMPTS).equals(series(run, DEMAND))) {
                hide(lines, "with retries", run, ATTEMPTS, "attempts");
            }
        }
        return new Chart(
                "demand",
                "Demand against capacity",
                "requests/s",
                Kind.LINEAR,
                lines,
                bands("capacity", CAPACITY, "capacity"),
                List.of(),
                peak() + sentences(this::capacitySummary),
                table(
                        List.of("demand/s", "capacity/s", "served %"),
                        phase ->
                                List.of(
                                        Figures.number(phase.demandPerSecond()),
                                        Figures.number(phase.capacityPerSecond()),
                                        share(phase))));
    }

    /// The second in which most people came in the run in front.
    private int peakSecond() {
        Series demand = series(front, DEMAND);
        int peak = 0;
        for (int i = 0; i < demand.seconds(); i++) {
            peak = demand.at(i) > demand.at(peak) ? i : peak;
        }
        return peak;
    }

    private String peak() {
        Series demand = series(front, DEMAND);
        return demand.seconds() == 0
                ? ""
                : String.format(
                        "Most people came at %s: %s in one second. ",
                        runs.get(front).time(peakSecond()),
                        Figures.number(demand.at(peakSecond())));
    }

    private String capacitySummary(Run run) {
        Series capacity = run.report().series().get(CAPACITY);
        return capacity == null || capacity.seconds() <= peakSecond()
                ? "nothing was recorded"
                : "the healthy tasks could answer "
                        + Figures.number(capacity.at(peakSecond()))
                        + " then";
    }

    private Chart latency() {
        List<Line> lines = new ArrayList<>();
        for (int run = front; run >= 0; run--) {
            boolean back = run < front;
            add(lines, "p50", run, "p50Millis", "p50", back ? Style.DASHED : Style.THIN);
            add(lines, "p99", run, P99, "p99", back ? Style.DASHED : Style.PLAIN);
        }
        double goal = runs.get(front).report().goal().p99Millis();
        return new Chart(
                "latency",
                "Time to answer",
                "ms, by powers of ten",
                Kind.LOGARITHMIC,
                lines,
                bands("p99", P99, "p99"),
                List.of(new Level(goal, "goal " + Figures.millis(goal))),
                sentences(Charts::latencySummary),
                table(
                        List.of("p50 ms", "p99 ms"),
                        phase ->
                                phase.servedRequests() > 0
                                        ? List.of(
                                                Figures.number(Math.rint(phase.p50Millis())),
                                                Figures.number(Math.rint(phase.p99Millis())))
                                        : List.of("-", "-")));
    }

    private static String latencySummary(Run run) {
        Phase total = run.report().total();
        Series p99 = run.report().series().get(P99);
        double goal = run.report().goal().p99Millis();
        int above = 0;
        for (int i = 0; p99 != null && i < p99.seconds(); i++) {
            above += p99.at(i) > goal ? 1 : 0;
        }
        return "99 of 100 answers came within "
                + ReportText.p99(total)
                + " over the whole run (goal "
                + Figures.millis(goal)
                + "); second by second that was "
                + (above == 0 ? "never more than the goal" : Figures.seconds(above) + " too slow");
    }

    private Chart tasks() {
        List<Line> lines = new ArrayList<>();
        front(lines, "desired", "desiredTasks", "desired", Style.WIDE);
        front(lines, "running", "runningTasks", "running", Style.PLAIN);
        front(lines, "healthy", "healthyTargets", "healthy", Style.PLAIN);
        front(lines, "pending", "pendingTasks", "pending", Style.PLAIN);
        front(lines, "unhealthy", "unhealthyTargets", "unhealthy", Style.PLAIN);
        if (front > 0) {
            add(lines, "desired", 0, "desiredTasks", "desired", Style.DASHED);
            add(lines, "healthy", 0, "healthyTargets", "healthy", Style.DASHED);
            hide(lines, "running", 0, "runningTasks", "running");
            hide(lines, "pending", 0, "pendingTasks", "pending");
            hide(lines, "unhealthy", 0, "unhealthyTargets", "unhealthy");
        }
        return new Chart(
                "tasks",
                "Tasks by state",
                "tasks",
                Kind.LINEAR,
                lines,
                bands("healthy", "healthyTargets", "healthy"),
                List.of(),
                sentences(Charts::tasksSummary),
                table(
                        List.of("healthy, least", "healthy, most"),
                        phase ->
                                List.of(
                                        Figures.number(phase.healthyTasksLeast()),
                                        Figures.number(phase.healthyTasksMost()))));
    }

    private static String tasksSummary(Run run) {
        double failing = run.most("unhealthyTargets");
        return String.format(
                "%s tasks were created, at most %s ran at once and %s were healthy; %s",
                Figures.number(run.report().tasks().createdTasks()),
                Figures.number(run.report().tasks().runningTasksMost()),
                Figures.number(run.most("healthyTargets")),
                failing == 0
                        ? "none failed its health checks"
                        : "up to " + Figures.number(failing) + " failed their health checks");
    }

    /// One chart for each run that loses, so that stacks do not hide each other.
    private List<Chart> losses() {
        List<Chart> charts = new ArrayList<>();
        for (int run = front; run >= 0; run--) {
            Report report = runs.get(run).report();
            List<Line> lines = new ArrayList<>();
            List<String> causes = new ArrayList<>();
            for (Map.Entry<String, Double> cause : report.total().lostByCause().entrySet()) {
                if (cause.getValue() >= 0.5) {
                    String field = Figures.lossField(cause.getKey());
                    causes.add(cause.getKey());
                    lines.add(new Line(cause.getKey(), run, field, field, Style.FILLED, true));
                }
            }
            String label = runs.get(run).label();
            charts.add(
                    new Chart(
                            "losses" + run,
                            "Requests lost, by cause" + (label.isEmpty() ? "" : ": " + label),
                            "requests/s",
                            Kind.STACKED,
                            lines,
                            List.of(),
                            List.of(),
                            Run.sentence(lossesSummary(report)),
                            lossTable(runs.get(run), causes)));
        }
        return charts;
    }

    private static String lossesSummary(Report report) {
        String worst = "";
        double most = 0;
        for (Map.Entry<String, Double> cause : report.total().lostByCause().entrySet()) {
            if (cause.getValue() > most) {
                most = cause.getValue();
                worst = cause.getKey();
            }
        }
        return most < 0.5
                ? "no request was lost"
                : String.format(
                        "%s requests were lost, %s of them by: %s",
                        Figures.number(Math.rint(report.total().lostRequests())),
                        Figures.number(Math.rint(most)),
                        worst);
    }

    private Chart cpu() {
        List<Line> lines = new ArrayList<>();
        for (int run = front; run >= 0; run--) {
            boolean back = run < front;
            Style style = back ? Style.DASHED : Style.PLAIN;
            add(lines, "CPU used", run, "cpuPercent", "cpu", style);
        }
        return new Chart(
                "cpu",
                "CPU",
                "% of what running tasks reserve",
                Kind.LINEAR,
                lines,
                List.of(),
                List.of(new Level(100, "all of it")),
                sentences(run ->
                        "CPU used was at most "
                                + Figures.number(Math.rint(run.most("cpuPercent")))
                                + " %, "
                                + Figures.number(Math.rint(run.report().total().cpuPercent()))
                                + " % on average"),
                table(
                        List.of("CPU %"),
                        phase -> List.of(Figures.number(Math.rint(phase.cpuPercent())))));
    }

    private void front(List<Line> lines, String label, String series, String colour, Style style) {
        add(lines, label, front, series, colour, style);
    }

    private void add(
            List<Line> lines, String label, int run, String series, String colour, Style style) {
        put(lines, new Line(label(label, run), run, series, colour, style, true));
    }

    private void hide(List<Line> lines, String label, int run, String series, String colour) {
        Style style = run < front ? Style.DASHED : Style.THIN;
        put(lines, new Line(label(label, run), run, series, colour, style, false));
    }

    /// Draws what the report has.
    private void put(List<Line> lines, Line line) {
        if (runs.get(line.run()).report().series().containsKey(line.series())) {
            lines.add(line);
        }
    }

    private String label(String label, int run) {
        return run < front ? label + ", " + runs.get(run).label() : label;
    }

    /// Where a series was with any seed, of the run in front, if there were many.
    private List<Chart.Band> bands(String label, String series, String colour) {
        String low = series + Spread.LOWEST;
        String high = series + Spread.HIGHEST;
        return runs.get(front).report().series().containsKey(low)
                ? List.of(new Chart.Band(label + ", any seed", front, low, high, colour))
                : List.of();
    }

    private Series series(int run, String name) {
        Series series = runs.get(run).report().series().get(name);
        return series == null ? new Series(new double[0]) : series;
    }

    private boolean same(String name) {
        Series last = series(front, name);
        for (int run = 0; run < front; run++) {
            if (!series(run, name).equals(last)) {
                return false;
            }
        }
        return true;
    }

    private String sentences(Function<Run, String> sentence) {
        List<String> all = new ArrayList<>();
        for (Run run : runs.reversed()) {
            all.add(run.says(sentence.apply(run)));
        }
        return String.join(" ", all);
    }

    private static String share(Phase phase) {
        return phase.servedRequests() + phase.lostRequests() > 0
                ? Figures.share(phase.servedPercent())
                : "-";
    }

    /// A row for each phase, with the columns of all runs beside each other.
    private List<List<String>> table(List<String> heads, Function<Phase, List<String>> cells) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from"));
        for (int run = front; run >= 0; run--) {
            for (String each : heads) {
                head.add(label(each, run));
            }
        }
        table.add(head);
        Run last = runs.get(front);
        for (Phase phase : last.report().phases()) {
            List<String> row = new ArrayList<>(List.of(last.time(phase.fromSecond())));
            for (Run run : runs.reversed()) {
                row.addAll(
                        run.report().phases().stream()
                                .filter(other -> sameTime(other, phase))
                                .findFirst()
                                .map(cells)
                                .orElse(Collections.nCopies(heads.size(), "-")));
            }
            table.add(row);
        }
        List<String> all = new ArrayList<>(List.of("all"));
        runs.reversed().forEach(run -> all.addAll(cells.apply(run.report().total())));
        table.add(all);
        return table;
    }

    private static boolean sameTime(Phase one, Phase other) {
        return one.fromSecond() == other.fromSecond() && one.toSecond() == other.toSecond();
    }

    private static List<List<String>> lossTable(Run run, List<String> causes) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from"));
        head.addAll(causes);
        table.add(head);
        for (Phase phase : run.report().phases()) {
            table.add(lossRow(run.time(phase.fromSecond()), phase, causes));
        }
        table.add(lossRow("all", run.report().total(), causes));
        return table;
    }

    private static List<String> lossRow(String from, Phase phase, List<String> causes) {
        List<String> row = new ArrayList<>(List.of(from));
        for (String cause : causes) {
            double lost = phase.lostByCause().getOrDefault(cause, 0.0);
            row.add(lost < 0.5 ? "-" : Figures.number(Math.rint(lost)));
        }
        return row;
    }
}
