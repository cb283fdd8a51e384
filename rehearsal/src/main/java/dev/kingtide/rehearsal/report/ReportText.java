package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as a terminal shows it.
public final class ReportText {
    /// What fits into a terminal; only the verdict and commands to copy may be longer.
    private static final int WIDTH = 100;

    private static final int BAR = 30;
    private static final String STAGE = "  %-22s %11s %11s %11s  %s";
    private static final String KILLED = Loss.KILLED_IN_FLIGHT.words();
    private static final int REASONS_SHOWN = 6;
    private final Report report;
    private final Paint paint;
    private final StringBuilder text = new StringBuilder();

    private ReportText(Report report, Paint paint) {
        this.report = report;
        this.paint = paint;
    }

    /// The whole report, lines ended.
    public static String write(Report report, Paint paint) {
        ReportText writer = new ReportText(report, paint);
        writer.verdict();
        writer.phases();
        writer.starts();
        writer.tasks();
        writer.cost();
        writer.advice();
        return writer.text.toString();
    }

    /// The verdict alone, in one line.
    public static String verdict(Report report, Paint paint) {
        return new ReportText(report, paint).verdictLine();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /// A text after a mark, its further lines below its first word.
    private void wrapped(String mark, String words) {
        StringBuilder now = new StringBuilder(mark);
        for (String word : words.split(" ", -1)) {
            if (now.length() > mark.length() && now.length() + word.length() > WIDTH) {
                line(now.toString());
                now = new StringBuilder(" ".repeat(mark.length()));
            }
            now.append(word).append(' ');
        }
        line(now.toString());
    }

    private String time(int second) {
        long millis = report.header().startMillis() + second * 1000L;
        return report.header().lengthSeconds() > 86_400
                ? Figures.dayAndTime(millis, report.header().zone())
                : Figures.time(millis, report.header().zone());
    }

    private String verdictLine() {
        Report.Verdict verdict = report.verdict();
        Integer broken = verdict.brokenAtSecond();
        String word =
                verdict.holds()
                        ? paint.good("HOLDS")
                        : paint.bad("DOES NOT HOLD")
                                + (broken == null ? "" : " since " + time(broken));
        return report.header().name() + ": " + word + ": " + verdict.why() + '.';
    }

    private void verdict() {
        line(verdictLine());
        Phase total = report.total();
        line(
                String.format(
                        Locale.ROOT,
                        "%s of %s requests served (goal %s), p99 %s (goal %s); seed %d",
                        Figures.percent(total.servedPercent()),
                        Figures.number(total.demandRequests()),
                        Figures.percent(report.goal().servedPercent()),
                        p99(total),
                        Figures.millis((double) report.goal().p99Millis()),
                        report.header().seed()));
        capacity();
        for (String change : report.header().changes()) {
            line(paint.dim("what if " + change));
        }
    }

    /// The answers' 99th percentile; a dash where nobody got one.
    public static String p99(Phase phase) {
        return phase.servedRequests() > 0 ? Figures.millis(phase.p99Millis()) : "-";
    }

    private void capacity() {
        Integer waited = report.verdict().timeToCapacitySeconds();
        if (waited == null) {
            line("Once capacity was short, there was never enough again.");
        } else if (waited > 0) {
            line(
                    "Once capacity was short, it took "
                            + Figures.seconds(waited)
                            + " to have enough.");
        }
    }

    /// One table of phases; where the causes of loss make it too wide they get their own below.
    private void phases() {
        List<String> occurring = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        report.total()
                .lostByCause()
                .forEach((cause, lost) -> (lost < 0.5 ? absent : occurring).add(cause));
        List<String> one = table(true, occurring);
        line("");
        if (one.getFirst().length() <= WIDTH) {
            show(one);
        } else {
            show(table(true, List.of()));
            line("");
            line(paint.strong("Requests lost, by cause"));
            show(table(false, occurring));
        }
        if (occurring.isEmpty()) {
            line(paint.dim("No request was lost."));
        } else if (!absent.isEmpty()) {
            line(paint.dim("No request was lost by: " + String.join(", ", absent) + '.'));
        }
    }

    private List<String> table(boolean figures, List<String> causes) {
        List<String> head = new ArrayList<>(List.of("from"));
        if (figures) {
            head.addAll(
                    List.of("demand/s", "capacity/s", "healthy", "CPU %", "served %", "p99 ms"));
        }
        causes.forEach(cause -> head.add(cause.equals(KILLED) ? "killed" : cause));
        Columns table = new Columns(head);
        for (Phase phase : report.phases()) {
            table.add(row(time(phase.fromSecond()), phase, figures, causes));
        }
        table.add(row("all", report.total(), figures, causes));
        return table.lines();
    }

    private void show(List<String> lines) {
        line(paint.dim(lines.getFirst()));
        for (int i = 1; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            Phase phase = last ? report.total() : report.phases().get(i - 1);
            boolean missed =
                    phase.servedPercent() < report.goal().servedPercent()
                            || phase.p99Millis() > report.goal().p99Millis();
            line(missed ? paint.bad(lines.get(i)) : lines.get(i));
        }
    }

    private List<String> row(String from, Phase phase, boolean figures, List<String> causes) {
        List<String> cells = new ArrayList<>(List.of(from));
        if (figures) {
            figures(phase, cells);
        }
        for (String cause : causes) {
            double lost = phase.lostByCause().getOrDefault(cause, 0.0);
            cells.add(lost < 0.5 ? "-" : Figures.number(Math.rint(lost)));
        }
        return cells;
    }

    private static void figures(Phase phase, List<String> cells) {
        cells.add(Figures.number(phase.demandPerSecond()));
        cells.add(Figures.number(phase.capacityPerSecond()));
        cells.add(
                phase.healthyTasksLeast() == phase.healthyTasksMost()
                        ? Integer.toString(phase.healthyTasksMost())
                        : phase.healthyTasksLeast() + "-" + phase.healthyTasksMost());
        cells.add(String.format(Locale.ROOT, "%.0f", phase.cpuPercent()));
        boolean asked = phase.servedRequests() + phase.lostRequests() > 0;
        cells.add(asked ? Figures.share(phase.servedPercent()) : "-");
        cells.add(phase.servedRequests() > 0 ? Figures.number(Math.rint(phase.p99Millis())) : "-");
    }

    /// Medians, so that the stages add up to about the median of the start; what is far above them
    /// shows in the other columns.
    private void starts() {
        Starts starts = report.starts();
        if (starts.count() == 0) {
            return;
        }
        line("");
        line(
                paint.strong(
                        "Where the time of a task start went ("
                                + Figures.number(starts.count())
                                + (starts.count() == 1 ? " start" : " starts")
                                + ", median "
                                + Figures.seconds(starts.medianSeconds())
                                + ")"));
        String head = String.format(Locale.ROOT, STAGE, "", "median", "95 % in", "longest", "");
        line(paint.dim(head.stripTrailing()));
        double most =
                starts.stages().stream().mapToDouble(Starts.Stage::medianSeconds).max().orElse(0);
        for (Starts.Stage stage : starts.stages()) {
            if (stage.mostSeconds() > 0) {
                int bar = most <= 0 ? 0 : (int) Math.round(BAR * stage.medianSeconds() / most);
                line(
                        String.format(
                                Locale.ROOT,
                                STAGE,
                                stage.name(),
                                Figures.seconds(stage.medianSeconds()),
                                Figures.seconds(stage.p95Seconds()),
                                Figures.seconds(stage.mostSeconds()),
                                paint.bar("#".repeat(bar))));
            }
        }
    }

    private void tasks() {
        if (report.tasks().stoppedByReason().isEmpty()) {
            return;
        }
        line("");
        line(
                paint.strong(
                        Figures.number(report.tasks().createdTasks())
                                + " tasks were created, at most "
                                + Figures.number(report.tasks().runningTasksMost())
                                + " ran at once; those that stopped:"));
        int shown = 0;
        for (Map.Entry<String, Integer> entry : report.tasks().stoppedByReason().entrySet()) {
            if (shown++ < REASONS_SHOWN) {
                String count = String.format(Locale.ROOT, "  %6d  ", entry.getValue());
                wrapped(count, entry.getKey());
            }
        }
        if (shown > REASONS_SHOWN) {
            line("          and " + (shown - REASONS_SHOWN) + " more reasons, in report.json");
        }
    }

    private void cost() {
        line("");
        line(paint.strong("Cost " + Figures.dollars(report.bill().totalDollars())));
        for (Bill.Item item : report.bill().items()) {
            line(
                    String.format(
                            Locale.ROOT,
                            "  %9s  %s: %s %s",
                            Figures.dollars(item.dollars()),
                            item.name(),
                            Figures.number(item.quantity()),
                            item.unit()));
        }
    }

    private void advice() {
        if (report.advice().isEmpty()) {
            return;
        }
        line("");
        line(paint.strong("What to change first"));
        if (report.advice().stream().anyMatch(a -> a.savedRequests() == null)) {
            line(paint.dim("Not rehearsed yet: --rank does, and puts the best first."));
        }
        int number = 1;
        for (Advice advice : report.advice()) {
            line(String.format(Locale.ROOT, "%2d. %s%s", number++, advice.title(), gain(advice)));
            wrapped("    ", advice.evidence() + " (" + advice.source() + ")");
            for (String change : advice.changes()) {
                line(paint.dim("    --what-if '" + change.replace("'", "'\\''") + "'"));
            }
        }
    }

    /// What advice is worth, if it was rehearsed.
    public static String gain(Advice advice) {
        Double saved = advice.savedRequests();
        Double dollars = advice.costDollars();
        if (saved == null || dollars == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ": %s requests %s, %s%s",
                Figures.number(Math.abs(Math.rint(saved))),
                saved >= 0 ? "saved" : "lost more",
                dollars < 0 ? "-" : "+",
                Figures.dollars(Math.abs(dollars)));
    }
}
