package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.Scope;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.host.metadata.Resident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EnvironmentFile;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What a task is to become on an Engine: a pure function of the task, its definition and the
/// settings.
///
/// @param scope account and region
/// @param owner the identity of the data directory
/// @param task the task
/// @param definition the definition that it names
/// @param settings of the agent
/// @param network of the machine that it is to run on
record TaskPlan(
        Scope scope,
        String owner,
        Task task,
        TaskDefinition definition,
        AgentSettings settings,
        HostNetwork network) {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<ContainerDefinition> NOTHING = List.of();

    /// On this machine.
    TaskPlan(
            Scope scope,
            String owner,
            Task task,
            TaskDefinition definition,
            AgentSettings settings) {
        this(scope, owner, task, definition, settings, HostNetwork.OWN);
    }

    String arn() {
        return scope.arn("ecs", task.resource());
    }

    NetworkMode networkMode() {
        return definition.networkMode();
    }

    /// AWS's shape of the definition; null in tests of drivers alone.
    software.amazon.awssdk.services.ecs.model.@Nullable TaskDefinition shape() {
        return definition.shape()
                        instanceof software.amazon.awssdk.services.ecs.model.TaskDefinition shape
                ? shape
                : null;
    }

    List<Volume> volumes() {
        var shape = shape();
        return shape == null ? List.of() : shape.volumes();
    }

    /// AWS's shape of a container.
    software.amazon.awssdk.services.ecs.model.ContainerDefinition shape(String container) {
        var shape = shape();
        if (shape != null) {
            for (var one : shape.containerDefinitions()) {
                if (container.equals(one.name())) {
                    return one;
                }
            }
        }
        ContainerDefinition defined = definition.container(container);
        return software.amazon.awssdk.services.ecs.model.ContainerDefinition.builder()
                .name(container)
                .image(defined.image())
                .portMappings(
                        defined.ports().stream()
                                .map(port ->
                                        PortMapping.builder()
                                                .containerPort(port.containerPort())
                                                .hostPort(port.hostPort())
                                                .protocol(port.protocol())
                                                .build())
                                .toList())
                .build();
    }

    /// Where a container's variables come from besides what its definition says: the task's own
    /// files are in place of the definition's (ECS API reference, ContainerOverride).
    List<EnvironmentFile> environmentFiles(String container) {
        if (task.options().overrides().shape() instanceof TaskOverride override) {
            for (ContainerOverride one : override.containerOverrides()) {
                if (container.equals(one.name()) && !one.environmentFiles().isEmpty()) {
                    return one.environmentFiles();
                }
            }
        }
        return shape(container).environmentFiles();
    }

    /// The task's CPU units, 0 when only its containers say.
    int cpuUnits() {
        TaskOverrides overrides = task.options().overrides();
        return overrides.cpuUnits() > 0 ? overrides.cpuUnits() : definition.cpuUnits();
    }

    /// The task's memory, 0 when only its containers say.
    int memoryMib() {
        TaskOverrides overrides = task.options().overrides();
        return overrides.memoryMib() > 0 ? overrides.memoryMib() : definition.memoryMib();
    }

    /// Whether something has to hold what its containers share: their network, or their processes
    /// or IPC resources (ECS API reference, RegisterTaskDefinition: pidMode, ipcMode `task`).
    boolean pauses() {
        return networkMode() == NetworkMode.AWSVPC || sharesProcesses() || sharesIpc();
    }

    boolean sharesProcesses() {
        var shape = shape();
        return shape != null && "task".equals(shape.pidModeAsString());
    }

    boolean sharesIpc() {
        var shape = shape();
        return shape != null && "task".equals(shape.ipcModeAsString());
    }

    /// The role that its containers have, or null.
    @Nullable String roleArn() {
        String other = task.options().overrides().taskRoleArn();
        var shape = shape();
        return other != null || shape == null ? other : shape.taskRoleArn();
    }

    /// As the metadata endpoint knows it.
    Resident resident() {
        Map<String, String> names = new LinkedHashMap<>();
        List<software.amazon.awssdk.services.ecs.model.ContainerDefinition> shapes =
                new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            names.put(container.name(), Labels.name(task, container.name()));
            shapes.add(shape(container.name()));
        }
        boolean pauses = networkMode() == NetworkMode.AWSVPC;
        return new Resident(
                scope,
                task,
                networkMode(),
                shapes,
                names,
                pauses ? Labels.name(task, Labels.PAUSE) : null,
                roleArn());
    }

    /// The container that holds what the task's containers share. That of network mode `awsvpc`.
    /// Every port that any container names leads there from a free port of loopback, or of the
    /// further host that it is on, so that load balancers on this machine reach it also where the
    /// addresses of containers cannot be reached (Docker Desktop).
    ObjectNode pause() {
        ObjectNode body = JSON.createObjectNode();
        body.put("Image", PauseImage.NAME);
        Labels.put(body.putObject("Labels"), owner, arn(), task, Labels.PAUSE);
        ObjectNode host = body.putObject("HostConfig");
        boolean own = networkMode() == NetworkMode.AWSVPC;
        host.put("NetworkMode", own ? network.awsvpc() : "none");
        if (sharesIpc()) {
            host.put("IpcMode", "shareable");
        }
        host.putObject("LogConfig").put("Type", "none");
        var ports =
                new Ports.Binder(
                        body.putObject("ExposedPorts"),
                        host.putObject("PortBindings"),
                        network.published());
        Set<String> hosts = new TreeSet<>();
        for (ContainerDefinition container : own ? definition.containers() : NOTHING) {
            var shape = shape(container.name());
            for (PortMapping port : shape.portMappings()) {
                for (int number : Ports.of(port)) {
                    ports.bind(number, port.protocolAsString(), "");
                }
            }
            for (HostEntry entry : shape.extraHosts()) {
                hosts.add(entry.hostname() + ':' + entry.ipAddress());
            }
        }
        hosts.forEach(host.withArray("ExtraHosts")::add);
        return body;
    }
}
