package dev.kingtide.aws.sts;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that AWS Security Token Service returns here.
public final class StsErrors {

    private StsErrors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return new Refusal("ValidationError", CommonErrors.violations(invalid));
    }

    /// An ARN that is none of a role (onelogin-aws-cli issue 12).
    static Refusal roleArn() {
        return new Refusal("ValidationError", "Request ARN is invalid");
    }

    /// A session begun by another session is short (aws-vault issue 263).
    static Refusal chainedTooLong() {
        return new Refusal(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed"
                        + " by role chaining.");
    }

    /// An operation that Kingtide does not serve.
    static Refusal unsupported(String operation) {
        return new Refusal("InvalidAction", operation + " is not supported by Kingtide");
    }
}
