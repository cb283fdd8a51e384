package dev.kingtide.rehearsal.report;

import java.util.List;

/// Two rehearsals side by side in a terminal: as it is, and with the what-ifs.
public final class ComparisonText {

    private ComparisonText() {}

    /// The comparison, lines ended.
    public static String write(Report before, Report after, Paint paint) {
        Columns table = new Columns(List.of("", "as it is", "what if", "difference"));
        for (Comparison.Row row : new Comparison(before, after).rows()) {
            table.add(List.of(row.what(), row.before(), row.after(), row.difference()));
        }
        StringBuilder text = new StringBuilder();
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            text.append(i == 0 ? paint.dim(line) : line).append('\n');
        }
        return text.toString();
    }
}
