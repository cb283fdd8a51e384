package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Comparison;
import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.ReportText;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The top of the page: which launch, whether it holds and why, and the figures that say so.
final class VerdictSection {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final String SIGN =
            "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">";
    private static final String HOLDS = SIGN + "<path d=\"M4 13l6 6L21 5\"/></svg>";
    private static final String FAILS = SIGN + "<path d=\"M5 5l14 14M19 5L5 19\"/></svg>";

    private VerdictSection() {}

    static void write(Html html, List<Run> runs) {
        Report.Header header = runs.getLast().report().header();
        html.open("header", "class", "top")
                .open("div", "class", "masthead")
                .open("p", "class", "brand")
                .raw("<svg viewBox=\"0 0 32 16\" aria-hidden=\"true\"><path d=\"M1 12c5 0 5-8 10-8")
                .raw("s5 8 10 8 5-8 10-8\"/></svg>")
                .text("Kingtide rehearsal")
                .close("p")
                .element("button", "Dark", "type", "button", "id", "theme", "hidden", "")
                .close("div")
                .element("p", header.name(), "class", "launch")
                .element("p", when(header), "class", "when");
        html.open("div", "class", runs.size() > 1 ? "verdicts two" : "verdicts");
        for (int i = 0; i < runs.size(); i++) {
            verdict(html, runs.get(i), i == runs.size() - 1);
        }
        html.close("div");
        if (runs.size() > 1) {
            comparison(html, runs.getFirst().report(), runs.getLast().report());
        } else {
            figures(html, runs.getLast());
        }
        html.close("header");
    }

    private static String when(Report.Header header) {
        ZonedDateTime from = Instant.ofEpochMilli(header.startMillis()).atZone(header.zone());
        ZonedDateTime to = from.plusSeconds(header.lengthSeconds());
        boolean sameDay =
                from.toLocalDate().equals(to.toLocalDate()) || header.lengthSeconds() < 86_400;
        return DAY.format(from)
                + " to "
                + (sameDay ? TIME : DAY).format(to)
                + ' '
                + header.zone().getId()
                + ", seed "
                + header.seed();
    }

    private static void verdict(Html html, Run run, boolean front) {
        Report.Verdict verdict = run.report().verdict();
        Integer broken = verdict.brokenAtSecond();
        String since = verdict.holds() || broken == null ? "" : "Since " + run.time(broken) + ": ";
        html.open("div", "class", verdict.holds() ? "verdict holds" : "verdict fails");
        if (!run.label().isEmpty()) {
            String changes = String.join(", ", run.report().header().changes());
            html.open("p", "class", "which")
                    .element("strong", run.label())
                    .text(changes.isEmpty() ? "" : " " + changes)
                    .close("p");
        }
        html.open(front ? "h1" : "p", "class", "word")
                .raw(verdict.holds() ? HOLDS : FAILS)
                .text(verdict.holds() ? "Holds" : "Does not hold")
                .close(front ? "h1" : "p")
                .element("p", Run.sentence(since + verdict.why()), "class", "why")
                .close("div");
    }

    private static void comparison(Html html, Report before, Report after) {
        Comparison comparison = new Comparison(before, after);
        html.element("p", Run.unbroken(comparison.words()), "class", "difference")
                .open("dl", "class", "figures");
        for (Comparison.Row row : comparison.rows()) {
            String difference = row.difference();
            if (!row.what().equals("verdict")) {
                boolean tells = !difference.isEmpty() && !difference.equals("same");
                figure(
                        html,
                        row.what(),
                        row.after(),
                        "was " + row.before(),
                        tells ? difference : "");
            }
        }
        html.close("dl");
    }

    private static void figures(Html html, Run run) {
        Report report = run.report();
        Phase total = report.total();
        boolean always = Integer.valueOf(0).equals(report.verdict().timeToCapacitySeconds());
        Report.Starts.Start slowest = report.starts().slowest();
        html.open("dl", "class", "figures");
        figure(
                html,
                "served",
                Figures.percent(total.servedPercent()),
                "goal " + Figures.percent(report.goal().servedPercent()));
        figure(
                html,
                "requests lost",
                Figures.number(Math.rint(total.lostRequests())),
                "of " + Figures.number(total.demandRequests()));
        figure(
                html,
                "p99",
                ReportText.p99(total),
                "goal " + Figures.millis((double) report.goal().p99Millis()));
        figure(
                html,
                "enough capacity",
                always ? "always" : Figures.waited(report.verdict().timeToCapacitySeconds()),
                always ? "it was never short" : "once it was short");
        figure(
                html,
                "task start",
                slowest == null ? "-" : Figures.seconds(report.starts().medianSeconds()),
                slowest == null
                        ? "none"
                        : "median; slowest " + Figures.seconds(slowest.totalSeconds()));
        figure(
                html,
                "cost",
                Figures.dollars(report.bill().totalDollars()),
                "at most " + Figures.number(report.tasks().runningTasksMost()) + " tasks");
        html.close("dl");
    }

    private static void figure(Html html, String what, String value, String... beside) {
        html.open("div").element("dt", what).element("dd", Run.unbroken(value), "class", "value");
        for (String line : beside) {
            html.element("dd", Run.unbroken(line), "class", "beside");
        }
        html.close("div");
    }
}
