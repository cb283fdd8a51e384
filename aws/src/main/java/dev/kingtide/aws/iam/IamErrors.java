package dev.kingtide.aws.iam;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that AWS Identity and Access Management returns here.
public final class IamErrors {

    private IamErrors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return new Refusal("ValidationError", CommonErrors.violations(invalid));
    }

    /// There is no such user.
    static Refusal userNotFound(String name) {
        return noSuchEntity("The user with name " + name + " cannot be found.");
    }

    /// There is no such role.
    static Refusal roleNotFound(String name) {
        return noSuchEntity("The role with name " + name + " cannot be found.");
    }

    /// A session is of no user (seen so in issue threads of the AWS CLI).
    static Refusal userNameNeeded() {
        return new Refusal(
                "ValidationError", "Must specify userName when calling with non-User credentials");
    }

    private static Refusal noSuchEntity(String message) {
        return new Refusal("NoSuchEntity", message);
    }

    /// An operation that Kingtide does not serve.
    static Refusal unsupported(String operation) {
        return new Refusal("InvalidInput", operation + " is not supported by Kingtide");
    }
}
