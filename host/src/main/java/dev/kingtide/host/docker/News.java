package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.host.engine.ContainerState;
import org.jspecify.annotations.Nullable;

/// What a [TaskRun] hears: from its driver, from the Engine's events, and from what it has begun.
sealed interface News {

    /// The task is to stop.
    record StopAsked() implements News {}

    /// The task has its network; `namespace` is the container that holds it, null without one.
    record Attached(@Nullable ContainerState namespace) implements News {}

    /// The pull of a container's image goes on.
    record Pulling(String container, ImagePull progress) implements News {}

    /// A container's image is there.
    ///
    /// @param digest of its manifest, null when nobody can tell
    record Pulled(String container, @Nullable String digest) implements News {}

    /// A container was started.
    record Started(String container, ContainerState state) implements News {}

    /// What was begun for a container failed, or for the network where `container` is empty.
    record Failed(String container, TaskFault fault) implements News {}

    /// The pull for a container is not waited for any more, because the task is to stop.
    record GivenUp(String container) implements News {}

    /// The Engine says that a container ended.
    record Died(String container, int exitCode) implements News {}

    /// A container has ended.
    record Ended(String container, int exitCode, @Nullable String reason) implements News {}

    /// A container was looked at and runs.
    record StillRuns(String container) implements News {}

    /// A container's own check changed its mind.
    record HealthChanged(String container, boolean healthy) implements News {}

    /// The Engine was away: what happened meanwhile has to be looked at.
    record EngineBack() implements News {}

    /// What was made for the task, other than containers that ran, is gone.
    record Cleared() implements News {}
}
