package dev.kingtide.aws.ecs;

import dev.kingtide.aws.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/// What AWS refuses in the size, the volumes and the surroundings of a task definition (ECS API
/// reference, RegisterTaskDefinition, Volume and ContainerRestartPolicy; Amazon ECS service quotas:
/// 64 KB).
final class MoreDefinitionRules {
    private static final Codec CODEC = new Codec();
    private static final int BYTES_MAX = 65_536;
    private static final int CONSTRAINTS_MAX = 10;
    private static final int IGNORED_MAX = 50;

    private MoreDefinitionRules() {}

    static void check(RegisterTaskDefinitionRequest asked, NetworkMode mode, boolean fargate) {
        int bytes = CODEC.write(asked).toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES_MAX) {
            throw DefinitionErrors.tooLong(bytes, BYTES_MAX);
        }
        elasticInference(asked);
        if (asked.placementConstraints().size() > CONSTRAINTS_MAX) {
            throw EcsErrors.tooMany("placementConstraints", CONSTRAINTS_MAX);
        }
        if (fargate) {
            fargate(asked);
        }
        Set<String> volumes = volumes(asked);
        for (ContainerDefinition container : asked.containerDefinitions()) {
            container(asked, container, volumes);
            if (mode == NetworkMode.AWSVPC && !container.links().isEmpty()) {
                throw DefinitionErrors.linksOnAwsvpc();
            }
        }
    }

    @SuppressWarnings("deprecation") // callers may still name it
    private static void elasticInference(RegisterTaskDefinitionRequest asked) {
        if (!asked.inferenceAccelerators().isEmpty()) {
            throw EcsErrors.unsupported("Elastic Inference");
        }
    }

    private static void fargate(RegisterTaskDefinitionRequest asked) {
        if (!asked.placementConstraints().isEmpty()) {
            throw EcsErrors.client("Placement constraints are not supported with FARGATE.");
        }
        if (asked.pidMode() == PidMode.HOST) {
            throw EcsErrors.client(
                    "Tasks using the Fargate launch type do not support pidMode" + " 'host'.");
        }
        if (asked.ipcMode() != null) {
            throw EcsErrors.client("Tasks using the Fargate launch type do not support ipcMode.");
        }
        for (ContainerDefinition container : asked.containerDefinitions()) {
            if (Boolean.TRUE.equals(container.privileged())) {
                throw EcsErrors.client(
                        "Fargate compatible task definitions do not support privileged containers");
            }
            if (GpuShape.wanted(container.resourceRequirements(), container.name()) > 0) {
                throw DefinitionErrors.gpuOnFargate();
            }
            executionRole(asked, container);
        }
    }

    private static boolean lacksExecutionRole(RegisterTaskDefinitionRequest asked) {
        return asked.executionRoleArn() == null || asked.executionRoleArn().isEmpty();
    }

    /// On AWS Fargate there is no instance whose role could pull the image or send the logs.
    private static void executionRole(
            RegisterTaskDefinitionRequest asked, ContainerDefinition container) {
        if (!lacksExecutionRole(asked)) {
            return;
        }
        if (RequiredAttributes.isOfEcr(container)) {
            throw DefinitionErrors.executionRole("ECR images");
        }
        var logs = container.logConfiguration();
        if (logs != null && logs.logDriver() == LogDriver.AWSLOGS) {
            throw DefinitionErrors.executionRole("log driver awslogs");
        }
    }

    private static Set<String> volumes(RegisterTaskDefinitionRequest asked) {
        Set<String> names = new LinkedHashSet<>();
        for (Volume volume : asked.volumes()) {
            if (volume.name() == null || volume.name().isEmpty()) {
                throw EcsErrors.client("Volume.name should not be null or empty.");
            }
            if (!names.add(volume.name())) {
                throw DefinitionErrors.volumeTwice(volume.name());
            }
        }
        return names;
    }

    private static void container(
            RegisterTaskDefinitionRequest asked,
            ContainerDefinition container,
            Set<String> volumes) {
        boolean secret =
                !container.secrets().isEmpty()
                        || (container.logConfiguration() != null
                                && !container.logConfiguration().secretOptions().isEmpty());
        if (secret && lacksExecutionRole(asked)) {
            throw DefinitionErrors.executionRoleForSecrets();
        }
        for (MountPoint mount : container.mountPoints()) {
            if (mount.sourceVolume() != null && !volumes.contains(mount.sourceVolume())) {
                throw DefinitionErrors.unknownVolume(container.name(), mount.sourceVolume());
            }
        }
        for (VolumeFrom from : container.volumesFrom()) {
            boolean there =
                    asked.containerDefinitions().stream()
                            .anyMatch(c -> c.name().equals(from.sourceContainer()));
            if (!there) {
                throw DefinitionErrors.unknownSource(
                        container.name(), String.valueOf(from.sourceContainer()));
            }
        }
        GpuShape.wanted(container.resourceRequirements(), container.name());
        var restarts = container.restartPolicy();
        if (restarts != null) {
            Integer period = restarts.restartAttemptPeriod();
            if (period != null && (period < 60 || period > 1_800)) {
                throw EcsErrors.containerSetting(
                        "restartPolicy.restartAttemptPeriod", container.name());
            }
            if (restarts.ignoredExitCodes().size() > IGNORED_MAX) {
                throw EcsErrors.containerSetting(
                        "restartPolicy.ignoredExitCodes", container.name());
            }
        }
    }
}
