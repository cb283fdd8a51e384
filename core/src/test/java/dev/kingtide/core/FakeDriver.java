package dev.kingtide.core;

import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// A driver with fixed times: a task runs after a start time, is gone after a stop time, and fails
/// where told to.
public final class FakeDriver implements TaskDriver {
    /// From the command to RUNNING.
    public long startMillis = 10_000;

    /// From the command to gone.
    public long stopMillis = 2_000;

    /// Which tasks cannot be started.
    public Predicate<Task> failsToStart = task -> false;

    private final VirtualLoop loop;
    private int ports;
    private final Map<String, Task> alive = new LinkedHashMap<>();

    /// A driver on a loop.
    public FakeDriver(VirtualLoop loop) {
        this.loop = loop;
    }

    /// The tasks that were started and are not gone, by id.
    public Map<String, Task> alive() {
        return alive;
    }

    @Override
    public void accept(TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(var task, var definition) -> start(task, definition);
            case TaskCommand.Adopt(var task, var definition) -> adopt(task, definition);
            case TaskCommand.Stop(var id) ->
                    loop.at(loop.nowMillis() + stopMillis, () -> end(id, 143));
        }
    }

    /// An essential container of the task ends by itself.
    public void crash(String taskId) {
        Task task = alive.get(taskId);
        if (task != null) {
            loop.observe(
                    new TaskObservation.ContainerStopped(
                            taskId, task.containers().getFirst().name(), 1, null));
        }
    }

    /// The machine of these tasks vanished.
    public void vanish(String instanceId) {
        alive.values().removeIf(t -> instanceId.equals(t.place().instanceId()));
        loop.observe(new TaskObservation.InstanceLost(instanceId));
    }

    private void adopt(Task task, TaskDefinition definition) {
        if (task.status().isStarting()) {
            start(task, definition);
        } else {
            alive.put(task.id(), task);
        }
    }

    private void start(Task task, TaskDefinition definition) {
        alive.put(task.id(), task);
        boolean fails = failsToStart.test(task);
        loop.at(
                loop.nowMillis() + startMillis / 2,
                () -> {
                    if (!alive.containsKey(task.id())) {
                        return;
                    }
                    if (fails) {
                        alive.remove(task.id());
                        loop.observe(
                                new TaskObservation.StartFailed(
                                        task.id(), new TaskFault.CannotPull("not found")));
                    } else {
                        loop.observe(
                                new TaskObservation.NetworkAttached(task.id(), address(task.id())));
                        loop.observe(new TaskObservation.PullStarted(task.id()));
                    }
                });
        loop.at(
                loop.nowMillis() + startMillis,
                () -> {
                    if (!alive.containsKey(task.id())) {
                        return;
                    }
                    loop.observe(new TaskObservation.PullStopped(task.id()));
                    definition
                            .containers()
                            .forEach(c ->
                                    loop.observe(
                                            new TaskObservation.ContainerStarted(
                                                    task.id(), c.name(), hostPort(task))));
                });
    }

    private void end(String taskId, int exitCode) {
        Task task = alive.remove(taskId);
        if (task != null) {
            task.containers()
                    .forEach(c ->
                            loop.observe(
                                    new TaskObservation.ContainerStopped(
                                            taskId, c.name(), exitCode, null)));
        }
        loop.observe(new TaskObservation.TaskGone(taskId));
    }

    /// A dynamic host port, as in bridge mode; a task of awsvpc mode ignores it.
    private int hostPort(Task task) {
        return task.place().instanceId() == null ? 0 : 32_768 + ports++ % 28_000;
    }

    private static String address(String taskId) {
        long bits = Long.parseUnsignedLong(taskId.substring(0, 6), 16);
        return "10." + (bits >> 16 & 255) + '.' + (bits >> 8 & 255) + '.' + (bits & 255);
    }
}
