package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.spread.Spread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes reports as one web page, `report.html`; docs/report.md describes it.
public final class ReportPage {

    private ReportPage() {}

    /// The page of a rehearsal, or of two: as it is, and with the what-ifs.
    ///
    /// @param after with the what-ifs; null without any
    /// @param version of Kingtide, as people are told it
    public static String write(Report report, @Nullable Report after, String version) {
        return after == null
                ? write(List.of(new Run("", report)), version)
                : write(List.of(new Run("as it is", report), new Run("what if", after)), version);
    }

    /// The page of a rehearsal with many seeds, or of two: the charts of the first seed, with the
    /// band of all of them.
    ///
    /// @param after with the what-ifs; null without any
    public static String write(Spread spread, @Nullable Spread after, String version) {
        return after == null
                ? write(List.of(Run.of("", spread)), version)
                : write(List.of(Run.of("as it is", spread), Run.of("what if", after)), version);
    }

    private static String write(List<Run> runs, String version) {
        List<Chart> charts = Charts.of(runs);
        List<Mark> marks = Mark.of(runs);
        Html html = new Html();
        String scripts = Assets.scripts();
        head(html, runs, policy(scripts));
        VerdictSection.write(html, runs);
        html.open("main");
        SpreadSection.write(html, runs);
        ChartsSection.write(html, runs, charts, marks);
        StartsSection.write(html, runs);
        EventsSection.write(html, runs);
        PhasesSection.write(html, runs);
        CostSection.write(html, runs);
        AdviceSection.write(html, runs);
        InputsSection.write(html, runs, version);
        html.close("main");
        html.open("script", "type", "application/json", "id", "data")
                .raw(PageData.of(runs, charts, marks))
                .close("script")
                .open("script")
                .raw(scripts)
                .close("script")
                .close("body")
                .close("html");
        return html.toString();
    }

    /// Nothing but this page's own styles and scripts, by their hashes, and nothing from elsewhere.
    private static String policy(String scripts) {
        return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src "
                + Assets.hash(Assets.styles())
                + "; script-src "
                + Assets.hash(scripts);
    }

    private static void head(Html html, List<Run> runs, String policy) {
        Run run = runs.getLast();
        String verdict = run.report().verdict().holds() ? "holds" : "does not hold";
        html.raw("<!doctype html>\n")
                .open("html", "lang", "en")
                .open("head")
                .raw("<meta charset=\"utf-8\">\n")
                .open("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<link rel=\"icon\" href=\"data:,\">\n")
                .element("title", run.report().header().name() + " " + verdict)
                .open("style")
                .raw(Assets.styles())
                .close("style")
                .close("head")
                .open("body")
                .element("a", "To the charts", "class", "skip", "href", "#charts");
    }
}
