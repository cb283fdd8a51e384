package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskLife;
import org.jspecify.annotations.Nullable;

/// What a driver reports of tasks and instances, first to the task and then to its service.
public final class TaskReports {

    /// The reason of a task whose Spot capacity was taken back (ECS developer guide,
    /// fargate-capacity-providers).
    private static final String INTERRUPTED = "Your Spot Task was interrupted.";

    private TaskReports() {}

    /// Takes note of a report.
    public static void observed(Turn turn, TaskObservation seen) {
        switch (seen) {
            case TaskObservation.InstanceLost(var instanceId) -> Draining.lost(turn, instanceId);
            case TaskObservation.InstanceInterrupted(var instanceId) -> {
                if (turn.world().clusters().instances.get(instanceId) != null) {
                    Draining.drain(turn, instanceId);
                }
            }
            case TaskObservation.OfTask report -> {
                Task before = turn.world().tasks().table.get(report.taskId());
                Task after = next(turn, report);
                if (after != null) {
                    ServiceTasks.changed(turn, before, after);
                }
            }
        }
    }

    private static @Nullable Task next(Turn turn, TaskObservation.OfTask report) {
        String id = report.taskId();
        return switch (report) {
            case TaskObservation.NetworkAttached r ->
                    TaskLife.networkAttached(turn, id, r.privateAddress());
            case TaskObservation.PullStarted r -> TaskLife.pullStarted(turn, id);
            case TaskObservation.PullProgressed r -> {
                TaskLife.pullProgressed(turn, r);
                yield null; // no service decides on that
            }
            case TaskObservation.PullStopped r -> TaskLife.pullStopped(turn, id);
            case TaskObservation.ContainerStarted r -> TaskLife.containerStarted(turn, r);
            case TaskObservation.ContainerHealth r ->
                    TaskLife.containerHealth(turn, id, r.container(), r.healthy());
            case TaskObservation.ContainerStopped r ->
                    TaskLife.containerStopped(turn, id, r.container(), r.exitCode(), r.reason());
            case TaskObservation.StartFailed r -> TaskLife.startFailed(turn, id, r.fault());
            case TaskObservation.TaskGone r -> TaskLife.gone(turn, id);
            case TaskObservation.SpotInterrupted r -> TaskLife.interrupted(turn, id, INTERRUPTED);
        };
    }
}
