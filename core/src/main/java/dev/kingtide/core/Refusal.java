package dev.kingtide.core;

import java.util.SequencedMap;
import java.util.TreeMap;

/// A caller's request that is turned down, with AWS's error code and message; the turn leaves
/// nothing behind.
///
/// Refusals are made by the catalogue of each service in the aws module (`EcsErrors` and the like),
/// never at the place of use. Without a stack trace: a refusal is an answer, not a failure.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final transient SequencedMap<String, Object> members;

    /// A refusal with AWS's error code, such as `ClusterNotFoundException`, and AWS's message.
    public Refusal(String code, String message) {
        this(code, message, new TreeMap<>());
    }

    /// A refusal whose error says more than its text.
    ///
    /// @param members by AWS's names: texts, and lists of texts
    public Refusal(String code, String message, SequencedMap<String, Object> members) {
        super(message, null, false, false);
        this.code = code;
        this.members = members;
    }

    /// AWS's error code: the name of the exception on the wire.
    public String code() {
        return code;
    }

    /// What the error says besides its message, by AWS's names: texts, and lists of texts.
    public SequencedMap<String, Object> members() {
        return members;
    }

    /// AWS's message.
    public String message() {
        return String.valueOf(getMessage());
    }
}
