package dev.kingtide.core;

/// A caller's request that is turned down, with AWS's error code and message; the turn leaves
/// nothing behind.
///
/// Refusals are made by the catalogue of each service in the aws module (`EcsErrors` and the like),
/// never at the place of use. Without a stack trace: a refusal is an answer, not a failure.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    /// A refusal with AWS's error code, such as `ClusterNotFoundException`, and AWS's message.
    public Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// AWS's error code: the name of the exception on the wire.
    public String code() {
        return code;
    }

    /// AWS's message.
    public String message() {
        return String.valueOf(getMessage());
    }
}
