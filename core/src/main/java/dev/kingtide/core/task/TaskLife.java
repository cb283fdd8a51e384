package dev.kingtide.core.task;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task's life as its driver reports it: every report gives the next version of the task.
///
/// Reports about tasks that are unknown or already STOPPED are late news and change nothing (null
/// comes back).
public final class TaskLife {

    /// How long a STOPPED task remains describable (ECS developer guide, task-lifecycle: at least
    /// one hour).
    public static final long REMEMBERED_MILLIS = 3_600_000;

    /// The text for a task whose essential container ended (ECS developer guide,
    /// stopped-task-errors).
    public static final String ESSENTIAL_EXITED = "Essential container in task exited";

    private TaskLife() {}

    /// Adds a task that is placed, and asks its driver to start it.
    public static Task create(
            Turn turn,
            TaskIdentity identity,
            TaskPlace place,
            TaskOptions options,
            TaskDefinition definition) {
        List<Container> containers = new ArrayList<>(definition.containers().size());
        for (ContainerDefinition container : definition.containers()) {
            containers.add(Container.pending(container.name()));
        }
        Task task =
                new Task(
                        identity,
                        place,
                        TaskState.CREATED,
                        TaskTimes.created(turn.nowMillis()),
                        List.copyOf(containers),
                        options,
                        null);
        put(turn, task);
        turn.effect(new Effect.Tasks(new TaskCommand.Start(task, definition)));
        return task;
    }

    /// The task has its network: PROVISIONING to PENDING.
    public static @Nullable Task networkAttached(Turn turn, String taskId, String address) {
        Task task = living(turn, taskId);
        if (task == null || task.status() != TaskStatus.PROVISIONING) {
            return null;
        }
        return put(
                turn,
                task.with(address)
                        .with(
                                task.state().to(TaskStatus.PENDING),
                                task.times().connected(turn.nowMillis())));
    }

    /// The first image begins to be pulled.
    public static @Nullable Task pullStarted(Turn turn, String taskId) {
        Task task = living(turn, taskId);
        return task == null || task.times().pullStartedAtMillis() > 0
                ? null
                : put(turn, task.with(task.state(), task.times().pullStarted(turn.nowMillis())));
    }

    /// The pull of a container's image goes on; nothing else follows from it.
    public static void pullProgressed(Turn turn, TaskObservation.PullProgressed seen) {
        Task task = living(turn, seen.taskId());
        Container container = task == null ? null : task.container(seen.container());
        if (task != null && container != null) {
            put(turn, task.with(container.pulling(seen.pull())));
        }
    }

    /// The last image has been pulled.
    public static @Nullable Task pullStopped(Turn turn, String taskId) {
        Task task = living(turn, taskId);
        return task == null
                ? null
                : put(turn, task.with(task.state(), task.times().pullStopped(turn.nowMillis())));
    }

    /// A container runs; when it is the last to start, the task is RUNNING.
    public static @Nullable Task containerStarted(
            Turn turn, TaskObservation.ContainerStarted seen) {
        Task task = living(turn, seen.taskId());
        Container container = task == null ? null : task.container(seen.container());
        if (task == null || container == null) {
            return null;
        }
        Task next = task.with(container.running(seen));
        if (!next.hasContainer(TaskStatus.PENDING, true)
                && task.status() == TaskStatus.PENDING
                && !task.state().stopWanted()) {
            next =
                    next.with(
                            next.state().to(TaskStatus.RUNNING),
                            next.times().started(turn.nowMillis()));
        }
        return put(turn, next);
    }

    /// A container's own check changed its mind; the task's health follows its essential containers
    /// with a check.
    public static @Nullable Task containerHealth(
            Turn turn, String taskId, String name, boolean healthy) {
        Task task = living(turn, taskId);
        Container container = task == null ? null : task.container(name);
        if (task == null || container == null) {
            return null;
        }
        Task next = task.with(container.health(healthy));
        return put(turn, next.with(next.state().health(healthOf(turn, next))));
    }

    /// A container ended. If it is essential the task is to stop; its driver is asked to stop the
    /// others.
    public static @Nullable Task containerStopped(
            Turn turn, String taskId, String name, int exitCode, @Nullable String reason) {
        Task task = living(turn, taskId);
        Container container = task == null ? null : task.container(name);
        if (task == null || container == null || container.lastStatus() == TaskStatus.STOPPED) {
            return null;
        }
        Task next = task.with(container.stopped(exitCode, reason));
        boolean essential = definition(turn, task).container(name).essential();
        if (essential && task.status().compareTo(TaskStatus.STOPPING) < 0) {
            next = stopping(turn, next, StopCode.ESSENTIAL_CONTAINER_EXITED, ESSENTIAL_EXITED);
            turn.effect(new Effect.Tasks(new TaskCommand.Stop(taskId)));
        }
        if (!next.hasContainer(TaskStatus.STOPPED, false)
                && TaskMoves.allowed(next.status(), TaskStatus.DEPROVISIONING)) {
            next = next.with(next.state().to(TaskStatus.DEPROVISIONING));
        }
        return put(turn, next);
    }

    /// Marks a task as one that is to stop, and asks its driver to stop it now; null if it already
    /// stops.
    public static @Nullable Task stopNow(Turn turn, Task task, StopCode code, String reason) {
        if (task.status().compareTo(TaskStatus.STOPPING) >= 0) {
            return null;
        }
        turn.effect(new Effect.Tasks(new TaskCommand.Stop(task.id())));
        return put(turn, stopping(turn, task, code, reason));
    }

    /// Its capacity is being taken back: SIGTERM was sent, so it stops without being asked.
    public static @Nullable Task interrupted(Turn turn, String taskId, String reason) {
        Task task = living(turn, taskId);
        return task == null || task.status().compareTo(TaskStatus.STOPPING) >= 0
                ? null
                : put(turn, stopping(turn, task, StopCode.SPOT_INTERRUPTION, reason));
    }

    /// The task could not be started.
    public static @Nullable Task startFailed(Turn turn, String taskId, TaskFault fault) {
        Task task = living(turn, taskId);
        return task == null
                ? null
                : gone(turn, task, StopCode.TASK_FAILED_TO_START, fault.reason());
    }

    /// Nothing of the task is left.
    public static @Nullable Task gone(Turn turn, String taskId) {
        Task task = living(turn, taskId);
        return task == null
                ? null
                : gone(turn, task, StopCode.ESSENTIAL_CONTAINER_EXITED, ESSENTIAL_EXITED);
    }

    /// The task is STOPPED, for the reason that it already has or else for this one.
    public static Task gone(Turn turn, Task task, StopCode code, String reason) {
        Task stopping = task.with(task.state().stopWanted(code, reason));
        Task gone =
                stopping.with(
                        stopping.state().to(TaskStatus.STOPPED),
                        stopping.times()
                                .executionStopped(turn.nowMillis())
                                .stopped(turn.nowMillis()));
        turn.timer(TimerKind.TASK_FORGET, task.id(), turn.nowMillis() + REMEMBERED_MILLIS);
        return put(turn, gone);
    }

    /// A STOPPED task is no longer remembered; returns what it was.
    public static @Nullable Task forget(Turn turn, String taskId) {
        Task task = turn.world().tasks().table.get(taskId);
        if (task != null) {
            Tags.forget(turn, task.resource());
            turn.remove(turn.world().tasks().table, taskId);
        }
        return task;
    }

    /// The definition that a task was made from.
    public static TaskDefinition definition(Turn turn, Task task) {
        return turn.world().tasks().definitions.require(task.identity().definition());
    }

    private static Task stopping(Turn turn, Task task, StopCode code, String reason) {
        TaskState state = task.state().stopWanted(code, reason).to(TaskStatus.STOPPING);
        long now = turn.nowMillis();
        return task.with(state, task.times().executionStopped(now).stopping(now));
    }

    private static Health healthOf(Turn turn, Task task) {
        Health result = Health.HEALTHY;
        for (ContainerDefinition container : definition(turn, task).containers()) {
            if (container.essential() && container.healthCheck() != null) {
                Container seen = task.container(container.name());
                Health health = seen == null ? Health.UNKNOWN : seen.health();
                if (health == Health.UNHEALTHY) {
                    return Health.UNHEALTHY;
                }
                result = health == Health.UNKNOWN ? Health.UNKNOWN : result;
            }
        }
        return result;
    }

    private static @Nullable Task living(Turn turn, String taskId) {
        Task task = turn.world().tasks().table.get(taskId);
        return task == null || task.status().compareTo(TaskStatus.STOPPED) >= 0 ? null : task;
    }

    private static Task put(Turn turn, Task task) {
        turn.put(turn.world().tasks().table, task);
        return task;
    }
}
