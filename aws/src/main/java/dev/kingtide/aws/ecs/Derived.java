package dev.kingtide.aws.ecs;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Identifiers of things that exist only in answers, such as a task's network interface: each is
/// made of the identifier of what it belongs to, so that every answer says the same and nothing has
/// to be kept.
final class Derived {

    private Derived() {}

    /// A UUID.
    static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// The id of a network interface: `eni-` and 17 digits.
    static String networkInterface(String taskId) {
        return "eni-0" + hex("eni " + taskId).substring(0, 16);
    }

    /// A MAC address that is local to its network (IEEE 802: the second lowest bit of the first
    /// octet).
    static String macAddress(String taskId) {
        String hex = hex("mac " + taskId);
        StringBuilder address = new StringBuilder("0a");
        for (int i = 0; i < 10; i += 2) {
            address.append(':').append(hex, i, i + 2);
        }
        return address.toString();
    }

    private static String hex(String of) {
        return uuid(of).replace("-", "");
    }
}
