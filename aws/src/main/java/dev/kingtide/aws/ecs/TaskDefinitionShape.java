package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.core.task.ContainerDefinition.Condition;
import dev.kingtide.core.task.ContainerDefinition.ContainerHealthCheck;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import dev.kingtide.core.task.ContainerDefinition.Port;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.NetworkMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.HostVolumeProperties;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.Volume;

/// A task definition between AWS's shape and the core's record, with AWS's defaults filled in (ECS
/// API reference, RegisterTaskDefinition): bridge network, X86_64 and LINUX, 20 GiB; a container is
/// essential, its ports are TCP, its check runs every 30 s for 5 s and fails at the third time.
final class TaskDefinitionShape {
    private static final int STORAGE_GIB = 20;

    private TaskDefinitionShape() {}

    /// The record of a new revision.
    static dev.kingtide.core.task.TaskDefinition record(
            Caller caller,
            RegisterTaskDefinitionRequest asked,
            TaskSize size,
            int revision,
            long nowMillis) {
        TaskDefinition shape =
                shape(asked, size, revision, nowMillis).toBuilder()
                        .registeredBy(caller.principal().arn())
                        .build();
        RuntimePlatform platform = asked.runtimePlatform();
        return new dev.kingtide.core.task.TaskDefinition(
                asked.family(),
                revision,
                DefinitionStatus.ACTIVE,
                NetworkMode.valueOf(shape.networkModeAsString().toUpperCase(Locale.ROOT)),
                size.cpuUnits(),
                size.memoryMib(),
                shape.containerDefinitions().stream().map(TaskDefinitionShape::container).toList(),
                asked.placementConstraints().stream()
                        .map(TaskDefinitionPlacementConstraint::expression)
                        .filter(Objects::nonNull)
                        .toList(),
                or(platform == null ? null : platform.cpuArchitectureAsString(), "X86_64"),
                or(platform == null ? null : platform.operatingSystemFamilyAsString(), "LINUX"),
                asked.ephemeralStorage() == null
                        ? STORAGE_GIB
                        : asked.ephemeralStorage().sizeInGiB(),
                shape);
    }

    private static TaskDefinition shape(
            RegisterTaskDefinitionRequest asked, TaskSize size, int revision, long nowMillis) {
        String mode = or(asked.networkModeAsString(), "bridge");
        return TaskDefinition.builder()
                .family(asked.family())
                .revision(revision)
                .taskRoleArn(asked.taskRoleArn())
                .executionRoleArn(asked.executionRoleArn())
                .networkMode(mode)
                .containerDefinitions(
                        asked.containerDefinitions().stream().map(c -> filled(c, mode)).toList())
                .volumes(asked.volumes().stream().map(TaskDefinitionShape::filled).toList())
                .requiresAttributes(RequiredAttributes.of(asked, mode))
                .placementConstraints(List.copyOf(asked.placementConstraints()))
                .requiresCompatibilitiesWithStrings(asked.requiresCompatibilitiesAsStrings())
                .compatibilities(compatibilities(asked, mode, size))
                .cpu(size.cpuUnits() == 0 ? null : Integer.toString(size.cpuUnits()))
                .memory(size.memoryMib() == 0 ? null : Integer.toString(size.memoryMib()))
                .pidMode(asked.pidModeAsString())
                .ipcMode(asked.ipcModeAsString())
                .proxyConfiguration(asked.proxyConfiguration())
                .ephemeralStorage(asked.ephemeralStorage())
                .runtimePlatform(asked.runtimePlatform())
                .enableFaultInjection(asked.enableFaultInjection())
                .registeredAt(Instant.ofEpochMilli(nowMillis))
                .build();
    }

    private static List<Compatibility> compatibilities(
            RegisterTaskDefinitionRequest asked, String mode, TaskSize size) {
        List<Compatibility> where = new ArrayList<>(List.of(Compatibility.EC2));
        boolean gpus =
                asked.containerDefinitions().stream()
                        .anyMatch(c -> GpuShape.wanted(c.resourceRequirements(), c.name()) > 0);
        if (mode.equals("awsvpc") && !gpus && FargateSizes.has(size.cpuUnits(), size.memoryMib())) {
            where.add(Compatibility.FARGATE);
        }
        return where;
    }

    private static ContainerDefinition filled(ContainerDefinition asked, String mode) {
        return asked.toBuilder()
                .cpu(or(asked.cpu(), 0))
                .essential(asked.essential() == null || asked.essential())
                .portMappings(asked.portMappings().stream().map(p -> filled(p, mode)).toList())
                .environment(List.copyOf(asked.environment()))
                .mountPoints(List.copyOf(asked.mountPoints()))
                .volumesFrom(List.copyOf(asked.volumesFrom()))
                .systemControls(List.copyOf(asked.systemControls()))
                .healthCheck(filled(asked.healthCheck()))
                .build();
    }

    /// A volume that names nothing else is one of its host.
    private static Volume filled(Volume asked) {
        boolean elsewhere =
                asked.dockerVolumeConfiguration() != null
                        || asked.efsVolumeConfiguration() != null
                        || asked.fsxWindowsFileServerVolumeConfiguration() != null
                        || Boolean.TRUE.equals(asked.configuredAtLaunch());
        return elsewhere || asked.host() != null
                ? asked
                : asked.toBuilder().host(HostVolumeProperties.builder().build()).build();
    }

    private static PortMapping filled(PortMapping asked, String mode) {
        boolean own = mode.equals("awsvpc") || mode.equals("host");
        Integer host = asked.hostPort();
        boolean same = own && (host == null || host == 0);
        return asked.toBuilder()
                .hostPort(same ? asked.containerPort() : or(host, 0))
                .protocol(or(asked.protocolAsString(), "tcp"))
                .build();
    }

    private static @Nullable HealthCheck filled(@Nullable HealthCheck asked) {
        return asked == null
                ? null
                : asked.toBuilder()
                        .interval(or(asked.interval(), 30))
                        .timeout(or(asked.timeout(), 5))
                        .retries(or(asked.retries(), 3))
                        .build();
    }

    private static dev.kingtide.core.task.ContainerDefinition container(
            ContainerDefinition filled) {
        HealthCheck check = filled.healthCheck();
        return new dev.kingtide.core.task.ContainerDefinition(
                filled.name(),
                filled.image(),
                filled.cpu(),
                or(filled.memory(), 0),
                or(filled.memoryReservation(), 0),
                filled.portMappings().stream()
                        .filter(p -> p.containerPort() != null)
                        .map(p -> new Port(p.containerPort(), p.hostPort(), p.protocolAsString()))
                        .toList(),
                filled.essential(),
                filled.dependsOn().stream()
                        .map(d ->
                                new Dependency(
                                        d.containerName(),
                                        Condition.valueOf(d.conditionAsString())))
                        .toList(),
                check == null
                        ? null
                        : new ContainerHealthCheck(
                                check.interval(),
                                check.timeout(),
                                check.retries(),
                                or(check.startPeriod(), 0)),
                or(filled.startTimeout(), 0),
                or(filled.stopTimeout(), 0),
                GpuShape.wanted(filled.resourceRequirements(), filled.name()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
