package dev.kingtide.cli;

import dev.kingtide.rehearsal.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/// A bar that grows in one line of a terminal, and is gone at the end.
final class ProgressBar implements Progress {
    private static final int WIDTH = 40;
    private final PrintWriter out;
    private final String label;
    private int shown = -1;

    ProgressBar(PrintWriter out, String label) {
        this.out = out;
        this.label = label;
    }

    @Override
    public void at(int second, int ofSeconds) {
        int percent = (int) (100L * second / ofSeconds);
        if (percent == shown) {
            return;
        }
        shown = percent;
        if (second == ofSeconds) {
            out.print("\r\u001B[K");
        } else {
            int done = WIDTH * percent / 100;
            String bar = "#".repeat(done) + ".".repeat(WIDTH - done);
            out.print(String.format(Locale.ROOT, "\r%s [%s] %3d %%", label, bar, percent));
        }
        out.flush();
    }
}
