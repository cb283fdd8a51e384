package dev.kingtide.rehearsal.report;

import java.util.ArrayList;
import java.util.List;

/// A table of text: the first column to the left, the others to the right, as wide as needed.
public final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    /// A table with its head.
    public Columns(List<String> head) {
        rows.add(List.copyOf(head));
    }

    /// Adds a row with as many cells as the head has.
    public void add(List<String> row) {
        rows.add(List.copyOf(row));
    }

    /// The lines, not stripped.
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String fill = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ");
                line.append(i == 0 ? row.get(i) + fill : fill + row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
