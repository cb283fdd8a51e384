package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Resources;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/// Container instances in AWS's shape.
final class InstanceView {

    private InstanceView() {}

    static software.amazon.awssdk.services.ecs.model.ContainerInstance of(
            Scope scope, ContainerInstance instance) {
        return software.amazon.awssdk.services.ecs.model.ContainerInstance.builder()
                .containerInstanceArn(
                        Names.instanceArn(scope, instance.clusterName(), instance.id()))
                .ec2InstanceId(instance.identity().ec2InstanceId())
                .capacityProviderName(instance.identity().capacityProvider())
                .status(instance.status().name())
                .agentConnected(instance.agentConnected())
                .versionInfo(VersionInfo.builder().agentVersion(instance.agentVersion()).build())
                .registeredAt(Instant.ofEpochMilli(instance.identity().registeredAtMillis()))
                .runningTasksCount(instance.runningTasks())
                .pendingTasksCount(instance.pendingTasks())
                .registeredResources(resources(instance.registered(), List.of()))
                .remainingResources(resources(instance.remaining(), instance.portsInUse()))
                .attributes(
                        instance.attributes().entrySet().stream()
                                .map(e ->
                                        Attribute.builder()
                                                .name(e.getKey())
                                                .value(e.getValue())
                                                .build())
                                .toList())
                .build();
    }

    private static List<Resource> resources(Resources resources, List<HostPort> ports) {
        return List.of(
                integer("CPU", resources.cpuUnits()),
                integer("MEMORY", resources.memoryMib()),
                ports("PORTS", ports, "tcp"),
                ports("PORTS_UDP", ports, "udp"));
    }

    private static Resource integer(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static Resource ports(String name, List<HostPort> ports, String protocol) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .stringSetValue(
                        ports.stream()
                                .filter(p -> p.protocol().equals(protocol))
                                .map(p -> Integer.toString(p.port()))
                                .toList())
                .build();
    }
}
