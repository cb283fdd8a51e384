package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.admission.LaunchRates;
import dev.kingtide.core.placement.EveryInstance;
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
    private final int stoppingBefore;
    private Service service;
    private boolean stoppedAny;
    private boolean full = true;

    // tasks on top of the wanted ones while some are moved to another zone
    private int extra;

    // what one look is at: a deployment, and those that it replaces
    private Deployment side;
    private List<Deployment> replaced = List.of();
    private Counts fresh = new Counts();
    private Counts old = new Counts();
    private List<Task> stopped = new ArrayList<>();
    private int stopping;

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
        this.side = service.primary();
        stoppingBefore = tasks.count(service.key(), Standing.STOPPING);
    }

    /// Looks at a service, if it is still there.
    static void reconcile(Turn turn, String key) {
        Service service = turn.world().services().table.get(key);
        if (service == null || service.status() == ServiceStatus.INACTIVE) {
            return;
        }
        if (service.deployments().isEmpty()) {
            TaskSets.idle(turn, service);
        } else {
            new Reconciler(turn, ServiceDeployments.proceed(turn, service)).pass();
        }
    }

    private void pass() {
        ServiceProgress before = service.progress();
        String waitedFor = ServiceTables.waitsFor(service);
        service = service.with(before.passing(turn.nowMillis()));
        if (waitedFor != null) {
            turn.put(turn.world().services().table, service); // to wait on, it has to queue again
        }
        ServiceDeployment open = ServiceDeployments.open(turn.world(), service);
        boolean sideBySide = TaskSets.deploy(service) || (open != null && open.holds());
        if (sideBySide) {
            for (Deployment deployment : service.deployments()) {
                int wanted = ServiceDeployments.wanted(turn.world(), service, deployment);
                look(deployment, List.of(), wanted, before);
            }
        } else if (Daemons.is(service)) {
            lookEverywhere(before);
        } else {
            List<Deployment> all = service.deployments();
            service = ZoneBalance.goOn(turn, service);
            extra = service.progress().moving();
            look(all.getFirst(), all.subList(1, all.size()), service.wanted(), before);
        }
        conclude(!sideBySide);
        if (TaskSets.deploy(service)) {
            service = TaskSets.settle(turn, service);
        }
        Retirement.keep(turn, service);
        if (waitedFor != null) {
            Services.wakeWaiting(turn, waitedFor);
        }
    }

    /// Looks at one deployment and at those that it replaces.
    private void look(
            Deployment deployment, List<Deployment> others, int wanted, ServiceProgress before) {
        turnTo(deployment, others);
        DeploymentConfiguration bounds = service.settings().deployment();
        int lower = bounds.lowerBound(wanted);
        int room = bounds.upperBound(wanted) - fresh.all() - old.all() - stopping;
        int missing = wanted + extra - fresh.starting - fresh.unproven - fresh.healthy;
        stopSurplus(-missing);
        stopCondemned(wanted + extra, missing > 0 && room <= 0);
        stopReplaced(lower, wanted);
        ServiceEvents.stopped(turn, service, stopped);
        if (missing > 0 && side.rollout() != Rollout.FAILED) {
            launch(Math.min(missing, room), before);
            sayIfStuck(missing, room);
        }
        int enough = wanted + extra;
        full &= fresh.healthy == enough && fresh.all() == enough && old.all() == 0;
        stoppedAny |= !stopped.isEmpty();
    }

    private void turnTo(Deployment deployment, List<Deployment> others) {
        side = deployment;
        replaced = others;
        fresh = new Counts();
        old = new Counts();
        stopped = new ArrayList<>();
        stopping = tasks.count(service.key(), Standing.STOPPING);
        fresh.add(tasks, side.id());
        others.forEach(other -> old.add(tasks, other.id()));
    }

    /// Looks at a service that has one task on every instance: the upper bound is one an instance,
    /// and a replacement follows when the task before it is gone.
    private void lookEverywhere(ServiceProgress before) {
        List<Deployment> all = service.deployments();
        turnTo(all.getFirst(), all.subList(1, all.size()));
        boolean active = service.status() == ServiceStatus.ACTIVE;
        EveryInstance.Found found = Daemons.find(turn, service, side);
        int wanted = active ? found.wanted() : 0;
        service = service.desired(wanted);
        if (active) {
            stop(side.id(), Standing.CONDEMNED, fresh.condemned, scalingReason(side));
            for (Deployment deployment : all) {
                stop(Daemons.leaving(turn, deployment), "Task stopped during instance draining");
            }
            fresh.leaving = 0;
        } else {
            stopSurplus(fresh.all());
            stop(side.id(), Standing.CONDEMNED, fresh.condemned, scalingReason(side));
        }
        stopReplaced(service.settings().deployment().lowerBound(wanted), wanted);
        ServiceEvents.stopped(turn, service, stopped);
        if (active && found.uncovered() > 0 && side.rollout() != Rollout.FAILED) {
            launchAt(found, before);
        }
        sayIfStuck(old.all(), 0);
        full &= fresh.healthy == fresh.all() && old.all() == 0;
        full &= tasks.count(side.id(), Standing.LEAVING) == 0;
        full &= active ? found.uncovered() == 0 : fresh.all() == 0;
        stoppedAny |= !stopped.isEmpty();
    }

    private void launchAt(EveryInstance.Found found, ServiceProgress before) {
        boolean waits = stoppingBefore > 0 || !stopped.isEmpty();
        Launcher.Obstacle obstacle =
                found.places().isEmpty() && !waits
                        ? new Launcher.Obstacle.NoInstance(
                                new Placement.Unplaceable(List.of(), null))
                        : null;
        if (!rests(before)) {
            Launcher.Outcome outcome =
                    ServiceLauncher.launchAt(turn, service, side, found.places());
            launched(
                    new Launcher.Outcome(outcome.started(), outcome.againAtMillis(), obstacle),
                    before);
        }
    }

    /// Scales in: what has not run yet first, then what is not proven, then healthy tasks.
    private void stopSurplus(int surplus) {
        String reason = scalingReason(side);
        int left = surplus;
        for (Standing standing : List.of(Standing.STARTING, Standing.UNPROVEN, Standing.HEALTHY)) {
            int here = Math.min(left, tasks.count(side.id(), standing));
            if (here > 0) {
                stop(side.id(), standing, here, reason);
                left -= here;
            }
        }
    }

    /// Stops unhealthy tasks of the deployment once their replacements are healthy.
    private void stopCondemned(int wanted, boolean noRoom) {
        int over = fresh.healthy + fresh.condemned - wanted;
        int count = Math.min(fresh.condemned, Math.max(0, over));
        if (count == 0 && fresh.condemned > 0 && noRoom && stoppingBefore == 0) {
            count = 1;
        }
        stop(side.id(), Standing.CONDEMNED, count, scalingReason(side));
    }

    /// Stops what the deployment replaces, and what is on draining instances.
    private void stopReplaced(int lower, int wanted) {
        int removable =
                Math.max(0, fresh.healthy + fresh.leaving + old.healthy + old.leaving - lower);
        int leaving = Math.min(fresh.leaving, removable);
        stop(side.id(), Standing.LEAVING, leaving, "Task stopped during instance draining");
        removable -= leaving;
        // a deployment that was given up replaces nothing any more, but scaling in goes on
        int spare =
                side.rollout() == Rollout.FAILED
                        ? Math.max(0, fresh.healthy + old.all() - wanted)
                        : Integer.MAX_VALUE;
        for (Deployment deployment : replaced) {
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
        stop(ScaleIn.choose(turn, service, deploymentId, standing, count), reason);
    }

    private void stop(List<Task> chosen, String reason) {
        for (Task task : chosen) {
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
        if (!rests(before)) {
            launched(ServiceLauncher.launch(turn, service, side, count), before);
        }
    }

    /// Whether launches that failed have to be slept on; wakes the service when that is over.
    private boolean rests(ServiceProgress before) {
        if (turn.nowMillis() >= before.launchAgainAtMillis()) {
            return false;
        }
        turn.timerNoLaterThan(
                TimerKind.SERVICE_RECONCILE, service.key(), before.launchAgainAtMillis());
        return true;
    }

    private void launched(Launcher.Outcome outcome, ServiceProgress before) {
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
        service =
                service.with(
                        service.progress().tried(obstacle != null, outcome.againAtMillis() > 0));
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
    private void conclude(boolean mayComplete) {
        boolean quiet = full && !stoppedAny;
        boolean completes =
                quiet
                        && mayComplete
                        && service.primary().rollout() == Rollout.IN_PROGRESS
                        && ServiceDeployments.baked(turn, service);
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
        if (extra > 0) {
            finishMove(quiet);
            return;
        }
        service = service.with(service.progress().steady(steady));
        if (steady && mayComplete) {
            service = ZoneBalance.begin(turn, service);
        }
    }

    /// Stops as many tasks where the most are as now run in the lighter zone.
    private void finishMove(boolean quiet) {
        if (quiet) {
            stopped = new ArrayList<>();
            stop(side.id(), Standing.HEALTHY, extra, ZoneBalance.reason(side));
            service = ZoneBalance.moved(turn, service, stopped);
        }
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
