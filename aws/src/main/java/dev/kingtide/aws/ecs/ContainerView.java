package dev.kingtide.aws.ecs;

import dev.kingtide.aws.TaskInterface;
import dev.kingtide.core.Scope;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerRuntime;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides.OfContainer;
import dev.kingtide.core.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;

/// The containers of a task in AWS's shape.
final class ContainerView {

    private ContainerView() {}

    static software.amazon.awssdk.services.ecs.model.Container of(
            Scope scope, Task task, TaskDefinition definition, Container container) {
        String cluster = task.identity().clusterName();
        ContainerDefinition defined = definition.container(container.name());
        OfContainer other = task.options().overrides().of(container.name());
        int cpu = other == null || other.cpuUnits() == 0 ? defined.cpuUnits() : other.cpuUnits();
        int memory =
                other == null || other.memoryMib() == 0 ? defined.memoryMib() : other.memoryMib();
        int soft =
                other == null || other.memoryReservationMib() == 0
                        ? defined.memoryReservationMib()
                        : other.memoryReservationMib();
        List<String> gpus = task.options().gpusOf(definition, container.name());
        boolean started = container.lastStatus() != TaskStatus.PENDING;
        var shape =
                software.amazon.awssdk.services.ecs.model.Container.builder()
                        .containerArn(
                                Names.containerArn(scope, cluster, task.id(), container.name()))
                        .taskArn(Names.taskArn(scope, cluster, task.id()))
                        .name(container.name())
                        .image(defined.image())
                        .imageDigest(container.imageDigest())
                        .runtimeId(started ? runtimeId(task, container) : null)
                        .cpu("" + cpu)
                        .memory(memory == 0 ? null : "" + memory)
                        .memoryReservation(soft == 0 ? null : "" + soft)
                        .gpuIds(gpus.isEmpty() ? null : gpus)
                        .lastStatus(container.lastStatus().name())
                        .healthStatus(container.health().name())
                        .exitCode(container.exitCode())
                        .reason(container.reason())
                        .networkBindings(bindings(definition, container))
                        .networkInterfaces(interfaces(scope, task));
        if (task.options().executeCommand()) {
            shape.managedAgents(agent(task, container));
        }
        return shape.build();
    }

    /// The container's id in its runtime. Of one that is simulated in the form that it would have:
    /// on AWS Fargate the task's with ten digits, elsewhere 64 hexadecimal digits.
    private static String runtimeId(Task task, Container container) {
        ContainerRuntime real = container.runtime();
        if (real != null && real.id() != null) {
            return real.id();
        }
        String derived = Derived.uuid("runtime " + task.id() + container.name());
        if (task.place().launchType() == LaunchType.FARGATE) {
            long number = Long.parseLong(derived.substring(0, 8), 16);
            return task.id() + '-' + String.format("%010d", number);
        }
        return derived.replace("-", "") + task.id();
    }

    private static List<NetworkInterface> interfaces(Scope scope, Task task) {
        String address = task.address();
        return address == null || task.options().subnet() == null
                ? List.of()
                : List.of(
                        NetworkInterface.builder()
                                .attachmentId(new TaskInterface(scope, task).attachmentId())
                                .privateIpv4Address(address)
                                .build());
    }

    /// The agent through which commands would be run.
    private static ManagedAgent agent(Task task, Container container) {
        boolean running = container.lastStatus() == TaskStatus.RUNNING;
        return ManagedAgent.builder()
                .name(ManagedAgentName.EXECUTE_COMMAND_AGENT)
                .lastStatus(running ? "RUNNING" : container.lastStatus().name())
                .lastStartedAt(time(running ? task.times().startedAtMillis() : 0))
                .build();
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /// The ports that the host has for it; a task with a network interface of its own needs none
    /// (ECS API reference, NetworkBinding).
    private static List<NetworkBinding> bindings(TaskDefinition definition, Container container) {
        ContainerRuntime real = container.runtime();
        if (definition.networkMode() == NetworkMode.AWSVPC) {
            return List.of();
        }
        if (real != null) {
            return real.ports().stream().map(ContainerView::binding).toList();
        }
        List<ContainerDefinition.Port> ports = definition.container(container.name()).ports();
        if (container.hostPort() == 0 || ports.isEmpty()) {
            return List.of();
        }
        var port = ports.getFirst();
        return List.of(
                NetworkBinding.builder()
                        .bindIP("0.0.0.0")
                        .containerPort(port.containerPort())
                        .hostPort(container.hostPort())
                        .protocol(port.protocol())
                        .build());
    }

    private static NetworkBinding binding(ContainerRuntime.PortBinding port) {
        var shape = NetworkBinding.builder().bindIP(port.address()).protocol(port.protocol());
        return (port.range()
                        ? shape.containerPortRange(range(port.containerPort(), port.count()))
                                .hostPortRange(range(port.hostPort(), port.count()))
                        : shape.containerPort(port.containerPort()).hostPort(port.hostPort()))
                .build();
    }

    private static String range(int first, int count) {
        return first + "-" + (first + count - 1);
    }
}
