package dev.kingtide.rehearsal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Inputs;
import dev.kingtide.rehearsal.report.Report.Landmark;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Reports;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.source.FileRead;
import dev.kingtide.rehearsal.spread.SeedRun;
import dev.kingtide.rehearsal.spread.Spread;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Report FAILS = Reports.report(false);
    private static final Report HOLDS = Reports.report(true);
    private static final String HOSTILE = "</script><script>hurt(1)</script><img src=x \"'&>";
    private static final Pattern SCRIPT =
            Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

    /// The page, with plain spaces where figures are kept beside their units.
    private static String page(Report report) {
        return ReportPage.write(report, null, "kingtide 1").replace('\u00A0', ' ');
    }

    @Test
    void with_many_seeds_the_charts_have_bands_and_the_spread_is_told() {
        Report report = Reports.report(true);
        SequencedMap<String, Series> series = new LinkedHashMap<>();
        for (String name : SeedRun.SERIES) {
            series.put(name, new Series(new double[120]));
        }
        Report first = report.with(series);
        Spread spread = new Spread(first, List.of(SeedRun.of(first), SeedRun.of(first)));
        String page = ReportPage.write(spread, null, "kingtide test");
        assertThat(page)
                .contains("How much is chance", "Sale: HOLDS with all 2 seeds (7 to 7).")
                .contains("\"label\":\"capacity, any seed\"", "0/capacityRequestsLowest");
        assertThat(ReportPage.write(report, null, "kingtide test"))
                .doesNotContain("How much is chance", "any seed");
    }

    @Test
    void the_verdict_its_reason_and_the_goal_are_told_in_words() {
        assertThat(page(FAILS))
                .contains("<title>Sale does not hold</title>", "Does not hold</h1>")
                .contains("Since 20:01:01: 2 healthy tasks could not.")
                .contains("80.00 %", "goal 99.90 %", "seed 7", "kingtide 1");
        assertThat(page(HOLDS)).contains("Holds</h1>", "Every minute reaches the goal.");
    }

    @Test
    void two_runs_are_told_side_by_side_with_their_difference_in_words() {
        assertThat(ReportPage.write(FAILS, HOLDS, "kingtide 1"))
                .contains(
                        "The change makes it hold: 2,000 requests fewer are lost, at the"
                                + " same cost.",
                        "was 2,000</dd>",
                        ">2,000 saved</dd>",
                        "As it is: ",
                        "What if: ",
                        "\"label\":\"demand\"");
    }

    @Test
    void the_same_reports_give_the_same_bytes() {
        assertThat(page(Reports.report(false))).isEqualTo(page(Reports.report(false)));
    }

    @Test
    void hostile_names_stay_text() {
        String page = ReportPage.write(hostile(FAILS), hostile(HOLDS), "kingtide 1");
        assertThat(page).contains("&lt;/script&gt;&lt;script&gt;hurt(1)").doesNotContain("<img");
        List<String> scripts = SCRIPT.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(scripts).hasSize(2);
        assertThat(scripts.getFirst()).startsWith("{\"startSeconds\":").doesNotContain("<");
    }

    /// A report whose every text from outside tries to get out of its place.
    private static Report hostile(Report report) {
        Report.Header header = report.header();
        return new Report(
                new Report.Header(
                        HOSTILE,
                        List.of(HOSTILE),
                        header.startMillis(),
                        header.zone(),
                        header.lengthSeconds(),
                        header.seed(),
                        HOSTILE,
                        HOSTILE),
                report.goal(),
                new Report.Verdict(report.verdict().holds(), 61, HOSTILE, 3),
                report.total(),
                report.phases(),
                report.starts(),
                new Report.Tasks(1, 1, new LinkedHashMap<>(Map.of(HOSTILE, 1)), List.of()),
                report.bill(),
                List.of(new Advice(HOSTILE, HOSTILE, List.of(HOSTILE), HOSTILE, null, null)),
                List.of(new Moment(Moment.Kind.SCALING, 3, HOSTILE, HOSTILE, 2)),
                List.of(new Landmark(Landmark.Kind.SCHEDULED_ACTION, 3, HOSTILE)),
                new Inputs(
                        List.of(new FileRead(HOSTILE, 1, HOSTILE)),
                        new LinkedHashMap<>(Map.of(HOSTILE, HOSTILE)),
                        List.of(new Inputs.Call(0, HOSTILE, HOSTILE)),
                        List.of(HOSTILE)),
                report.series());
    }

    @Test
    void the_page_lets_its_own_script_and_styles_run_and_fetches_nothing() {
        String page = page(FAILS);
        Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
        Matcher styles = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(script.find() && styles.find()).isTrue();
        assertThat(page)
                .contains(
                        Html.escaped("default-src 'none';"),
                        Html.escaped("style-src " + Assets.hash(styles.group(1))),
                        Html.escaped("script-src " + Assets.hash(script.group(1))))
                .doesNotContainPattern("(src|href)=\"(?!#|data:)")
                .doesNotContainPattern("<[a-z]+ [^>]*\\b(style|on[a-z]+)=\"");
    }

    @Test
    void the_clock_of_the_charts_follows_the_launchs_time_zone() {
        Report.Header header = FAILS.header();
        Report autumn =
                new Report(
                        new Report.Header(
                                header.name(),
                                List.of(),
                                Instant.parse("2026-10-25T00:30:00Z").toEpochMilli(),
                                header.zone(),
                                7200,
                                header.seed(),
                                header.account(),
                                header.region()),
                        FAILS.goal(),
                        FAILS.verdict(),
                        FAILS.total(),
                        FAILS.phases(),
                        FAILS.starts(),
                        FAILS.tasks(),
                        FAILS.bill(),
                        FAILS.advice(),
                        FAILS.moments(),
                        FAILS.landmarks(),
                        FAILS.inputs(),
                        FAILS.series());
        assertThat(page(autumn)).contains("\"offsets\":[[0,7200],[1800,3600]]", "02:30 to 03:30");
        assertThat(ReportPage.write(FAILS, autumn, "kingtide 1"))
                .contains("\"lengthSeconds\":7200,");
        assertThat(ReportPage.write(autumn, FAILS, "kingtide 1"))
                .contains("\"lengthSeconds\":7200,");
    }

    @Test
    void a_run_without_any_start_loss_or_event_has_a_page_too() {
        Report quiet =
                new Report(
                        HOLDS.header(),
                        HOLDS.goal(),
                        HOLDS.verdict(),
                        Reports.phase(0, 120, 0, 0, 0),
                        List.of(Reports.phase(0, 120, 0, 0, 0)),
                        new Report.Starts(0, 0, List.of(), null, null),
                        new Report.Tasks(0, 0, new LinkedHashMap<>(), List.of()),
                        HOLDS.bill(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new Inputs(List.of(), new LinkedHashMap<>(), List.of(), List.of()),
                        new LinkedHashMap<>());
        assertThat(page(quiet))
                .contains("No task came to its first request.", "No request was lost.")
                .doesNotContainPattern("NaN[ <]");
    }
}
