package dev.kingtide.aws;

/// No decision can be made or kept at the moment: the disk is full, the control plane stops, too
/// many wait. Whoever called may try again; the message says why, for a person.
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why.
    public Unavailable(String message) {
        super(message, null, false, false);
    }

    /// Why, for a person.
    public String message() {
        return String.valueOf(getMessage());
    }
}
