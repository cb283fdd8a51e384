package dev.kingtide.host.docker;

import dev.kingtide.host.engine.ContainerState;
import org.jspecify.annotations.Nullable;

/// Why containers end.
final class Ends {
    /// 128 and the signal's number.
    static final int SIGKILL = 137;

    /// The agent's text (amazon-ecs-agent, agent/dockerclient/dockerapi/errors.go).
    static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

    static final String REMOVED = "CannotInspectContainerError: the container was removed";

    private Ends() {}

    /// Why a container ended, if there is more to say than its exit code.
    static @Nullable String reason(ContainerState state) {
        return state.oomKilled() ? OUT_OF_MEMORY : state.trouble();
    }
}
