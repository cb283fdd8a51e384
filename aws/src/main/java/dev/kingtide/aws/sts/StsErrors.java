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

    /// An operation that Kingtide does not serve.
    static Refusal unsupported(String operation) {
        return new Refusal("InvalidAction", operation + " is not supported by Kingtide");
    }
}
