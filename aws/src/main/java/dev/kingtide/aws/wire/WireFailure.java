package dev.kingtide.aws.wire;

import java.util.Map;
import java.util.TreeMap;

/// An error on its way to the caller, with all that any protocol wants to know of it.
final class WireFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String shape;
    private final String code;
    private final int status;
    private final transient Map<String, Object> members;

    /// An error whose shape and code are one.
    WireFailure(String code, String message, int status) {
        this(code, code, message, status, new TreeMap<>());
    }

    /// @param shape its name in JSON and CBOR
    /// @param code its name in Query protocols
    /// @param members what it says besides its text: texts and lists of texts
    WireFailure(
            String shape, String code, String message, int status, Map<String, Object> members) {
        super(message, null, false, false);
        this.shape = shape;
        this.code = code;
        this.status = status;
        this.members = members;
    }

    String shape() {
        return shape;
    }

    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    int status() {
        return status;
    }

    boolean isSender() {
        return status < 500;
    }

    Map<String, Object> members() {
        return members;
    }
}
