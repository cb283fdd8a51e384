package dev.kingtide.host;

/// A data directory that cannot be used: the message says what is the matter and what to do.
public final class UnusableData extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is the matter.
    public UnusableData(String message) {
        super(message);
    }

    /// The same, and what the system said.
    public UnusableData(String message, Throwable cause) {
        super(message, cause);
    }
}
