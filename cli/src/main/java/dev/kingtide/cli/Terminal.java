package dev.kingtide.cli;

import dev.kingtide.rehearsal.report.Paint;
import java.io.Console;
import java.util.Optional;

/// Whether somebody looks on: what decides over colours and the progress bar.
final class Terminal {

    private Terminal() {}

    /// Standard output and standard input are terminals; JDK 25 gives no console otherwise.
    static boolean attached() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Colours: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.
    static boolean colours() {
        String none = System.getenv("NO_COLOR");
        return attached() && (none == null || none.isEmpty()) && !dumb();
    }

    /// What to write with.
    static Paint paint() {
        return colours() ? Paint.COLOURS : Paint.PLAIN;
    }

    /// A progress bar: on a terminal.
    static boolean progress() {
        return attached() && !dumb();
    }

    private static boolean dumb() {
        return "dumb".equals(System.getenv("TERM"));
    }
}
