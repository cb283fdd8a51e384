package dev.kingtide.aws.ecs;

import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// The platform versions of AWS Fargate (ECS developer guide, platform_versions: 1.4.0 and 1.3.0
/// for Linux, of which earlier ones are retired, and 1.0.0 for Windows), and which of them a task
/// definition can run on.
final class Platforms {
    private static final String BEFORE = "1.3.0";
    private static final List<String> LINUX = List.of("LATEST", "1.4.0", BEFORE);
    private static final List<String> WINDOWS = List.of("LATEST", "1.0.0");
    private static final int SMALLER_CPU_UNITS = 4_096;

    private Platforms() {}

    /// Refuses a platform version that is not there, or on which a task definition cannot run.
    static void check(@Nullable String asked, boolean fargate, TaskDefinition definition) {
        check(asked, fargate, definition, TaskOverrides.NONE);
    }

    /// The same for a task that has something otherwise than its definition says.
    static void check(
            @Nullable String asked,
            boolean fargate,
            TaskDefinition definition,
            TaskOverrides overrides) {
        if (asked == null) {
            return;
        }
        if (!fargate) {
            throw EcsErrors.platformOnInstances();
        }
        if (!LINUX.contains(asked) && !WINDOWS.contains(asked)) {
            throw EcsErrors.platformUnknown();
        }
        boolean fits =
                versions(definition).contains(asked)
                        && (!asked.equals(BEFORE)
                                || !(needsNewest(definition) || needsNewest(overrides)));
        if (!fits) {
            throw EcsErrors.platformIncompatible();
        }
    }

    private static List<String> versions(TaskDefinition definition) {
        return definition.operatingSystem().equals("LINUX") ? LINUX : WINDOWS;
    }

    /// The version that a task shows: the one that was asked for, or the latest of its system.
    static String shown(@Nullable String asked, TaskDefinition definition) {
        return asked == null ? versions(definition).get(1) : asked;
    }

    /// What version 1.4.0 brought (botocore ecs model: "platform version 1.4.0 or later" at cpu,
    /// ephemeralStorage, pidMode, systemControls, EnvironmentFile and KernelCapabilities; ECS
    /// developer guide, efs-volumes and ecs-arm64).
    private static boolean needsNewest(TaskDefinition definition) {
        var shape = TaskDefinitionView.kept(definition);
        return definition.cpuUnits() > SMALLER_CPU_UNITS
                || definition.cpuArchitecture().equals("ARM64")
                || shape.ephemeralStorage() != null
                || shape.pidMode() != null
                || shape.volumes().stream().anyMatch(v -> v.efsVolumeConfiguration() != null)
                || shape.containerDefinitions().stream().anyMatch(Platforms::needsNewest);
    }

    private static boolean needsNewest(ContainerDefinition container) {
        var linux = container.linuxParameters();
        boolean traces =
                linux != null
                        && linux.capabilities() != null
                        && linux.capabilities().add().contains("SYS_PTRACE");
        return traces
                || !container.environmentFiles().isEmpty()
                || !container.systemControls().isEmpty();
    }

    private static boolean needsNewest(TaskOverrides overrides) {
        return overrides.cpuUnits() > SMALLER_CPU_UNITS
                || overrides.ephemeralStorageGib() > 0
                || (overrides.shape() instanceof TaskOverride shape
                        && shape.containerOverrides().stream()
                                .anyMatch(c -> !c.environmentFiles().isEmpty()));
    }
}
