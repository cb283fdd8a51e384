package dev.kingtide.host.docker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;

/// Whether a container that ended is started again without its task (amazon-ecs-agent,
/// ecs-agent/api/container/restart/restart_tracker.go).
final class RestartPolicy {
    private static final int PERIOD_SECONDS = 300;

    private RestartPolicy() {}

    static boolean restarts(
            @Nullable ContainerRestartPolicy policy, Member member, int exitCode, long nowMillis) {
        if (policy == null || !Boolean.TRUE.equals(policy.enabled())) {
            return false;
        }
        int period =
                policy.restartAttemptPeriod() == null
                        ? PERIOD_SECONDS
                        : policy.restartAttemptPeriod();
        long since =
                member.restartedAtMillis > 0 ? member.restartedAtMillis : member.startedAtMillis;
        return !policy.ignoredExitCodes().contains(exitCode)
                && nowMillis - since >= period * 1_000L;
    }
}
