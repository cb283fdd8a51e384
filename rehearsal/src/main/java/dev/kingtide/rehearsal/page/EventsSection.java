package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report.Moment;
import java.util.List;
import java.util.Locale;

/// What happened when, in the control plane's own words: a list that the strip above it draws from.
final class EventsSection {
    /// As many are shown without being asked for.
    private static final int OPEN_MOST = 25;

    private EventsSection() {}

    static void write(Html html, List<Run> runs) {
        html.open("section", "aria-labelledby", "events-title")
                .element("h2", "What happened", "id", "events-title");
        for (int i = runs.size() - 1; i >= 0; i--) {
            events(html, runs.get(i), i, i == runs.size() - 1);
        }
        html.close("section");
    }

    private static void events(Html html, Run run, int number, boolean front) {
        List<Happening> all = Happening.of(run.report().moments());
        String of = run.label().isEmpty() ? "" : ", " + run.label();
        if (front && all.size() <= OPEN_MOST) {
            html.open("details", "class", "events", "open", "");
        } else {
            html.open("details", "class", "events");
        }
        String count = all.size() == 1 ? " event" : " events";
        html.element("summary", Figures.number(all.size()) + count + of)
                .open("table", "class", "events", "data-run", Integer.toString(number))
                .element("caption", "Events" + of, "class", "unseen")
                .raw("<thead class=\"unseen\"><tr><th scope=\"col\">when</th>")
                .raw("<th scope=\"col\">kind</th><th scope=\"col\">what</th></tr></thead>\n")
                .raw("<tbody>\n");
        all.forEach(one -> event(html, run, one));
        html.raw("</tbody>").close("table").close("details");
    }

    private static void event(Html html, Run run, Happening one) {
        String kind = one.kind().name().toLowerCase(Locale.ROOT);
        String at = Integer.toString(one.fromSecond());
        html.open("tr", "class", kind, "data-at", at, "data-to", "" + one.toSecond())
                .open("td", "class", "time")
                .open("button", "type", "button", "class", "at", "data-at", at)
                .text(run.time(one.fromSecond()))
                .raw("</button>");
        if (one.toSecond() > one.fromSecond()) {
            html.text(" to " + run.time(one.toSecond()));
        }
        html.raw("</td>")
                .element("td", kind, "class", "kind")
                .open("td")
                .element("span", one.subject(), "class", "subject")
                .text(" " + one.text());
        if (one.kind() != Moment.Kind.SERVICE && one.times() > 1) {
            html.text(" (" + Figures.number(one.times()) + " times)");
        }
        html.raw("</td>").close("tr");
    }
}
