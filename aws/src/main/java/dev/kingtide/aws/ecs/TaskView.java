package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;

/// Tasks in AWS's shape.
final class TaskView {

    private TaskView() {}

    static software.amazon.awssdk.services.ecs.model.Task of(World world, Task task) {
        Scope scope = world.scope();
        String cluster = task.identity().clusterName();
        TaskDefinition definition = world.tasks().definitions.require(task.identity().definition());
        TaskTimes times = task.times();
        boolean fargate = task.place().launchType().name().equals("FARGATE");
        String instance = task.place().instanceId();
        StopCode stopCode = task.state().stopCode();
        return software.amazon.awssdk.services.ecs.model.Task.builder()
                .taskArn(Names.taskArn(scope, cluster, task.id()))
                .clusterArn(Names.clusterArn(scope, cluster))
                .taskDefinitionArn(Names.definitionArn(scope, definition.key()))
                .group(task.identity().group())
                .startedBy(task.identity().startedBy())
                .availabilityZone(task.place().zone())
                .capacityProviderName(task.place().capacityProvider())
                .launchType(
                        task.place().capacityProvider() == null
                                ? task.place().launchType().name()
                                : fargate ? "FARGATE" : "EC2")
                .containerInstanceArn(
                        instance == null ? null : Names.instanceArn(scope, cluster, instance))
                .platformVersion(fargate ? "1.4.0" : null)
                .platformFamily(ServiceShape.platformFamily(fargate, definition))
                .cpu(definition.cpuUnits() == 0 ? null : "" + definition.cpuUnits())
                .memory(definition.memoryMib() == 0 ? null : "" + definition.memoryMib())
                .lastStatus(task.status().name())
                .desiredStatus(task.isEnding() ? "STOPPED" : "RUNNING")
                .healthStatus(task.state().health().name())
                .connectivity(times.connectivityAtMillis() > 0 ? "CONNECTED" : null)
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
                .attachments(attachments(task))
                .containers(
                        task.containers().stream()
                                .map(c -> container(scope, task, definition, c))
                                .toList())
                .build();
    }

    private static List<Attachment> attachments(Task task) {
        List<Attachment> attachments = new ArrayList<>();
        String address = task.address();
        if (address != null && task.place().launchType().name().equals("FARGATE")) {
            attachments.add(
                    Attachment.builder()
                            .type("ElasticNetworkInterface")
                            .status("ATTACHED")
                            .details(
                                    KeyValuePair.builder()
                                            .name("privateIPv4Address")
                                            .value(address)
                                            .build())
                            .build());
        }
        return attachments;
    }

    private static software.amazon.awssdk.services.ecs.model.Container container(
            Scope scope, Task task, TaskDefinition definition, Container container) {
        String cluster = task.identity().clusterName();
        ContainerDefinition defined = definition.container(container.name());
        String address = task.address();
        return software.amazon.awssdk.services.ecs.model.Container.builder()
                .containerArn(Names.containerArn(scope, cluster, task.id(), container.name()))
                .taskArn(Names.taskArn(scope, cluster, task.id()))
                .name(container.name())
                .image(defined.image())
                .cpu("" + defined.cpuUnits())
                .memory(defined.memoryMib() == 0 ? null : "" + defined.memoryMib())
                .lastStatus(container.lastStatus().name())
                .healthStatus(container.health().name())
                .exitCode(container.exitCode())
                .reason(container.reason())
                .networkBindings(bindings(defined, container))
                .networkInterfaces(
                        address == null
                                ? List.of()
                                : List.of(
                                        NetworkInterface.builder()
                                                .privateIpv4Address(address)
                                                .build()))
                .build();
    }

    private static List<NetworkBinding> bindings(ContainerDefinition defined, Container container) {
        if (container.hostPort() == 0 || defined.ports().isEmpty()) {
            return List.of();
        }
        var port = defined.ports().getFirst();
        return List.of(
                NetworkBinding.builder()
                        .bindIP("0.0.0.0")
                        .containerPort(port.containerPort())
                        .hostPort(container.hostPort())
                        .protocol(port.protocol())
                        .build());
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
