package dev.kingtide.aws.ecs;

import dev.kingtide.core.service.DeploymentStage;
import dev.kingtide.core.service.LifecycleHook;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTimeoutConfiguration;

/// Life-cycle hooks between AWS's shape and the core's record (botocore ecs model,
/// DeploymentLifecycleHook).
final class HookShape {
    private static final int TIMEOUT = 1_440;
    private static final String PAUSED_NOWHERE = "[SCALE_UP, BAKE_TIME, CLEAN_UP]";

    private HookShape() {}

    /// The hooks of a caller.
    static List<LifecycleHook> read(List<DeploymentLifecycleHook> asked) {
        List<LifecycleHook> hooks = new ArrayList<>();
        for (DeploymentLifecycleHook hook : asked) {
            hooks.add(read(hook));
        }
        return List.copyOf(hooks);
    }

    private static LifecycleHook read(DeploymentLifecycleHook asked) {
        if (asked.targetType() != DeploymentLifecycleHookTargetType.PAUSE) {
            throw EcsErrors.unsupported(
                    "A lifecycle hook of target type AWS_LAMBDA (there is no AWS Lambda here)");
        }
        if (asked.hookTargetArn() != null || asked.roleArn() != null) {
            throw EcsErrors.parameter(
                    "hookTargetArn and roleArn are not supported for lifecycle hooks of target"
                            + " type PAUSE.");
        }
        if (asked.lifecycleStages().isEmpty()) {
            throw EcsErrors.empty("lifecycleStages");
        }
        List<DeploymentStage> stages = new ArrayList<>();
        for (String word : asked.lifecycleStagesAsStrings()) {
            stages.add(stage(word));
        }
        DeploymentLifecycleHookTimeoutConfiguration timeout = asked.timeoutConfiguration();
        Integer minutes = timeout == null ? null : timeout.timeoutInMinutes();
        boolean goesOn =
                timeout != null && timeout.action() == DeploymentLifecycleHookAction.CONTINUE;
        return new LifecycleHook(
                List.copyOf(stages),
                minutes == null ? TIMEOUT : minutes,
                goesOn ? LifecycleHook.Action.CONTINUE : LifecycleHook.Action.ROLLBACK);
    }

    private static DeploymentStage stage(String word) {
        return switch (word) {
            case "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT" ->
                    throw EcsErrors.parameter(
                            "Lifecycle hooks of target type PAUSE are not supported at the stage "
                                    + word
                                    + ".");
            case "SCALE_UP", "BAKE_TIME", "CLEAN_UP" ->
                    throw EcsErrors.parameter(
                            "Lifecycle hooks are not supported at the stages "
                                    + PAUSED_NOWHERE
                                    + ".");
            default -> DeploymentStage.valueOf(word);
        };
    }

    /// The hooks in AWS's shape.
    static List<DeploymentLifecycleHook> write(List<LifecycleHook> hooks) {
        return hooks.stream().map(HookShape::write).toList();
    }

    private static DeploymentLifecycleHook write(LifecycleHook hook) {
        return DeploymentLifecycleHook.builder()
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .lifecycleStagesWithStrings(hook.stages().stream().map(Enum::name).toList())
                .timeoutConfiguration(
                        DeploymentLifecycleHookTimeoutConfiguration.builder()
                                .timeoutInMinutes(hook.timeoutMinutes())
                                .action(hook.onTimeout().name())
                                .build())
                .build();
    }
}
