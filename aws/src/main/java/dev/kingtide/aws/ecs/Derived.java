package dev.kingtide.aws.ecs;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Identifiers of things that exist only in answers, such as a container's runtime id: each is made
/// of the identifier of what it belongs to, so that every answer says the same and nothing has to
/// be kept.
final class Derived {

    private Derived() {}

    /// A UUID.
    static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
