package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.admission.LaunchRates;
import dev.kingtide.core.placement.Placement;
import dev.kingtide.core.service.Deployment.Rollout;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;

/// One look at one service: what is wanted against what is there, and the steps that the bounds
/// allow (ECS developer guide, deployment-type-ecs; botocore ecs model, `DeploymentConfiguration`).
///
/// A pass stops what is too much, then what is old, unhealthy or on a draining instance as far as
/// the lower bound allows, then launches what is missing as far as the upper bound allows. A
/// replacement for an unhealthy task is launched before the task is stopped, unless the upper bound
/// leaves no room: then one at a time is stopped first. Everything that waits (a bound, a launch
/// rate, a rest after failures) wakes the service when it is over.
final class Reconciler {
    private final Turn turn;
    private final TaskTables tasks;
    private final Counts fresh;
    private final Counts old = new Counts();
    private final List<Task> stopped = new ArrayList<>();
    private final int stoppingBefore;
    private Service service;

    /// How many tasks have which standing.
    private static final class Counts {
        int starting;
        int unproven;
        int healthy;
        int condemned;
        int leaving;

        void add(TaskTables tasks, String deploymentId) {
            starting += tasks.count(deploymentId, Standing.STARTING);
            unproven += tasks.count(deploymentId, Standing.UNPROVEN);
            healthy += tasks.count(deploymentId, Standing.HEALTHY);
            condemned += tasks.count(deploymentId, Standing.CONDEMNED);
            leaving += tasks.count(deploymentId, Standing.LEAVING);
        }

        int all() {
            return starting + unproven + healthy + condemned + leaving;
        }
    }

    private Reconciler(Turn turn, Service service) {
        this.turn = turn;
        this.service = service;
        this.tasks = turn.world().tasks();
        this.fresh = new Counts();
        fresh.add(tasks, service.primary().id());
        for (Deployment deployment : service.deployments()) {
            if (!deployment.id().equals(service.primary().id())) {
                old.add(tasks, deployment.id());
            }
        }
        stoppingBefore = tasks.count(service.key(), Standing.STOPPING);
    }

    /// Looks at a service, if it is still there.
    static void reconcile(Turn turn, String key) {
        Service service = turn.world().services().table.get(key);
        if (service != null && service.status() != ServiceStatus.INACTIVE) {
            new Reconciler(turn, service).pass();
        }
    }

    private void pass() {
        ServiceProgress before = service.progress();
        String waitedFor = ServiceTables.waitsFor(service);
        service =
                service.with(
                        new ServiceProgress(
                                turn.nowMillis(),
                                before.steady(),
                                false,
                                false,
                                before.launchFailures(),
                                before.launchAgainAtMillis()));
        if (waitedFor != null) {
            turn.put(turn.world().services().table, service); // to wait on, it has to queue again
        }
        DeploymentConfiguration bounds = service.settings().deployment();
        int wanted = service.wanted();
        int lower = bounds.lowerBound(wanted);
        int room = bounds.upperBound(wanted) - fresh.all() - old.all() - stoppingBefore;
        int missing = wanted - fresh.starting - fresh.unproven - fresh.healthy;
        stopSurplus(-missing);
        stopCondemned(wanted, missing > 0 && room <= 0);
        stopReplaced(lower);
        ServiceEvents.stopped(turn, service, stopped);
        if (missing > 0 && service.primary().rollout() != Rollout.FAILED) {
            launch(Math.min(missing, room), before);
            sayIfStuck(missing, room);
        }
        conclude(wanted);
        turn.put(turn.world().services().table, service);
        if (waitedFor != null) {
            Services.wakeWaiting(turn, waitedFor);
        }
    }

    /// Scales in: what has not run yet first, then what is not proven, then healthy tasks.
    private void stopSurplus(int surplus) {
        String primary = service.primary().id();
        String reason = scalingReason(service.primary());
        int left = surplus;
        for (Standing standing : List.of(Standing.STARTING, Standing.UNPROVEN, Standing.HEALTHY)) {
            int here = Math.min(left, tasks.count(primary, standing));
            if (here > 0) {
                stop(primary, standing, here, reason);
                left -= here;
            }
        }
    }

    /// Stops unhealthy tasks of the primary deployment once their replacements are healthy.
    private void stopCondemned(int wanted, boolean noRoom) {
        int replaced = fresh.healthy + fresh.condemned - wanted;
        int count = Math.min(fresh.condemned, Math.max(0, replaced));
        if (count == 0 && fresh.condemned > 0 && noRoom && stoppingBefore == 0) {
            count = 1;
        }
        stop(service.primary().id(), Standing.CONDEMNED, count, scalingReason(service.primary()));
    }

    /// Stops what the primary deployment replaces, and what is on draining instances.
    private void stopReplaced(int lower) {
        int removable =
                Math.max(0, fresh.healthy + fresh.leaving + old.healthy + old.leaving - lower);
        int leaving = Math.min(fresh.leaving, removable);
        stop(
                service.primary().id(),
                Standing.LEAVING,
                leaving,
                "Task stopped during instance draining");
        removable -= leaving;
        // a deployment that was given up replaces nothing any more, but scaling in goes on
        int spare =
                service.primary().rollout() == Rollout.FAILED
                        ? Math.max(0, fresh.healthy + old.all() - service.wanted())
                        : Integer.MAX_VALUE;
        for (Deployment deployment :
                service.deployments().subList(1, service.deployments().size())) {
            String reason = scalingReason(deployment);
            for (Standing standing :
                    List.of(Standing.STARTING, Standing.UNPROVEN, Standing.CONDEMNED)) {
                int here = Math.min(spare, tasks.count(deployment.id(), standing));
                stop(deployment.id(), standing, here, reason);
                spare -= here;
            }
            for (Standing standing : List.of(Standing.LEAVING, Standing.HEALTHY)) {
                int count = tasks.count(deployment.id(), standing);
                int here = Math.min(Math.min(removable, spare), count);
                stop(deployment.id(), standing, here, reason);
                removable -= here;
                spare -= here;
            }
        }
    }

    private void stop(String deploymentId, Standing standing, int count, String reason) {
        if (count <= 0) {
            return;
        }
        for (Task task : ScaleIn.choose(turn, service, deploymentId, standing, count)) {
            String condemned = task.state().condemned();
            TaskStops.stop(
                    turn,
                    task,
                    StopCode.SERVICE_SCHEDULER_INITIATED,
                    condemned == null ? reason : condemned);
            stopped.add(task);
        }
    }

    private void launch(int count, ServiceProgress before) {
        if (count <= 0) {
            return;
        }
        if (turn.nowMillis() < before.launchAgainAtMillis()) {
            turn.timerNoLaterThan(
                    TimerKind.SERVICE_RECONCILE, service.key(), before.launchAgainAtMillis());
            return;
        }
        Launcher.Outcome outcome = Launcher.launch(turn, service, count);
        ServiceEvents.started(turn, service, outcome.started(), fresh.condemned);
        if (outcome.againAtMillis() > 0) {
            if (!before.throttled()) {
                ServiceEvents.add(
                        turn, service, "operations are being throttled. Will try again later.");
            }
            turn.timerNoLaterThan(
                    TimerKind.SERVICE_RECONCILE, service.key(), outcome.againAtMillis());
        }
        Launcher.Obstacle obstacle = outcome.obstacle();
        if (obstacle != null && !before.waitingForCapacity()) {
            ServiceEvents.add(turn, service, textOf(obstacle));
        }
        ServiceProgress now = service.progress();
        service =
                service.with(
                        new ServiceProgress(
                                now.reconciledAtMillis(),
                                now.steady(),
                                obstacle != null,
                                outcome.againAtMillis() > 0,
                                now.launchFailures(),
                                now.launchAgainAtMillis()));
    }

    /// Tells that the bounds let nothing happen (ECS developer guide, service-event-messages).
    private void sayIfStuck(int missing, int room) {
        if (missing > 0
                && room <= 0
                && stopped.isEmpty()
                && stoppingBefore == 0
                && old.healthy > 0
                && fresh.all() == 0) {
            ServiceEvents.add(
                    turn,
                    service,
                    "was unable to stop or start tasks during a deployment because of the service"
                            + " deployment configuration. Update the minimumHealthyPercent or"
                            + " maximumPercent value and try again.");
        }
    }

    /// Completes the deployment, announces the steady state, or ends a deleted service.
    private void conclude(int wanted) {
        boolean full = fresh.healthy == wanted && fresh.all() == wanted && old.all() == 0;
        boolean quiet = full && stopped.isEmpty();
        boolean completes = quiet && service.primary().rollout() == Rollout.IN_PROGRESS;
        if (completes) {
            service = Rollouts.completed(turn, service);
        }
        boolean steady = quiet && stoppingBefore == 0 && service.deployments().size() == 1;
        if (quiet && stoppingBefore == 0 && service.status() == ServiceStatus.DRAINING) {
            LaunchRates.forget(turn, service.key());
            service = service.with(ServiceStatus.INACTIVE);
        } else if (steady && (completes || !service.progress().steady())) {
            ServiceEvents.add(turn, service, "has reached a steady state.");
        }
        ServiceProgress now = service.progress();
        service =
                service.with(
                        new ServiceProgress(
                                now.reconciledAtMillis(),
                                steady,
                                now.waitingForCapacity(),
                                now.throttled(),
                                now.launchFailures(),
                                now.launchAgainAtMillis()));
    }

    private static String textOf(Launcher.Obstacle obstacle) {
        return switch (obstacle) {
            case Launcher.Obstacle.NoInstance(var why) -> {
                Placement.Closest closest = why.closest();
                yield "was unable to place a task because no container instance met all of its"
                        + " requirements."
                        + (closest == null
                                ? ""
                                : " The closest matching (container-instance "
                                        + closest.instanceId()
                                        + ") "
                                        + closest.reason().eventText()
                                        + ".");
            }
            case Launcher.Obstacle.VcpuQuota() ->
                    "was unable to place a task. Reason: You've reached the limit on the number of"
                            + " vCPUs you can run concurrently.";
        };
    }

    private static String scalingReason(Deployment deployment) {
        return "Scaling activity initiated by (deployment " + deployment.id() + ")";
    }
}
