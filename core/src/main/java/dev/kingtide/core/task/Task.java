package dev.kingtide.core.task;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One task: who it is, where it is, what state it is in, and what happened when.
///
/// Identity, place and options do not change through its life, so a new version shares them.
///
/// @param options what it was started with besides its definition
/// @param address its private address once it has one, or null
public record Task(
        TaskIdentity identity,
        TaskPlace place,
        TaskState state,
        TaskTimes times,
        List<Container> containers,
        TaskOptions options,
        @Nullable String address)
        implements Row {

    /// A task that was started with nothing but its definition.
    public Task(
            TaskIdentity identity,
            TaskPlace place,
            TaskState state,
            TaskTimes times,
            List<Container> containers,
            @Nullable String address) {
        this(identity, place, state, times, containers, TaskOptions.NONE, address);
    }

    /// The task's id: 32 hexadecimal digits.
    @Override
    public String key() {
        return identity.id();
    }

    /// The task's id: 32 hexadecimal digits.
    public String id() {
        return identity.id();
    }

    /// What its ARN says after the account: `task/<cluster>/<id>`.
    public String resource() {
        return "task/" + identity.clusterName() + '/' + identity.id();
    }

    /// The digits that its network interface is known by: the first 16 of its id.
    public String interfaceDigits() {
        return identity.id().substring(0, 16);
    }

    /// Whether it has a network interface of its own at the moment.
    public boolean hasInterface() {
        return options.subnet() != null
                && address != null
                && state.lastStatus().compareTo(TaskStatus.STOPPED) < 0;
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
        return new Task(identity, place, newState, newTimes, containers, options, address);
    }

    /// A version in another state.
    public Task with(TaskState newState) {
        return new Task(identity, place, newState, times, containers, options, address);
    }

    /// A version with an address.
    public Task with(String newAddress) {
        return new Task(identity, place, state, times, containers, options, newAddress);
    }

    /// A version in which one container is another.
    public Task with(Container changed) {
        if (containers.size() == 1) {
            return new Task(identity, place, state, times, List.of(changed), options, address);
        }
        List<Container> all = new ArrayList<>(containers);
        all.replaceAll(c -> c.name().equals(changed.name()) ? changed : c);
        return new Task(identity, place, state, times, List.copyOf(all), options, address);
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
