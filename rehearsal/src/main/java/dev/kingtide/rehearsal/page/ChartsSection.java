package dev.kingtide.rehearsal.page;

import java.util.List;

/// The charts, each with its caption and its figures as a table, and the moments that matter.
final class ChartsSection {

    private ChartsSection() {}

    static void write(Html html, List<Run> runs, List<Chart> charts, List<Mark> marks) {
        html.open("section", "id", "charts", "aria-labelledby", "charts-title", "tabindex", "-1")
                .open("div", "class", "tools", "hidden", "")
                .element("h2", "The launch, second by second", "id", "charts-title")
                .open("div", "class", "zoom", "role", "group", "aria-label", "Time shown")
                .element("output", "", "id", "shown")
                .element("button", "−", "type", "button", "id", "out", "aria-label", "Zoom out")
                .element("button", "+", "type", "button", "id", "in", "aria-label", "Zoom in")
                .element("button", "All", "type", "button", "id", "all", "aria-label", "Show all")
                .close("div")
                .close("div")
                .element("p", HELP + zone(runs), "class", "help", "hidden", "")
                .raw("<noscript><p>The charts need JavaScript; the figures below do not.</p>")
                .raw("</noscript>\n")
                .element("p", "", "class", "unseen", "id", "said", "aria-live", "polite");
        for (int i = 0; i < charts.size(); i++) {
            chart(html, charts.get(i), i == 0);
            if (i == 0) {
                marks(html, runs, marks);
                happenings(html);
            }
        }
        html.close("section");
    }

    private static final String HELP =
            "Drag over a chart to zoom in, double-click to see all; or with the keyboard: ← → move,"
                    + " + − zoom, 0 all.";

    private static String zone(List<Run> runs) {
        return " Times are in " + runs.getLast().report().header().zone().getId() + '.';
    }

    private static void chart(Html html, Chart chart, boolean key) {
        String title = "title-" + chart.id();
        html.open("figure", "class", key ? "chart key" : "chart", "aria-labelledby", title)
                .open("figcaption")
                .element("h3", chart.title(), "id", title)
                .element("p", chart.summary(), "class", "summary")
                .close("figcaption");
        if (!chart.lines().isEmpty()) {
            plot(html, chart.id());
            figures(html, chart);
        }
        html.close("figure");
    }

    private static void plot(Html html, String id) {
        html.element("div", "", "class", "plot", "id", "chart-" + id);
    }

    private static void figures(Html html, Chart chart) {
        html.open("details", "class", "data")
                .element("summary", "As a table")
                .open("table", "class", "cards")
                .element("caption", chart.title() + ", by phase", "class", "unseen")
                .raw("<thead><tr>");
        List<String> head = chart.figures().getFirst();
        head.forEach(each -> html.element("th", each, "scope", "col"));
        html.raw("</tr></thead>\n<tbody>\n");
        for (List<String> row : chart.figures().subList(1, chart.figures().size())) {
            html.open("tr").element("th", row.getFirst(), "scope", "row");
            for (int i = 1; i < row.size(); i++) {
                html.element("td", row.get(i), "data-label", head.get(i));
            }
            html.close("tr");
        }
        html.raw("</tbody>").close("table").close("details");
    }

    private static void marks(Html html, List<Run> runs, List<Mark> marks) {
        if (marks.isEmpty()) {
            return;
        }
        html.open("div", "class", "marks");
        for (int run = runs.size() - 1; run >= 0; run--) {
            Run of = runs.get(run);
            int number = run;
            List<Mark> own = marks.stream().filter(mark -> mark.run() == number).toList();
            if (own.isEmpty()) {
                continue;
            }
            html.open("div");
            String title = of.label().isEmpty() ? "" : ", " + of.label();
            html.element("h3", "Moments that matter" + title).open("ul");
            String style = run == runs.size() - 1 ? "badge" : "badge back";
            for (Mark mark : own) {
                int at = mark.landmark().atSecond();
                html.open("li")
                        .element("span", mark.sign(), "class", style)
                        .open("button", "type", "button", "class", "at", "data-at", "" + at)
                        .text(of.time(at))
                        .raw("</button> ")
                        .element("span", Run.unbroken(mark.landmark().text()))
                        .close("li");
            }
            html.close("ul").close("div");
        }
        html.close("div");
    }

    /// The strip on which the events below stand on the same clock.
    private static void happenings(Html html) {
        html.open("figure", "class", "chart strip", "aria-labelledby", "title-events")
                .open("figcaption")
                .element("h3", "Scaling, service and deployment events", "id", "title-events")
                .close("figcaption")
                .element("div", "", "class", "plot", "id", "chart-events")
                .close("figure");
    }
}
