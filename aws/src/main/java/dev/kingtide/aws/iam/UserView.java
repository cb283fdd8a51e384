package dev.kingtide.aws.iam;

import dev.kingtide.aws.Principal;
import java.time.Instant;
import software.amazon.awssdk.services.iam.model.User;

/// Users in AWS's shape.
final class UserView {
    /// When a user was made is not kept; clients want a time.
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private UserView() {}

    static User user(Principal.User user) {
        return of(user).toBuilder().path(user.path()).userName(user.name()).build();
    }

    /// An account's owner, who has no name or path of a user.
    static User owner(Principal.Root owner) {
        return of(owner);
    }

    private static User of(Principal principal) {
        return User.builder()
                .userId(principal.userId())
                .arn(principal.arn())
                .createDate(CREATED)
                .build();
    }
}
