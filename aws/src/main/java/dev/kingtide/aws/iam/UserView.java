package dev.kingtide.aws.iam;

import dev.kingtide.aws.Caller;
import java.time.Instant;
import software.amazon.awssdk.services.iam.model.User;

/// Users in AWS's shape.
final class UserView {
    /// When an account was made is not kept; clients want a time.
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private UserView() {}

    /// An account's owner, who has no name or path of a user.
    static User owner(Caller caller) {
        return User.builder().userId(caller.userId()).arn(caller.arn()).createDate(CREATED).build();
    }
}
