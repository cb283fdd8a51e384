package dev.kingtide.cli;

/// Whether somebody looks on: what decides over colours and the progress bar.
final class Terminal {

    private Terminal() {}

    /// Standard output and standard input are terminals.
    private static boolean attached() {
        return System.console() != null && System.console().isTerminal();
    }

    /// Colours: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.
    static boolean colours() {
        String none = System.getenv("NO_COLOR");
        return attached() && (none == null || none.isEmpty()) && !dumb();
    }

    /// A progress bar: on a terminal.
    static boolean progress() {
        return attached() && !dumb();
    }

    private static boolean dumb() {
        return "dumb".equals(System.getenv("TERM"));
    }
}
