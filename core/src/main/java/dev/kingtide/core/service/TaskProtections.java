package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskProtection;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.TimerKind;

/// The protection of tasks from scale-in and from replacement by a deployment (ECS developer guide,
/// task-scale-in-protection). Bad health, a lost instance and a caller's stop end them all the
/// same.
public final class TaskProtections {

    private TaskProtections() {}

    /// Protects a service's task for some minutes from now on, however long it was protected.
    public static TaskProtection protect(Turn turn, Task task, int minutes) {
        long expires = turn.nowMillis() + minutes * 60_000L;
        TaskProtection protection =
                new TaskProtection(
                        task.id(), String.valueOf(task.identity().deploymentId()), expires);
        turn.put(turn.world().tasks().protections, protection);
        turn.timer(TimerKind.TASK_PROTECTION_EXPIRES, task.id(), expires);
        return protection;
    }

    /// Ends a task's protection, which may have none; its service may go on with what it waited
    /// for.
    public static void end(Turn turn, String taskId) {
        forget(turn, taskId);
        Task task = turn.world().tasks().table.get(taskId);
        if (task != null) {
            Services.wakeServiceOf(turn, task);
        }
    }

    /// A task stops.
    static void forget(Turn turn, String taskId) {
        if (turn.world().tasks().protections.get(taskId) != null) {
            turn.remove(turn.world().tasks().protections, taskId);
            turn.cancelTimer(TimerKind.TASK_PROTECTION_EXPIRES, taskId);
        }
    }

    /// Whether nothing but protected tasks keeps a deployment of a service from its end; then no
    /// more are protected (ECS developer guide, api_failures_messages: DEPLOYMENT_BLOCKED).
    public static boolean block(World world, Service service) {
        if (service.deployments().size() < 2) {
            return false;
        }
        TaskTables tasks = world.tasks();
        boolean ready = tasks.count(service.primary().id(), Standing.HEALTHY) >= service.wanted();
        int left = 0;
        int shielded = 0;
        for (Deployment old : service.deployments().subList(1, service.deployments().size())) {
            for (Standing standing : Standing.values()) {
                left += tasks.count(old.id(), standing);
            }
            shielded += tasks.protectionsOf.count(old.id());
        }
        return ready && left > 0 && left == shielded;
    }
}
