package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.spread.Spread;
import dev.kingtide.rehearsal.spread.SpreadText;
import java.util.List;

/// How much of the outcome is chance, when there were many seeds.
final class SpreadSection {

    private SpreadSection() {}

    static void write(Html html, List<Run> runs) {
        Spread last = runs.getLast().spread();
        if (last == null) {
            return;
        }
        Spread before = runs.size() > 1 ? runs.getFirst().spread() : null;
        html.open("section", "aria-labelledby", "spread-title")
                .element("h2", "How much is chance", "id", "spread-title");
        for (Run run : runs) {
            if (run.spread() != null) {
                String words = SpreadText.verdict(run.spread(), Paint.PLAIN);
                html.element("p", run.label().isEmpty() ? words : run.label() + ": " + words);
            }
        }
        html.element(
                "p",
                "The charts show seed "
                        + last.first().header().seed()
                        + "; the pale bands are where it was with any of the seeds, from the lowest"
                        + " to the highest. The worst is seed "
                        + last.worst().seed()
                        + '.');
        List<List<String>> rows =
                before == null ? SpreadText.rows(last, null) : SpreadText.rows(before, last);
        html.open("div", "class", "wide").open("table", "class", "list").raw("<thead>\n");
        for (int i = 0; i < rows.size(); i++) {
            html.open("tr");
            for (int j = 0; j < rows.get(i).size(); j++) {
                String cell = rows.get(i).get(j).strip();
                if (i == 0) {
                    html.element("th", cell, "scope", "col");
                } else if (j == 0) {
                    html.element("th", cell, "scope", "row");
                } else {
                    html.element("td", cell);
                }
            }
            html.close("tr");
            if (i == 0) {
                html.raw("</thead>\n<tbody>\n");
            }
        }
        html.raw("</tbody>").close("table").close("div").close("section");
    }
}
