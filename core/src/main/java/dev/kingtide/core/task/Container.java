package dev.kingtide.core.task;

import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import org.jspecify.annotations.Nullable;

/// One container of a task.
///
/// @param name its name in the task definition
/// @param lastStatus PENDING, RUNNING or STOPPED
/// @param health of its own check
/// @param exitCode once stopped, or null
/// @param reason why it stopped, or null
/// @param hostPort the host's port of its first port mapping, 0 without one
/// @param imageDigest of its image's manifest, `sha256:...`; null before it has started, or when
///   nobody can tell
/// @param runtime what it really is; null when its driver does not say
public record Container(
        String name,
        TaskStatus lastStatus,
        Health health,
        @Nullable Integer exitCode,
        @Nullable String reason,
        int hostPort,
        @Nullable String imageDigest,
        @Nullable ContainerRuntime runtime) {

    /// One of which its driver says no more.
    public Container(
            String name,
            TaskStatus lastStatus,
            Health health,
            @Nullable Integer exitCode,
            @Nullable String reason,
            int hostPort) {
        this(name, lastStatus, health, exitCode, reason, hostPort, null, null);
    }

    /// A container that has not started.
    public static Container pending(String name) {
        return new Container(name, TaskStatus.PENDING, Health.UNKNOWN, null, null, 0);
    }

    /// The same, while its image is brought.
    Container pulling(ImagePull pull) {
        ContainerRuntime before = runtime == null ? ContainerRuntime.NONE : runtime;
        return new Container(
                name,
                lastStatus,
                health,
                exitCode,
                reason,
                hostPort,
                imageDigest,
                before.with(pull));
    }

    /// The same, running.
    Container running(ContainerStarted seen) {
        ContainerRuntime real = seen.runtime();
        ImagePull pull = runtime == null ? null : runtime.pull();
        return new Container(
                name,
                TaskStatus.RUNNING,
                health,
                null,
                null,
                seen.hostPort(),
                seen.imageDigest(),
                real == null || pull == null ? real : real.with(pull));
    }

    /// The same, with another result of its health check.
    public Container health(boolean healthy) {
        return new Container(
                name,
                lastStatus,
                healthy ? Health.HEALTHY : Health.UNHEALTHY,
                exitCode,
                reason,
                hostPort,
                imageDigest,
                runtime);
    }

    /// The same, ended.
    public Container stopped(int code, @Nullable String why) {
        return new Container(
                name, TaskStatus.STOPPED, health, code, why, hostPort, imageDigest, runtime);
    }
}
