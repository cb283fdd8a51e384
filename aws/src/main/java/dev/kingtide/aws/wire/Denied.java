package dev.kingtide.aws.wire;

/// A caller who could not be authenticated. What each protocol calls it, [AuthErrors] says.
abstract sealed class Denied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Denied(String message) {
        super(message, null, false, false);
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /// Nothing is signed.
    static final class Missing extends Denied {
        private static final long serialVersionUID = 1L;

        Missing() {
            super("");
        }
    }

    /// A part of the signature is missing or cannot be read.
    static final class Incomplete extends Denied {
        private static final long serialVersionUID = 1L;

        Incomplete(String message) {
            super(message);
        }
    }

    /// There is no such access key, or its session token is another.
    static final class UnknownKey extends Denied {
        private static final long serialVersionUID = 1L;

        UnknownKey() {
            super("The security token included in the request is invalid.");
        }
    }

    /// The signature is not that of this request by this key.
    static final class Mismatch extends Denied {
        private static final long serialVersionUID = 1L;

        Mismatch() {
            super(
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your AWS Secret Access Key and signing method. Consult the"
                            + " service documentation for details.");
        }
    }

    /// The signature is too old, or from the future.
    static final class Expired extends Denied {
        private static final long serialVersionUID = 1L;

        Expired(String message) {
            super(message);
        }
    }

    /// The session of the access key is over.
    static final class ExpiredToken extends Denied {
        private static final long serialVersionUID = 1L;

        ExpiredToken() {
            super("The security token included in the request is expired");
        }
    }

    /// The credential is for another day, region or service.
    static final class BadScope extends Denied {
        private static final long serialVersionUID = 1L;

        BadScope(String message) {
            super(message);
        }
    }
}
