package dev.kingtide.core.driver;

import dev.kingtide.core.task.ContainerRuntime;
import dev.kingtide.core.task.ImagePull;
import org.jspecify.annotations.Nullable;

/// What a [TaskDriver] saw of a task or of a machine, in the order in which it happened.
public sealed interface TaskObservation extends Observation {

    /// A report about one task.
    sealed interface OfTask extends TaskObservation {

        /// The task.
        String taskId();
    }

    /// The task has its network interface or needs none: it leaves PROVISIONING.
    record NetworkAttached(String taskId, String privateAddress) implements OfTask {}

    /// The first image of the task begins to be pulled.
    record PullStarted(String taskId) implements OfTask {}

    /// The pull of a container's image goes on, or has ended; now and then, and at its end.
    record PullProgressed(String taskId, String container, ImagePull pull) implements OfTask {}

    /// The last image of the task has been pulled.
    record PullStopped(String taskId) implements OfTask {}

    /// A container runs.
    ///
    /// @param hostPort the host's port for its first port mapping, 0 without one
    /// @param imageDigest of its image's manifest, `sha256:...`; null when the driver cannot tell
    /// @param runtime what it really is; null for one that is simulated
    record ContainerStarted(
            String taskId,
            String container,
            int hostPort,
            @Nullable String imageDigest,
            @Nullable ContainerRuntime runtime)
            implements OfTask {

        /// One that is simulated.
        public ContainerStarted(
                String taskId, String container, int hostPort, @Nullable String imageDigest) {
            this(taskId, container, hostPort, imageDigest, null);
        }

        /// One whose image's digest is not known.
        public ContainerStarted(String taskId, String container, int hostPort) {
            this(taskId, container, hostPort, null, null);
        }
    }

    /// A container's own health check changed its mind.
    record ContainerHealth(String taskId, String container, boolean healthy) implements OfTask {}

    /// A container ended, by itself or because it was stopped.
    record ContainerStopped(String taskId, String container, int exitCode, @Nullable String reason)
            implements OfTask {}

    /// The task could not be started; the driver has removed what there was of it.
    record StartFailed(String taskId, TaskFault fault) implements OfTask {}

    /// Everything of the task is gone: containers stopped, network interface detached.
    record TaskGone(String taskId) implements OfTask {}

    /// The capacity under a task is being taken back: SIGTERM has been sent, SIGKILL follows within
    /// two minutes.
    record SpotInterrupted(String taskId) implements OfTask {}

    /// A container instance and all that ran on it vanished.
    record InstanceLost(String instanceId) implements TaskObservation {}

    /// A container instance was given notice (Spot) and its agent asks for it to be drained.
    record InstanceInterrupted(String instanceId) implements TaskObservation {}
}
