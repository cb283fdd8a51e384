package dev.kingtide.core.task;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One task: who it is, where it is, what state it is in, and what happened when.
///
/// Identity and place do not change through its life, so a new version shares them.
///
/// @param address its private address once it has one, or null
public record Task(
        TaskIdentity identity,
        TaskPlace place,
        TaskState state,
        TaskTimes times,
        List<Container> containers,
        @Nullable String address)
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

    /// Its `lastStatus`.
    public TaskStatus status() {
        return state.lastStatus();
    }

    /// Whether it runs and nobody wants it to stop.
    public boolean isRunning() {
        return state.lastStatus() == TaskStatus.RUNNING && !state.stopWanted();
    }

    /// Whether its `desiredStatus` is STOPPED.
    public boolean isEnding() {
        return state.stopWanted() || state.lastStatus().compareTo(TaskStatus.STOPPING) >= 0;
    }

    /// A version in another state.
    public Task with(TaskState newState, TaskTimes newTimes) {
        return new Task(identity, place, newState, newTimes, containers, address);
    }

    /// A version in another state.
    public Task with(TaskState newState) {
        return new Task(identity, place, newState, times, containers, address);
    }

    /// A version with an address.
    public Task with(String newAddress) {
        return new Task(identity, place, state, times, containers, newAddress);
    }

    /// A version in which one container is another.
    public Task with(Container changed) {
        if (containers.size() == 1) {
            return new Task(identity, place, state, times, List.of(changed), address);
        }
        List<Container> all = new ArrayList<>(containers);
        all.replaceAll(c -> c.name().equals(changed.name()) ? changed : c);
        return new Task(identity, place, state, times, List.copyOf(all), address);
    }

    /// Whether any container is in a status, or (`in` false) in another one.
    boolean hasContainer(TaskStatus status, boolean in) {
        for (int i = 0; i < containers.size(); i++) {
            if ((containers.get(i).lastStatus() == status) == in) {
                return true;
            }
        }
        return false;
    }

    /// The container of that name, or null.
    public @Nullable Container container(String name) {
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).name().equals(name)) {
                return containers.get(i);
            }
        }
        return null;
    }
}
