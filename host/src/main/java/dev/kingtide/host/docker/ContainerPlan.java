package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskOverrides.OfContainer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/// The request that makes a task's container: AWS's shape in Docker's words (ECS API reference,
/// ContainerDefinition, which names Docker's field for each member; amazon-ecs-agent,
/// agent/api/task/task.go).
///
/// Logs: the drivers `awslogs` and `awsfirelens` lead to services that are not here, so their
/// containers log to the Engine's `json-file`, rotated; `docker logs` shows them.
final class ContainerPlan {
    private static final long NANOS = 1_000_000_000L;
    private final TaskPlan plan;
    private final ContainerDefinition shape;
    private final @Nullable OfContainer override;
    private final Given given;
    private final ObjectNode body = TaskPlan.JSON.createObjectNode();
    private final ObjectNode host = body.putObject("HostConfig");

    /// What is not in its definition.
    ///
    /// @param namespace the id of the container whose network it joins, or null
    /// @param firstPorts the host's first port for each `containerPortRange`
    /// @param fileSystems the directories of volumes that are none of Docker's, by their names
    /// @param group the control group of its task, or null
    record Given(
            @Nullable String namespace,
            Values values,
            Map<String, Integer> firstPorts,
            Map<String, String> fileSystems,
            @Nullable String group) {

        /// Nothing.
        static final Given NOTHING =
                new Given(null, new Values(Map.of(), Map.of(), Map.of()), Map.of(), Map.of(), null);
    }

    /// Values by their names.
    ///
    /// @param files variables of its `environmentFiles`
    /// @param secrets variables of its `secrets`, and of what it finds its metadata with
    /// @param logOptions of its log driver's `secretOptions`
    record Values(
            Map<String, String> files,
            Map<String, String> secrets,
            Map<String, String> logOptions) {}

    private ContainerPlan(TaskPlan plan, String container, Given given) {
        this.plan = plan;
        this.given = given;
        this.shape = plan.shape(container);
        this.override = plan.task().options().overrides().of(container);
    }

    /// The request for a container.
    static ObjectNode of(TaskPlan plan, String container, Given given) {
        ContainerPlan made = new ContainerPlan(plan, container, given);
        String namespace = given.namespace();
        made.process();
        made.network(namespace);
        made.mounts();
        made.health();
        made.log();
        HostSettings.put(made.host, plan, made.shape, made.override);
        if (given.group() != null) {
            made.host.put("CgroupParent", given.group());
        }
        if (namespace != null && plan.sharesProcesses()) {
            made.host.put("PidMode", "container:" + namespace);
        }
        if (namespace != null && plan.sharesIpc()) {
            made.host.put("IpcMode", "container:" + namespace);
        }
        return made.body;
    }

    private void process() {
        body.put("Image", shape.image());
        List<String> command = override == null ? null : override.command();
        if (command == null && shape.hasCommand()) {
            command = shape.command();
        }
        if (command != null && !command.isEmpty()) {
            strings(body.putArray("Cmd"), command);
        }
        if (!shape.entryPoint().isEmpty()) {
            strings(body.putArray("Entrypoint"), shape.entryPoint());
        }
        Map<String, String> environment = new TreeMap<>(given.values().files());
        for (KeyValuePair pair : shape.environment()) {
            environment.put(pair.name(), pair.value() == null ? "" : pair.value());
        }
        environment.putAll(given.values().secrets());
        if (override != null) {
            environment.putAll(override.environment());
        }
        ArrayNode env = body.putArray("Env");
        environment.forEach((name, value) -> env.add(name + '=' + value));
        put("User", shape.user());
        put("WorkingDir", shape.workingDirectory());
        body.put("Tty", Boolean.TRUE.equals(shape.pseudoTerminal()));
        body.put("OpenStdin", Boolean.TRUE.equals(shape.interactive()));
        if (Boolean.TRUE.equals(shape.disableNetworking())) {
            body.put("NetworkDisabled", true);
        }
        ObjectNode labels = body.putObject("Labels");
        shape.dockerLabels().forEach(labels::put);
        Labels.put(labels, plan.owner(), plan.arn(), plan.task(), shape.name());
    }

    private void network(@Nullable String namespace) {
        if (namespace != null && plan.networkMode() == NetworkMode.AWSVPC) {
            host.put("NetworkMode", "container:" + namespace);
            return;
        }
        host.put("NetworkMode", plan.networkMode().word());
        put("Hostname", shape.hostname());
        strings(host.putArray("Dns"), shape.dnsServers());
        strings(host.putArray("DnsSearch"), shape.dnsSearchDomains());
        for (HostEntry entry : shape.extraHosts()) {
            host.withArray("ExtraHosts").add(entry.hostname() + ':' + entry.ipAddress());
        }
        if (plan.networkMode() != NetworkMode.BRIDGE) {
            return;
        }
        var ports =
                new Ports.Binder(
                        body.putObject("ExposedPorts"),
                        host.putObject("PortBindings"),
                        plan.network().published());
        for (PortMapping port : shape.portMappings()) {
            int hostPort = port.hostPort() == null ? 0 : port.hostPort();
            String any = hostPort == 0 ? plan.settings().dynamicPorts() : "" + hostPort;
            Integer first =
                    port.containerPortRange() == null
                            ? null
                            : given.firstPorts().get(port.containerPortRange());
            int count = 0;
            for (int number : Ports.of(port)) {
                String wanted = first == null ? any : "" + (first + count++);
                ports.bind(number, port.protocolAsString(), wanted);
            }
        }
        for (String link : shape.links()) {
            int colon = link.indexOf(':');
            String other = colon < 0 ? link : link.substring(0, colon);
            String alias = colon < 0 ? link : link.substring(colon + 1);
            host.withArray("Links").add(Labels.name(plan.task(), other) + ':' + alias);
        }
    }

    private void mounts() {
        Map<String, String> sources = new TreeMap<>(given.fileSystems());
        for (var volume : plan.volumes()) {
            VolumePlan made = VolumePlan.of(plan, volume);
            if (made != null) {
                sources.put(volume.name(), made.source());
            }
        }
        for (var mount : shape.mountPoints()) {
            String source = sources.get(mount.sourceVolume());
            if (source != null) {
                String mode = Boolean.TRUE.equals(mount.readOnly()) ? ":ro" : ":rw";
                host.withArray("Binds").add(source + ':' + mount.containerPath() + mode);
            }
        }
        for (VolumeFrom from : shape.volumesFrom()) {
            String mode = Boolean.TRUE.equals(from.readOnly()) ? ":ro" : ":rw";
            host.withArray("VolumesFrom")
                    .add(Labels.name(plan.task(), from.sourceContainer()) + mode);
        }
    }

    private void health() {
        HealthCheck check = shape.healthCheck();
        if (check == null) {
            return;
        }
        ObjectNode health = body.putObject("Healthcheck");
        strings(health.putArray("Test"), check.command());
        health.put("Interval", nanos(check.interval(), 30));
        health.put("Timeout", nanos(check.timeout(), 5));
        health.put("Retries", check.retries() == null ? 3 : check.retries());
        health.put("StartPeriod", nanos(check.startPeriod(), 0));
    }

    private static long nanos(@Nullable Integer seconds, int otherwise) {
        return (seconds == null ? otherwise : seconds) * NANOS;
    }

    private void log() {
        LogConfiguration log = shape.logConfiguration();
        String driver = log == null ? null : log.logDriverAsString();
        if (log == null || driver == null) {
            return;
        }
        ObjectNode made = host.putObject("LogConfig");
        ObjectNode options = made.putObject("Config");
        if (driver.equals("awslogs") || driver.equals("awsfirelens")) {
            made.put("Type", "json-file");
            options.put("max-size", "10m").put("max-file", "3");
        } else {
            made.put("Type", driver);
            log.options().forEach(options::put);
            given.values().logOptions().forEach(options::put);
        }
    }

    private void put(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            body.put(name, value);
        }
    }

    static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
