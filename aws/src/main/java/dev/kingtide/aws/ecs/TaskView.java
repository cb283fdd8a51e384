package dev.kingtide.aws.ecs;

import dev.kingtide.aws.TaskInterface;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.EphemeralStorage;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskEphemeralStorage;

/// Tasks in AWS's shape, as the example of a task state change event shows it (ECS developer guide,
/// ecs_cwe_events); tags only when a caller asks to see them.
final class TaskView {

    private TaskView() {}

    static software.amazon.awssdk.services.ecs.model.Task of(World world, Task task, boolean tags) {
        Scope scope = world.scope();
        String cluster = task.identity().clusterName();
        TaskDefinition definition = world.tasks().definitions.require(task.identity().definition());
        TaskTimes times = task.times();
        boolean fargate = task.place().launchType() == LaunchType.FARGATE;
        String instance = task.place().instanceId();
        StopCode stopCode = task.state().stopCode();
        var shape =
                software.amazon.awssdk.services.ecs.model.Task.builder()
                        .taskArn(Names.taskArn(scope, cluster, task.id()))
                        .clusterArn(Names.clusterArn(scope, cluster))
                        .taskDefinitionArn(Names.definitionArn(scope, definition.key()))
                        .group(task.identity().group())
                        .startedBy(task.identity().startedBy())
                        .availabilityZone(task.place().zone())
                        .capacityProviderName(task.place().capacityProvider())
                        .launchType(task.place().launchType().name())
                        .containerInstanceArn(
                                instance == null
                                        ? null
                                        : Names.instanceArn(scope, cluster, instance))
                        .platformVersion(
                                fargate
                                        ? Platforms.shown(
                                                task.options().platformVersion(), definition)
                                        : null)
                        .platformFamily(ServiceShape.platformFamily(fargate, definition))
                        .lastStatus(task.status().name())
                        .desiredStatus(task.isEnding() ? "STOPPED" : "RUNNING")
                        .healthStatus(task.state().health().name())
                        .connectivity(connectivity(world, task))
                        .version((long) task.state().version())
                        .stopCode(stopCode == null ? null : stopCode.code())
                        .stoppedReason(task.state().stoppedReason())
                        .createdAt(time(times.createdAtMillis()))
                        .connectivityAt(time(times.connectivityAtMillis()))
                        .pullStartedAt(time(times.pullStartedAtMillis()))
                        .pullStoppedAt(time(times.pullStoppedAtMillis()))
                        .startedAt(time(times.startedAtMillis()))
                        .executionStoppedAt(time(times.executionStoppedAtMillis()))
                        .stoppingAt(time(times.stoppingAtMillis()))
                        .stoppedAt(time(times.stoppedAtMillis()))
                        .attributes(attributes(definition))
                        .attachments(attachments(scope, task))
                        .enableExecuteCommand(task.options().executeCommand())
                        .inferenceAccelerators(List.of())
                        .overrides(OverridesShape.write(task.options().overrides(), definition))
                        .tags(tags ? TagShape.of(world, task.resource()) : List.of())
                        .containers(
                                task.containers().stream()
                                        .map(c -> ContainerView.of(scope, task, definition, c))
                                        .toList());
        size(shape, task.options().overrides(), definition, fargate);
        return shape.build();
    }

    /// Whether the agent of its machine can be reached (ECS API reference, Task).
    private static @Nullable String connectivity(World world, Task task) {
        if (task.times().connectivityAtMillis() == 0) {
            return null;
        }
        String instanceId = task.place().instanceId();
        ContainerInstance instance =
                instanceId == null ? null : world.clusters().instances.get(instanceId);
        return instance == null || instance.agentConnected() ? "CONNECTED" : "DISCONNECTED";
    }

    /// The task's own size, as its overrides or else its definition say.
    private static void size(
            software.amazon.awssdk.services.ecs.model.Task.Builder shape,
            TaskOverrides overrides,
            TaskDefinition definition,
            boolean fargate) {
        int cpu = overrides.cpuUnits() > 0 ? overrides.cpuUnits() : definition.cpuUnits();
        int memory = overrides.memoryMib() > 0 ? overrides.memoryMib() : definition.memoryMib();
        shape.cpu(cpu == 0 ? null : "" + cpu).memory(memory == 0 ? null : "" + memory);
        if (fargate) {
            int gib =
                    overrides.ephemeralStorageGib() > 0
                            ? overrides.ephemeralStorageGib()
                            : definition.ephemeralStorageGib();
            shape.ephemeralStorage(EphemeralStorage.builder().sizeInGiB(gib).build())
                    .fargateEphemeralStorage(TaskEphemeralStorage.builder().sizeInGiB(gib).build());
        }
    }

    private static Attribute attributes(TaskDefinition definition) {
        return Attribute.builder()
                .name("ecs.cpu-architecture")
                .value(definition.cpuArchitecture().toLowerCase(Locale.ROOT))
                .build();
    }

    /// The network interface of a task in network mode awsvpc; before it is there only its subnet
    /// is known, and once the task has stopped it is deleted.
    private static List<Attachment> attachments(Scope scope, Task task) {
        String subnet = task.options().subnet();
        String address = task.address();
        if (subnet == null) {
            return List.of();
        }
        TaskInterface its = new TaskInterface(scope, task);
        List<KeyValuePair> details = new ArrayList<>(List.of(detail("subnetId", subnet)));
        if (address != null) {
            details.add(detail("networkInterfaceId", its.id()));
            details.add(detail("macAddress", its.macAddress()));
            details.add(detail("privateDnsName", its.privateName()));
            details.add(detail("privateIPv4Address", address));
        }
        String attached = address == null ? "PRECREATED" : "ATTACHED";
        return List.of(
                Attachment.builder()
                        .id(its.attachmentId())
                        .type("ElasticNetworkInterface")
                        .status(
                                task.status().compareTo(TaskStatus.STOPPED) >= 0
                                        ? "DELETED"
                                        : attached)
                        .details(details)
                        .build());
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
