package dev.kingtide.aws.ecs;

import dev.kingtide.core.Refusal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// What AWS refuses in a task definition (ECS API reference, RegisterTaskDefinition and
/// ContainerDefinition; ECS developer guide, task_definition_parameters). The first rule that is
/// broken is the one that is reported, as AWS does.
final class TaskDefinitionRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final int CONTAINERS_MAX = 10;
    private static final int LEAST_MEMORY_MIB = 6;

    private final RegisterTaskDefinitionRequest asked;
    private final TaskSize size;
    private final NetworkMode mode;
    private final boolean fargate;

    private TaskDefinitionRules(RegisterTaskDefinitionRequest asked, TaskSize size) {
        this.asked = asked;
        this.size = size;
        this.mode = asked.networkMode() == null ? NetworkMode.BRIDGE : asked.networkMode();
        this.fargate = asked.requiresCompatibilities().contains(Compatibility.FARGATE);
    }

    /// Refuses a task definition that AWS would refuse.
    static void check(RegisterTaskDefinitionRequest asked, TaskSize size) {
        TaskDefinitionRules rules = new TaskDefinitionRules(asked, size);
        rules.family();
        rules.list();
        rules.fargate();
        MoreDefinitionRules.check(asked, rules.mode, rules.fargate);
        asked.containerDefinitions().forEach(rules::container);
        rules.sums();
        rules.dependencies();
        rules.storage();
    }

    private void family() {
        if (asked.family() == null || asked.family().isEmpty()) {
            throw EcsErrors.client("Family should not be null or empty.");
        }
        if (!NAME.matcher(asked.family()).matches()) {
            throw EcsErrors.client("Family contains invalid characters.");
        }
    }

    private void list() {
        List<ContainerDefinition> containers = asked.containerDefinitions();
        if (containers.isEmpty()) {
            throw EcsErrors.client("Container list cannot be empty.");
        }
        if (containers.size() > CONTAINERS_MAX) {
            throw EcsErrors.client("Container list cannot have more than 10 containers.");
        }
        Set<String> names = new LinkedHashSet<>();
        for (ContainerDefinition container : containers) {
            if (container.name() == null || container.name().isEmpty()) {
                throw EcsErrors.client("Container.name should not be null or empty.");
            }
            if (!NAME.matcher(container.name()).matches()) {
                throw EcsErrors.client("Container.name contains invalid characters.");
            }
            if (container.image() == null || container.image().isBlank()) {
                throw EcsErrors.client("Container.image should not be null or empty.");
            }
            if (!names.add(container.name())) {
                throw EcsErrors.client(
                        "Container.name '" + container.name() + "' is used more than once.");
            }
        }
        if (containers.stream().noneMatch(TaskDefinitionRules::essential)) {
            throw EcsErrors.client("A task definition must have at least one essential container.");
        }
    }

    private void fargate() {
        if (!fargate) {
            return;
        }
        if (mode != NetworkMode.AWSVPC) {
            throw EcsErrors.client("Fargate only supports network mode ‘awsvpc’.");
        }
        if (size.cpuUnits() == 0) {
            throw EcsErrors.client("Fargate requires that 'cpu' be defined at the task level.");
        }
        if (size.memoryMib() == 0) {
            throw EcsErrors.client("Fargate requires that 'memory' be defined at the task level.");
        }
        if (!FargateSizes.has(size.cpuUnits(), size.memoryMib())) {
            throw EcsErrors.client("No Fargate configuration exists for given values.");
        }
    }

    private void container(ContainerDefinition container) {
        String name = container.name();
        require(container.cpu() == null || container.cpu() >= 0, "cpu", name);
        memory(container);
        container.portMappings().forEach(port -> port(name, port));
        HealthCheck check = container.healthCheck();
        if (check != null) {
            require(!check.command().isEmpty(), "healthCheck.command", name);
            require(within(check.interval(), 5, 300), "healthCheck.interval", name);
            require(within(check.timeout(), 2, 60), "healthCheck.timeout", name);
            require(within(check.retries(), 1, 10), "healthCheck.retries", name);
            require(within(check.startPeriod(), 0, 300), "healthCheck.startPeriod", name);
        }
        int least = fargate ? 2 : 1;
        int most = fargate ? 120 : Integer.MAX_VALUE;
        require(within(container.startTimeout(), least, most), "startTimeout", name);
        require(within(container.stopTimeout(), least, most), "stopTimeout", name);
    }

    private void memory(ContainerDefinition container) {
        Integer hard = container.memory();
        Integer soft = container.memoryReservation();
        require(hard == null || hard >= LEAST_MEMORY_MIB, "memory", container.name());
        require(soft == null || soft >= LEAST_MEMORY_MIB, "memoryReservation", container.name());
        if (hard == null && soft == null && size.memoryMib() == 0) {
            throw EcsErrors.client(
                    "Invalid setting for container '"
                            + container.name()
                            + "'. At least one of 'memory' or 'memoryReservation' must be"
                            + " specified.");
        }
        if (hard != null && soft != null && soft > hard) {
            throw EcsErrors.client(
                    "Invalid setting for container '"
                            + container.name()
                            + "'. The value for 'memory' must be greater than or equal to the"
                            + " value for 'memoryReservation'.");
        }
    }

    private void port(String container, PortMapping port) {
        boolean range = port.containerPortRange() != null;
        require(range || port.containerPort() != null, "containerPort", container);
        require(within(port.containerPort(), range ? 0 : 1, 65_535), "containerPort", container);
        require(within(port.hostPort(), 0, 65_535), "hostPort", container);
        if (mode == NetworkMode.NONE) {
            throw EcsErrors.client("Port mappings are not allowed when networkMode=none.");
        }
        boolean own = mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST;
        Integer host = port.hostPort();
        if (own && host != null && host != 0 && !host.equals(port.containerPort())) {
            throw EcsErrors.client(
                    "When networkMode="
                            + mode
                            + ", the host ports and container ports in port mappings must match.");
        }
    }

    private void sums() {
        long cpu = 0;
        long memory = 0;
        for (ContainerDefinition container : asked.containerDefinitions()) {
            cpu += container.cpu() == null ? 0 : container.cpu();
            Integer soft = container.memoryReservation();
            Integer some = soft == null ? container.memory() : soft;
            memory += some == null ? 0 : some;
        }
        if (size.cpuUnits() > 0 && cpu > size.cpuUnits()) {
            throw sum("cpu");
        }
        if (size.memoryMib() > 0 && memory > size.memoryMib()) {
            throw sum("memory");
        }
    }

    private static Refusal sum(String what) {
        return EcsErrors.client(
                "The sum of all container '"
                        + what
                        + "' values cannot be greater than the value of the task '"
                        + what
                        + "'.");
    }

    private void dependencies() {
        Map<String, ContainerDefinition> byName = new LinkedHashMap<>();
        asked.containerDefinitions().forEach(c -> byName.put(c.name(), c));
        for (ContainerDefinition container : byName.values()) {
            for (ContainerDependency dependency : container.dependsOn()) {
                dependency(container.name(), dependency, byName);
            }
        }
        for (String name : byName.keySet()) {
            if (reaches(name, name, byName, new LinkedHashSet<>())) {
                throw EcsErrors.client(
                        "Container dependencies cannot have a cycle: '"
                                + name
                                + "' depends on itself.");
            }
        }
    }

    private static void dependency(
            String container,
            ContainerDependency dependency,
            Map<String, ContainerDefinition> byName) {
        ContainerDefinition on = byName.get(dependency.containerName());
        if (on == null) {
            throw EcsErrors.client(
                    "Container '"
                            + container
                            + "' depends on container '"
                            + dependency.containerName()
                            + "', which is not in the task definition.");
        }
        ContainerCondition condition = dependency.condition();
        boolean exits =
                condition == ContainerCondition.COMPLETE || condition == ContainerCondition.SUCCESS;
        if (exits && essential(on)) {
            throw EcsErrors.client(
                    "A dependency container with SUCCESS or COMPLETE condition cannot be an"
                            + " essential container");
        }
        if (condition == ContainerCondition.HEALTHY && on.healthCheck() == null) {
            throw EcsErrors.client(
                    "A dependency container with HEALTHY condition must have a health check"
                            + " defined");
        }
    }

    private static boolean reaches(
            String from, String to, Map<String, ContainerDefinition> byName, Set<String> seen) {
        ContainerDefinition container = Objects.requireNonNull(byName.get(from));
        for (ContainerDependency dependency : container.dependsOn()) {
            String next = dependency.containerName();
            if (next.equals(to) || (seen.add(next) && reaches(next, to, byName, seen))) {
                return true;
            }
        }
        return false;
    }

    private void storage() {
        if (asked.ephemeralStorage() != null) {
            ephemeralStorage(asked.ephemeralStorage().sizeInGiB());
        }
    }

    /// Refuses a size that AWS Fargate does not have.
    static void ephemeralStorage(int gib) {
        if (gib < 21) {
            throw EcsErrors.client("EphemeralStorage size should be at least 21");
        }
        if (gib > 200) {
            throw EcsErrors.client("EphemeralStorage size should be at most 200");
        }
    }

    private static boolean essential(ContainerDefinition container) {
        return container.essential() == null || container.essential();
    }

    private static boolean within(@Nullable Integer value, int min, int max) {
        return value == null || (value >= min && value <= max);
    }

    private static void require(boolean holds, String setting, String container) {
        if (!holds) {
            throw EcsErrors.containerSetting(setting, container);
        }
    }
}
