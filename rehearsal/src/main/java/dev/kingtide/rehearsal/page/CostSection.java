package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.report.Figures;
import java.util.List;

/// What the launch costs.
final class CostSection {

    private CostSection() {}

    static void write(Html html, List<Run> runs) {
        html.open("section", "aria-labelledby", "cost-title")
                .element("h2", "Cost", "id", "cost-title");
        for (Run run : runs.reversed()) {
            Bill bill = run.report().bill();
            String of = run.label().isEmpty() ? "" : run.label();
            html.open("table", "class", "list")
                    .element(
                            "caption",
                            of.isEmpty() ? "Cost" : of,
                            "class",
                            of.isEmpty() ? "unseen" : "of")
                    .raw("<tbody>\n");
            for (Bill.Item item : bill.items()) {
                html.open("tr")
                        .element("td", Figures.dollars(item.dollars()))
                        .open("th", "scope", "row")
                        .text(item.name() + ": ")
                        .element("span", Figures.number(item.quantity()) + " " + item.unit())
                        .raw("</th>")
                        .close("tr");
            }
            html.open("tr", "class", "sum")
                    .element("td", Figures.dollars(bill.totalDollars()))
                    .element("th", "in all", "scope", "row")
                    .close("tr")
                    .raw("</tbody>")
                    .close("table");
        }
        html.close("section");
    }
}
