package dev.kingtide.aws.codec;

/// Bytes that are no request of their protocol, or hold a value of another type than the model's.
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is wrong, in AWS's words where they are known.
    public Malformed(String message) {
        super(message, null, false, false);
    }

    /// What is wrong.
    public String message() {
        return String.valueOf(getMessage());
    }
}
