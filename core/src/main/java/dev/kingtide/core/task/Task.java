package dev.kingtide.core.task;

import dev.kingtide.core.Row;
import java.util.List;

/// One task: who it is, where it is, what state it is in, and what happened when.
///
/// Identity and place do not change through its life, so a new version shares them.
public record Task(
        TaskIdentity identity,
        TaskPlace place,
        TaskState state,
        TaskTimes times,
        List<Container> containers)
        implements Row {

    /// The task's id: 32 hexadecimal digits.
    @Override
    public String key() {
        return identity.id();
    }

    /// The task's id: 32 hexadecimal digits.
    public String id() {
        return identity.id();
    }

    /// A version in another state.
    public Task with(TaskState newState, TaskTimes newTimes) {
        return new Task(identity, place, newState, newTimes, containers);
    }

    /// A version in another state.
    public Task with(TaskState newState) {
        return new Task(identity, place, newState, times, containers);
    }

    /// A version with other containers.
    public Task with(List<Container> newContainers) {
        return new Task(identity, place, state, times, newContainers);
    }
}
