package dev.kingtide.core.driver;

/// Why a task could not be started: the closed family of the world's faults at a [TaskDriver].
///
/// `reason` is the text that AWS shows as the task's `stoppedReason` or the container's `reason`;
/// the prefixes are those of the ECS agent (amazon-ecs-agent
/// `agent/dockerclient/dockerapi/errors.go`).
public sealed interface TaskFault {

    /// The text to show.
    String reason();

    /// An image could not be pulled.
    record CannotPull(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "CannotPullContainerError: " + cause;
        }
    }

    /// A registry did not say what an image is made of.
    record CannotPullManifest(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "CannotPullImageManifestError: " + cause;
        }
    }

    /// The machine did not do something in time.
    ///
    /// @param state what the container was to become, such as `pulled`, `created`, `started`
    /// @param waited how long it had for that, as Go writes it, such as `4m0s`
    record TimedOut(String state, String waited) implements TaskFault {

        @Override
        public String reason() {
            return "DockerTimeoutError: Could not transition to "
                    + state
                    + "; timed out after waiting "
                    + waited;
        }
    }

    /// A container could not be created.
    record CannotCreate(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "CannotCreateContainerError: " + cause;
        }
    }

    /// A container could not be started.
    record CannotStart(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "CannotStartContainerError: " + cause;
        }
    }

    /// A dependency between containers did not resolve in time.
    record DependencyNotMet(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "TaskDependencyError: " + cause;
        }
    }

    /// Network interface, secrets or volumes could not be had.
    record CannotInitialize(String cause) implements TaskFault {

        @Override
        public String reason() {
            return "ResourceInitializationError: " + cause;
        }
    }
}
