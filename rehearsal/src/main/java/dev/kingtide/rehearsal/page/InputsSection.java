package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.source.FileRead;
import java.util.List;
import java.util.Map;

/// What the report was made from: enough to make it again.
final class InputsSection {
    /// How much of a hash tells files apart.
    private static final int HASH_DIGITS = 12;

    private InputsSection() {}

    static void write(Html html, List<Run> runs, String version) {
        Run run = runs.getLast();
        Report.Header header = run.report().header();
        html.open("section", "aria-labelledby", "inputs-title")
                .element("h2", "What it came from", "id", "inputs-title")
                .open("p")
                .text(version + ", seed " + header.seed() + ", account " + header.account())
                .text(" in " + header.region() + ". The same files and seed give the same page:")
                .close("p")
                .open("pre")
                .open("code")
                .text("kingtide rehearse DIR --seed " + header.seed());
        for (String change : header.changes()) {
            html.text(" \\\n  --what-if '" + change.replace("'", "'\\''") + "'");
        }
        html.raw("</code></pre>\n");
        for (String note : run.report().inputs().notes()) {
            html.element("p", "Note: " + note, "class", "note");
        }
        html.open("div", "class", "inputs");
        files(html, run.report().inputs().files());
        settings(html, runs);
        calls(html, run);
        html.close("div").close("section");
    }

    private static void files(Html html, List<FileRead> files) {
        html.open("table", "class", "list files")
                .element("caption", "Files", "class", "of")
                .raw("<thead><tr><th scope=\"col\">file</th><th scope=\"col\">bytes</th>")
                .raw("<th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        for (FileRead file : files) {
            int digits = Math.min(HASH_DIGITS, file.sha256().length());
            html.open("tr")
                    .element("th", file.name(), "scope", "row")
                    .element("td", Figures.number((double) file.bytes()))
                    .element("td", file.sha256().substring(0, digits), "title", file.sha256())
                    .close("tr");
        }
        html.raw("</tbody>").close("table");
    }

    /// The settings of all runs; what a what-if changed has both values.
    private static void settings(Html html, List<Run> runs) {
        Map<String, String> before = runs.getFirst().report().inputs().settings();
        Map<String, String> after = runs.getLast().report().inputs().settings();
        html.open("table", "class", "list settings")
                .element("caption", "Main figures", "class", "of")
                .raw("<tbody>\n");
        for (Map.Entry<String, String> entry : after.entrySet()) {
            String was = before.get(entry.getKey());
            html.open("tr").element("th", entry.getKey(), "scope", "row").open("td");
            if (was == null || !was.equals(entry.getValue())) {
                html.element("del", was == null ? "none" : was).text(" ");
                html.element("ins", entry.getValue());
            } else {
                html.text(entry.getValue());
            }
            html.raw("</td>").close("tr");
        }
        html.raw("</tbody>").close("table");
    }

    private static void calls(Html html, Run run) {
        html.open("table", "class", "list calls")
                .element("caption", "AWS calls", "class", "of")
                .raw("<thead><tr><th scope=\"col\">at</th><th scope=\"col\">call</th>")
                .raw("<th scope=\"col\">input</th></tr></thead>\n<tbody>\n");
        for (Report.Inputs.Call call : run.report().inputs().calls()) {
            html.open("tr")
                    .element("td", run.time(call.atSecond()))
                    .element("th", call.call(), "scope", "row")
                    .element("td", call.input())
                    .close("tr");
        }
        html.raw("</tbody>").close("table");
    }
}
