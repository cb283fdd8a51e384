package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceHealthStatus;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckResult;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckState;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckType;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/// Container instances in AWS's shape.
final class InstanceView {

    private InstanceView() {}

    /// An instance; its tags and its health only when a caller asks to see them (ECS API reference,
    /// DescribeContainerInstances).
    static software.amazon.awssdk.services.ecs.model.ContainerInstance of(
            World world,
            ContainerInstance instance,
            List<ContainerInstanceField> shown,
            long nowMillis) {
        Scope scope = world.scope();
        boolean health = shown.contains(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH);
        return software.amazon.awssdk.services.ecs.model.ContainerInstance.builder()
                .containerInstanceArn(
                        Names.instanceArn(scope, instance.clusterName(), instance.id()))
                .ec2InstanceId(instance.identity().ec2InstanceId())
                .capacityProviderName(instance.identity().capacityProvider())
                .status(instance.status().name())
                .version((long) instance.version())
                .agentConnected(instance.agentConnected())
                .versionInfo(VersionInfo.builder().agentVersion(instance.agentVersion()).build())
                .registeredAt(Instant.ofEpochMilli(instance.identity().registeredAtMillis()))
                .runningTasksCount(instance.runningTasks())
                .pendingTasksCount(instance.pendingTasks())
                .registeredResources(
                        resources(instance, instance.registered(), Instances.RESERVED_PORTS))
                .remainingResources(
                        resources(instance, instance.remaining(), instance.portsInUse()))
                .attributes(
                        instance.attributes().entrySet().stream()
                                .map(e ->
                                        Attribute.builder()
                                                .name(e.getKey())
                                                .value(e.getValue().isEmpty() ? null : e.getValue())
                                                .build())
                                .toList())
                .attachments(List.of())
                .tags(
                        shown.contains(ContainerInstanceField.TAGS)
                                ? TagShape.of(world, instance.resource())
                                : List.of())
                .healthStatus(health ? health(instance, nowMillis) : null)
                .build();
    }

    /// Its container runtime is well as long as its agent can say so.
    private static ContainerInstanceHealthStatus health(
            ContainerInstance instance, long nowMillis) {
        var status =
                instance.agentConnected()
                        ? InstanceHealthCheckState.OK
                        : InstanceHealthCheckState.INSUFFICIENT_DATA;
        return ContainerInstanceHealthStatus.builder()
                .overallStatus(status)
                .details(
                        InstanceHealthCheckResult.builder()
                                .type(InstanceHealthCheckType.CONTAINER_RUNTIME)
                                .status(status)
                                .lastUpdated(Instant.ofEpochMilli(nowMillis))
                                .lastStatusChange(
                                        Instant.ofEpochMilli(
                                                instance.identity().registeredAtMillis()))
                                .build())
                .build();
    }

    /// GPUs are named only of a machine that has some.
    private static List<Resource> resources(
            ContainerInstance instance, Resources resources, List<HostPort> ports) {
        List<Resource> all = new ArrayList<>();
        all.add(integer("CPU", resources.cpuUnits()));
        all.add(integer("MEMORY", resources.memoryMib()));
        all.add(set("PORTS", ports(ports, "tcp")));
        all.add(set("PORTS_UDP", ports(ports, "udp")));
        if (!instance.registered().gpus().isEmpty()) {
            all.add(set(GpuShape.RESOURCE, resources.gpus()));
        }
        return all;
    }

    private static Resource integer(String name, int value) {
        return Resource.builder()
                .name(name)
                .type("INTEGER")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(value)
                .build();
    }

    private static List<String> ports(List<HostPort> ports, String protocol) {
        return ports.stream()
                .filter(p -> p.protocol().equals(protocol))
                .map(p -> Integer.toString(p.port()))
                .toList();
    }

    private static Resource set(String name, List<String> values) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .doubleValue(0.0)
                .longValue(0L)
                .integerValue(0)
                .stringSetValue(values)
                .build();
    }
}
