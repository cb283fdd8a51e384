package dev.kingtide.aws;

import dev.kingtide.core.Scope;
import dev.kingtide.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The network interface of a task in network mode awsvpc: what ECS shows as the task's attachment
/// and EC2 as an interface.
///
/// Its ids follow from the task's, so both say the same and nothing has to be kept.
///
/// @param task that has a subnet
public record TaskInterface(Scope scope, Task task) {
    private static final String PREFIX = "eni-0";

    /// `eni-` and 17 digits.
    public String id() {
        return PREFIX + task.interfaceDigits();
    }

    /// What an interface's id says of its task ([Task#interfaceDigits]); empty for another text.
    public static String digits(String interfaceId) {
        return interfaceId.startsWith(PREFIX) ? interfaceId.substring(PREFIX.length()) : "";
    }

    /// The id of its attachment to the task.
    public String attachmentId() {
        return UUID.nameUUIDFromBytes(("attachment " + task.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /// An address that is local to its network (IEEE 802: the second lowest bit of the first
    /// octet).
    public String macAddress() {
        String hex = task.interfaceDigits();
        StringBuilder address = new StringBuilder("0a");
        for (int i = 0; i < 10; i += 2) {
            address.append(':').append(hex, i, i + 2);
        }
        return address.toString();
    }

    /// Its private address; empty before it is attached.
    public String address() {
        String address = task.address();
        return address == null ? "" : address;
    }

    /// The name of its address in the VPC's own DNS (VPC user guide, vpc-dns: us-east-1 has a
    /// domain of its own).
    public String privateName() {
        String domain =
                scope.region().equals("us-east-1")
                        ? "ec2.internal"
                        : scope.region() + ".compute.internal";
        return "ip-" + address().replace('.', '-') + '.' + domain;
    }
}
