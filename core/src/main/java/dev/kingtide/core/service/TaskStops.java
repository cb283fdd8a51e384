package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskLife;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tasks are stopped: out of their target groups first, then the stop signal.
///
/// The stop signal waits until every target has drained, so that a task that handles no signal
/// still loses nothing while it drains (AWS containers blog, graceful shutdowns with ECS).
public final class TaskStops {

    private TaskStops() {}

    /// Begins to stop a task; one that stops already is left alone.
    public static void stop(Turn turn, Task task, StopCode code, String reason) {
        if (task.state().stopWanted()) {
            return;
        }
        List<Target> targets = turn.world().traffic().targetsByTask.get(task.id());
        turn.cancelTimer(TimerKind.TASK_UNHEALTHY, task.id());
        turn.cancelTimer(TimerKind.TASK_SETTLED, task.id());
        TaskTargets.forget(turn, task.id());
        TaskProtections.forget(turn, task.id());
        if (targets.isEmpty()) {
            TaskLife.stopNow(turn, task, code, reason);
            return;
        }
        var state = task.state().stopWanted(code, reason);
        boolean shown = targets.size() > 1 && task.status() == TaskStatus.RUNNING;
        turn.put(
                turn.world().tasks().table,
                task.with(
                        shown ? state.to(TaskStatus.DEACTIVATING) : state,
                        task.times().executionStopped(turn.nowMillis())));
        turn.timer(
                TimerKind.TASK_DEREGISTER,
                task.id(),
                turn.nowMillis() + turn.world().services().timings().deregisterMillis());
    }

    /// Takes a task out of its target groups now.
    static void deregister(Turn turn, String taskId) {
        turn.cancelTimer(TimerKind.TASK_DEREGISTER, taskId);
        Task task = turn.world().tasks().table.get(taskId);
        for (Target target : turn.world().traffic().targetsByTask.get(taskId)) {
            if (target.state() != TargetState.DRAINING) {
                Targets.deregister(turn, target.key());
                TaskTargets.roomFreed(turn, target.groupArn());
                Service service = task == null ? null : serviceOf(turn, task);
                if (task != null && service != null) {
                    tell(turn, service, task, target);
                }
            }
        }
        drained(turn, taskId);
    }

    /// A target of the task is gone: after the last one, the task itself is stopped.
    static void drained(Turn turn, String taskId) {
        Task task = turn.world().tasks().table.get(taskId);
        if (task != null
                && task.state().stopWanted()
                && task.status().compareTo(TaskStatus.STOPPING) < 0
                && turn.world().traffic().targetsByTask.get(taskId).isEmpty()) {
            TaskLife.stopNow(turn, task, StopCode.SERVICE_SCHEDULER_INITIATED, "");
        }
    }

    /// The service of a task, or null.
    static @Nullable Service serviceOf(Turn turn, Task task) {
        String key = task.identity().serviceKey();
        return key == null ? null : turn.world().services().table.get(key);
    }

    private static void tell(Turn turn, Service service, Task task, Target target) {
        ServiceEvents.add(
                turn,
                service,
                "deregistered 1 targets in (target-group " + target.groupArn() + ")");
        ServiceEvents.record(
                turn,
                service,
                "(service "
                        + service.name()
                        + ", taskSet "
                        + task.identity().deploymentId()
                        + ") has begun draining connections on 1 tasks.");
    }
}
