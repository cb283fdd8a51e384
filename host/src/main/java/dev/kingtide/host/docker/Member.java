package dev.kingtide.host.docker;

import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.Health;
import dev.kingtide.core.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/// A container of a task that runs here; changed by its [TaskRun]'s thread only.
final class Member {

    /// How far it has come.
    enum Phase {
        /// What it depends on does not hold yet, or nothing has been done for it.
        WAITING,
        PULLING,
        PULLED,
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED;

        /// Whether it has not run yet.
        boolean isStarting() {
            return compareTo(RUNNING) < 0;
        }
    }

    final ContainerDefinition definition;
    Phase phase = Phase.WAITING;

    /// Whether its image has been there once.
    boolean pulled;

    /// Whether the control plane was told that it started.
    boolean told;

    /// The Engine said that it ended before it was known to have started.
    boolean diedEarly;

    /// The Engine's id, empty before it is made.
    String dockerId = "";

    /// Of its image's manifest, null when nobody can tell.
    @Nullable String digest;

    Health health = Health.UNKNOWN;
    int hostPort;
    int exitCode;
    @Nullable String reason;
    long startedAtMillis;
    long restartedAtMillis;

    Member(ContainerDefinition definition) {
        this.definition = definition;
    }

    String name() {
        return definition.name();
    }

    boolean isAlive() {
        return phase == Phase.RUNNING || phase == Phase.STOPPING;
    }

    /// As the core's rules of order see it.
    Container seen() {
        return switch (phase) {
            case WAITING, PULLING, PULLED, STARTING -> Container.pending(name());
            case RUNNING, STOPPING ->
                    new Container(name(), TaskStatus.RUNNING, health, null, null, hostPort);
            case STOPPED ->
                    new Container(name(), TaskStatus.STOPPED, health, exitCode, reason, hostPort);
        };
    }
}
