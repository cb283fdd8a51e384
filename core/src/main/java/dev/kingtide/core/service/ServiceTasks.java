package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.task.Health;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskLife;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the scheduler makes of the life of a service's tasks: registration, health, failure,
/// replacement.
public final class ServiceTasks {

    private ServiceTasks() {}

    /// It is time to look at a service.
    public static void reconcile(Turn turn, String serviceKey) {
        Reconciler.reconcile(turn, serviceKey);
    }

    /// It is time to take a task that is to stop out of its target groups.
    public static void deregister(Turn turn, String taskId) {
        TaskStops.deregister(turn, taskId);
    }

    /// A target of a task is gone.
    public static void drained(Turn turn, String taskId) {
        TaskStops.drained(turn, taskId);
    }

    /// Targets went together with their group: tasks that only waited for them to drain may stop.
    public static void gone(Turn turn, List<Target> targets) {
        for (Target target : targets) {
            if (target.taskId() != null) {
                TaskStops.drained(turn, target.taskId());
            }
        }
    }

    /// A target left a group: tasks that found the group full may be registered.
    public static void roomFreed(Turn turn, String groupArn) {
        TaskTargets.roomFreed(turn, groupArn);
    }

    /// A task's state or containers changed.
    public static void changed(Turn turn, @Nullable Task before, Task task) {
        Service service = TaskStops.serviceOf(turn, task);
        if (before == null) {
            return;
        }
        boolean started = task.status() == TaskStatus.RUNNING && before.status().isStarting();
        if (started) {
            Launcher.started(turn, task);
        }
        if (service != null && started) {
            running(turn, service, task);
        } else if (before.status() != task.status()) {
            if (task.status().compareTo(TaskStatus.STOPPING) >= 0) {
                leave(turn, task);
            }
            if (task.status() == TaskStatus.STOPPED) {
                stopped(turn, service, task);
            }
        } else if (service != null && before.state().health() != task.state().health()) {
            healthChanged(turn, service, task);
        }
        if (service != null && before.status() != task.status()) {
            Services.wakeServiceOf(turn, task);
        }
    }

    /// A target's health changed.
    public static void targetChanged(Turn turn, Target target) {
        String taskId = target.taskId();
        Task task = taskId == null ? null : turn.world().tasks().table.get(taskId);
        Service service = task == null ? null : TaskStops.serviceOf(turn, task);
        if (task == null || service == null || !task.isRunning()) {
            return;
        }
        boolean healthy =
                turn.world().traffic().targetsByTask.get(task.id()).stream()
                        .allMatch(t -> t.state() == TargetState.HEALTHY);
        if (healthy != task.state().trafficHealthy()) {
            Task next = task.with(task.state().trafficHealthy(healthy));
            turn.put(turn.world().tasks().table, next);
            if (healthy) {
                put(turn, service, Rollouts.healthy(service, task.identity().deploymentId()));
            }
            Services.wakeServiceOf(turn, task);
            task = next;
        }
        watchHealth(turn, service, task);
    }

    /// The scheduler takes note of a task that is still unhealthy, and will replace it (texts of
    /// stoppedReason as seen in published logs of 2026).
    public static void noteUnhealthy(Turn turn, String taskId) {
        Task task = turn.world().tasks().table.get(taskId);
        Service service = task == null ? null : TaskStops.serviceOf(turn, task);
        if (task == null || service == null || !task.isRunning() || !isUnhealthy(turn, task)) {
            return;
        }
        Target target = unhealthyTarget(turn, task);
        String reason =
                target == null
                        ? "Task failed container health checks"
                        : "Task failed ELB health checks in (target-group "
                                + target.groupArn()
                                + ")";
        turn.put(turn.world().tasks().table, task.with(task.state().nowCondemned(reason)));
        ServiceEvents.add(
                turn,
                service,
                "(task "
                        + task.id()
                        + ") "
                        + (target == null
                                ? "failed container health checks."
                                : "(port "
                                        + target.port()
                                        + ") is unhealthy in (target-group "
                                        + target.groupArn()
                                        + ") due to (reason "
                                        + target.description()
                                        + ")"));
        put(turn, service, Rollouts.failed(turn, service, task.identity().deploymentId()));
        Services.wakeServiceOf(turn, task);
    }

    /// A task has run long enough to count as healthy without any check.
    public static void settled(Turn turn, String taskId) {
        Task task = turn.world().tasks().table.get(taskId);
        if (task != null && task.isRunning()) {
            turn.put(turn.world().tasks().table, task.with(task.state().nowSettled()));
            Service service = TaskStops.serviceOf(turn, task);
            if (service != null) {
                put(turn, service, Rollouts.healthy(service, task.identity().deploymentId()));
                Services.wakeServiceOf(turn, task);
            }
        }
    }

    private static void running(Turn turn, Service service, Task task) {
        Service next =
                service.progress().launchFailures() == 0
                        ? service
                        : service.with(service.progress().launchesWork());
        put(turn, service, next);
        TaskDefinition definition = TaskLife.definition(turn, task);
        boolean checked = definition.hasHealthCheck();
        Deployment deployment = service.deployment(String.valueOf(task.identity().deploymentId()));
        if (deployment == null && service.deployments().isEmpty()) {
            return; // its task set was deleted
        }
        ServiceRevision revision = (deployment == null ? service.primary() : deployment).revision();
        boolean balanced = !revision.loadBalancers().isEmpty();
        var state = task.state().trafficHealthy(!balanced);
        boolean settled = checked ? task.state().health() == Health.HEALTHY : balanced;
        turn.put(turn.world().tasks().table, task.with(settled ? state.nowSettled() : state));
        if (!checked && !balanced) {
            turn.timer(
                    TimerKind.TASK_SETTLED,
                    task.id(),
                    turn.nowMillis() + turn.world().services().timings().settleMillis());
        }
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            boolean alternate = deployment != null && deployment.alternate();
            TaskTargets.register(turn, next, task, balancer.on(alternate));
        }
        if (task.state().health() == Health.UNHEALTHY) {
            watchHealth(turn, next, task);
        }
    }

    /// A task stops, or is gone, whatever the scheduler wanted: nobody must send it requests any
    /// more.
    private static void leave(Turn turn, Task task) {
        turn.cancelTimer(TimerKind.TASK_UNHEALTHY, task.id());
        turn.cancelTimer(TimerKind.TASK_SETTLED, task.id());
        TaskTargets.forget(turn, task.id());
        TaskProtections.forget(turn, task.id());
        TaskStops.deregister(turn, task.id());
    }

    private static void stopped(Turn turn, @Nullable Service service, Task task) {
        Launcher.release(turn, task);
        StopCode code = task.state().stopCode();
        boolean neverRan =
                task.times().startedAtMillis() == 0
                        && code != StopCode.SERVICE_SCHEDULER_INITIATED
                        && code != StopCode.USER_INITIATED;
        if (service != null && neverRan) {
            SchedulerTimings timings = turn.world().services().timings();
            ServiceProgress progress = service.progress();
            Service next = Rollouts.failed(turn, service, task.identity().deploymentId());
            long rest = timings.backoffMillis(progress.launchFailures() + 1);
            boolean newRound = task.times().createdAtMillis() >= progress.launchAgainAtMillis();
            if (newRound && turn.nowMillis() >= progress.launchAgainAtMillis()) {
                // at least one millisecond, so that the other tasks of this round are of it
                next =
                        next.with(
                                next.progress().launchFailed(turn.nowMillis() + Math.max(1, rest)));
                if (rest > 0 && timings.backoffMillis(progress.launchFailures()) == 0) {
                    ServiceEvents.add(
                            turn, next, "is unable to consistently start tasks successfully.");
                }
            }
            put(turn, service, next);
        }
    }

    private static void healthChanged(Turn turn, Service service, Task task) {
        if (task.state().health() == Health.HEALTHY && !task.state().settled()) {
            turn.put(turn.world().tasks().table, task.with(task.state().nowSettled()));
            put(turn, service, Rollouts.healthy(service, task.identity().deploymentId()));
        }
        Services.wakeServiceOf(turn, task);
        watchHealth(turn, service, task);
    }

    /// Sets the moment at which the scheduler will take note of bad health, or takes it back.
    private static void watchHealth(Turn turn, Service service, Task task) {
        if (task.state().condemned() != null || !isUnhealthy(turn, task)) {
            turn.cancelTimer(TimerKind.TASK_UNHEALTHY, task.id());
            return;
        }
        SchedulerTimings timings = turn.world().services().timings();
        boolean byTarget = unhealthyTarget(turn, task) != null;
        long spread = timings.unhealthyReactionMaxMillis() - timings.unhealthyReactionMinMillis();
        long reaction =
                byTarget
                        ? timings.unhealthyReactionMinMillis()
                                + (long)
                                        (spread
                                                * turn.dice()
                                                        .uniform("unhealthy-reaction", task.id()))
                        : timings.passMillis();
        long graceEnds =
                task.times().startedAtMillis() + 1000L * service.settings().gracePeriodSeconds();
        turn.timerNoLaterThan(
                TimerKind.TASK_UNHEALTHY,
                task.id(),
                Math.max(turn.nowMillis() + reaction, graceEnds));
    }

    private static boolean isUnhealthy(Turn turn, Task task) {
        return task.state().health() == Health.UNHEALTHY || unhealthyTarget(turn, task) != null;
    }

    private static @Nullable Target unhealthyTarget(Turn turn, Task task) {
        for (Target target : turn.world().traffic().targetsByTask.get(task.id())) {
            if (target.state() == TargetState.UNHEALTHY) {
                return target;
            }
        }
        return null;
    }

    private static void put(Turn turn, Service before, Service after) {
        if (!Objects.equals(after, before)) {
            Retirement.keep(turn, after);
        }
    }
}
