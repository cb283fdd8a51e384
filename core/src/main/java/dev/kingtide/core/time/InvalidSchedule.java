package dev.kingtide.core.time;

/// A schedule expression that cannot be read: what was found, where, and what was expected.
public final class InvalidSchedule extends Exception {
    private static final long serialVersionUID = 1L;
    private final int position;

    InvalidSchedule(String text, int position, String problem) {
        super("\"" + text + "\", position " + (position + 1) + ": " + problem, null, false, false);
        this.position = position;
    }

    /// Where in the expression, counted from 0.
    public int position() {
        return position;
    }

    /// What was found, where, and what was expected.
    public String message() {
        return String.valueOf(getMessage());
    }
}
