package dev.kingtide.rehearsal.report;

/// Colours, or none.
public enum Paint {
    /// Plain text: for files, pipes and whoever sets NO_COLOR (no-color.org).
    PLAIN,
    /// ANSI colours: for terminals.
    COLOURS;

    String good(String text) {
        return paint("1;32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String bar(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001B[" + code + 'm' + text + "\u001B[0m";
    }
}
