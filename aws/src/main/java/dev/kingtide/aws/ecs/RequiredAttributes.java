package dev.kingtide.aws.ecs;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Secret;

/// The `requiresAttributes` of a task definition: what a container agent must be able to do for it
/// (ECS developer guide, task-definition examples; the names are those that amazon-ecs-agent
/// registers, agent/app/agent_capability.go). They are shown; placement goes by what a caller asks
/// for.
final class RequiredAttributes {
    private static final String AGENT = "ecs.capability.";
    private static final String DOCKER = "com.amazonaws.ecs.capability.docker-remote-api.";
    private static final String AMAZON = "com.amazonaws.ecs.capability.";
    private static final Pattern ECR =
            Pattern.compile("\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.*");

    private final TreeSet<String> names = new TreeSet<>();
    private final boolean executionRole;

    private RequiredAttributes(boolean executionRole) {
        this.executionRole = executionRole;
    }

    static List<Attribute> of(RegisterTaskDefinitionRequest asked, String networkMode) {
        var required = new RequiredAttributes(asked.executionRoleArn() != null);
        if (networkMode.equals("awsvpc")) {
            required.add(AGENT + "task-eni", "18");
        }
        if (asked.taskRoleArn() != null) {
            required.add(
                    AMAZON
                            + (networkMode.equals("host")
                                    ? "task-iam-role-network-host"
                                    : "task-iam-role"),
                    "17");
        }
        if (asked.volumes().stream().anyMatch(v -> v.efsVolumeConfiguration() != null)) {
            required.add(AGENT + "efsAuth", "25");
        }
        asked.containerDefinitions().forEach(required::add);
        return required.names.stream().map(n -> Attribute.builder().name(n).build()).toList();
    }

    /// Whether a container's image is in a private repository of Amazon ECR.
    static boolean isOfEcr(ContainerDefinition container) {
        return container.image() != null && ECR.matcher(container.image()).matches();
    }

    private void add(ContainerDefinition container) {
        if (isOfEcr(container)) {
            add(AMAZON + "ecr-auth", "19");
            if (executionRole) {
                names.add(AGENT + "execution-role-ecr-pull");
            }
        }
        if (container.logConfiguration() != null) {
            String driver = container.logConfiguration().logDriverAsString();
            add(AMAZON + "logging-driver." + driver, "18");
            if (driver.equals("awslogs") && executionRole) {
                add(AGENT + "execution-role-awslogs", "19");
            }
        }
        if (container.healthCheck() != null) {
            add(AGENT + "container-health-check", "29");
        }
        if (container.memoryReservation() != null) {
            names.add(DOCKER + "1.21");
        }
        if (!container.dependsOn().isEmpty()) {
            names.add(AGENT + "container-ordering");
        }
        for (Secret secret : container.secrets()) {
            boolean manager = secret.valueFrom().contains(":secretsmanager:");
            names.add(AGENT + "secrets." + (manager ? "asm" : "ssm") + ".environment-variables");
        }
        if (container.firelensConfiguration() != null) {
            names.add(AGENT + "firelens." + container.firelensConfiguration().typeAsString());
        }
    }

    private void add(String name, String dockerApi) {
        names.add(name);
        names.add(DOCKER + "1." + dockerApi);
    }
}
