package dev.kingtide.aws.cloudwatch;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that Amazon CloudWatch returns here, with the codes of its Query protocol.
public final class CloudWatchErrors {

    private CloudWatchErrors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return validation(CommonErrors.violations(invalid));
    }

    /// A value that AWS does not accept.
    static Refusal validation(String message) {
        return new Refusal("ValidationError", message);
    }

    /// A parameter that has to be there.
    static Refusal missing(String member) {
        return validation("The parameter " + member + " is required.");
    }

    /// Parameters that exclude each other.
    static Refusal combination(String message) {
        return new Refusal("InvalidParameterCombination", message);
    }

    /// Something that Kingtide does not do.
    static Refusal unsupported(String what) {
        return new Refusal("InvalidParameterValue", what + " is not supported by Kingtide");
    }

    /// There is no such alarm.
    static Refusal notFound(String name) {
        return new Refusal("ResourceNotFound", "Alarm not found: " + name);
    }
}
