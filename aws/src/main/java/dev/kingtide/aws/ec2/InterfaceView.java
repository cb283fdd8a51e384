package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.TaskInterface;
import dev.kingtide.core.task.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;

/// The network interfaces of tasks in EC2's shape, and what filters see of them.
///
/// ECS makes and owns them: their description is the ARN of the task's attachment (ECS developer
/// guide, task-networking-awsvpc: they are requester-managed).
record InterfaceView(DefaultVpc network, TaskInterface shown) {

    private String description() {
        return shown.scope().arn("ecs", "attachment/" + shown.attachmentId());
    }

    private String attachment() {
        return shown.id().replace("eni-", "eni-attach-");
    }

    private List<String> groups() {
        List<String> groups = shown.task().options().securityGroups();
        return groups.isEmpty() ? List.of(network.securityGroupId()) : groups;
    }

    /// The VPC of its subnet; null when that is none of the default VPC's.
    private @Nullable String vpc() {
        String subnet = shown.task().options().subnet();
        return network.subnets().stream().anyMatch(s -> s.id().equals(subnet))
                ? network.vpcId()
                : null;
    }

    /// The interface.
    NetworkInterface shape() {
        Task task = shown.task();
        Instant attached = Instant.ofEpochMilli(task.times().connectivityAtMillis());
        String name = shown.privateName();
        return NetworkInterface.builder()
                .networkInterfaceId(shown.id())
                .availabilityZone(task.place().zone())
                .description(description())
                .groups(
                        groups().stream()
                                .map(id ->
                                        GroupIdentifier.builder()
                                                .groupId(id)
                                                .groupName(groupName(id))
                                                .build())
                                .toList())
                .interfaceType(NetworkInterfaceType.INTERFACE)
                .macAddress(shown.macAddress())
                .ownerId(shown.scope().account())
                .privateDnsName(name)
                .privateIpAddress(shown.address())
                .privateIpAddresses(
                        NetworkInterfacePrivateIpAddress.builder()
                                .primary(true)
                                .privateDnsName(name)
                                .privateIpAddress(shown.address())
                                .build())
                .requesterManaged(true)
                .sourceDestCheck(true)
                .status(NetworkInterfaceStatus.IN_USE)
                .subnetId(task.options().subnet())
                .vpcId(vpc())
                .attachment(
                        NetworkInterfaceAttachment.builder()
                                .attachTime(attached)
                                .attachmentId(attachment())
                                .deleteOnTermination(false)
                                .deviceIndex(1)
                                .status(AttachmentStatus.ATTACHED)
                                .build())
                .build();
    }

    private @Nullable String groupName(String id) {
        return id.equals(network.securityGroupId()) ? NetworkView.GROUP_NAME : null;
    }

    Map<String, List<String>> filters() {
        Task task = shown.task();
        String vpc = vpc();
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("network-interface-id", List.of(shown.id()));
        filters.put("attachment.attachment-id", List.of(attachment()));
        filters.put("attachment.status", List.of("attached"));
        filters.put("availability-zone", List.of(task.place().zone()));
        filters.put("description", List.of(description()));
        filters.put("group-id", groups());
        filters.put("interface-type", List.of("interface"));
        filters.put("mac-address", List.of(shown.macAddress()));
        filters.put("owner-id", List.of(shown.scope().account()));
        filters.put("private-dns-name", List.of(shown.privateName()));
        filters.put("private-ip-address", List.of(shown.address()));
        filters.put("addresses.private-ip-address", List.of(shown.address()));
        filters.put("requester-managed", List.of("true"));
        filters.put("source-dest-check", List.of("true"));
        filters.put("status", List.of("in-use"));
        filters.put("subnet-id", List.of(String.valueOf(task.options().subnet())));
        filters.put("vpc-id", vpc == null ? List.of() : List.of(vpc));
        return filters;
    }
}
