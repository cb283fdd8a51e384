package dev.kingtide.rehearsal.report;

/// Colours, or none.
public enum Paint {
    /// Plain text: for files, pipes and whoever sets NO_COLOR (no-color.org).
    PLAIN,
    /// ANSI colours: for terminals.
    COLOURS;

    /// What is well.
    public String good(String text) {
        return paint("1;32", text);
    }

    /// What is not.
    public String bad(String text) {
        return paint("31", text);
    }

    /// What to read first.
    public String strong(String text) {
        return paint("1", text);
    }

    /// What to read last.
    public String dim(String text) {
        return paint("2", text);
    }

    /// A bar.
    public String bar(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001B[" + code + 'm' + text + "\u001B[0m";
    }
}
