package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.ServiceDeployment.Monitors;
import dev.kingtide.core.service.ServiceDeployment.Rollback;
import dev.kingtide.core.service.ServiceDeployment.Shares;
import dev.kingtide.core.service.ServiceDeployment.Status;
import dev.kingtide.core.service.ServiceDeployment.Times;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The history of a service's deployments, and what callers and alarms do to the one in progress.
public final class ServiceDeployments {

    /// How long a finished service deployment, and a revision that nothing else names, is kept (ECS
    /// developer guide, service-deployment: 90 days).
    static final long REMEMBERED_MILLIS = 90L * 24 * 3_600_000;

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
    private static final int ID_LENGTH = 21;

    private ServiceDeployments() {}

    /// The service deployment in progress, or null.
    public static @Nullable ServiceDeployment open(World world, Service service) {
        return world.services().openDeployments.first(service.key());
    }

    /// How many tasks a deployment of a service is to have.
    public static int wanted(World world, Service service, Deployment deployment) {
        if (TaskSets.deploy(service)) {
            return TaskSets.wanted(world, service, deployment);
        }
        ServiceDeployment open = open(world, service);
        if (open == null || !open.holds()) {
            return deployment.id().equals(service.primary().id()) ? service.wanted() : 0;
        }
        if (deployment.id().equals(open.target())) {
            DeploymentStage stage = open.stage();
            boolean started = stage != null && stage.compareTo(DeploymentStage.SCALE_UP) >= 0;
            return started ? service.wanted() : 0;
        }
        return deployment.id().equals(open.beside()) ? service.wanted() : 0;
    }

    /// The deployment that has the production traffic before another one begins, or null.
    static @Nullable Deployment inProduction(World world, Service service) {
        ServiceDeployment open = open(world, service);
        if (open != null && open.stage() == DeploymentStage.CLEAN_UP) {
            return service.deployment(open.target());
        }
        Deployment last = service.lastCompleted();
        if (last != null && service.deployment(last.id()) != null) {
            return service.deployment(last.id());
        }
        boolean serves =
                !service.deployments().isEmpty()
                        && world.tasks().count(service.primary().id(), Standing.HEALTHY) > 0;
        return serves ? service.primary() : null;
    }

    /// The deployment that is the last completed one when another begins: one whose predecessor is
    /// already being taken down counts.
    static @Nullable Deployment lastCompleted(World world, Service service) {
        ServiceDeployment open = open(world, service);
        return open != null && open.stage() == DeploymentStage.CLEAN_UP
                ? service.deployment(open.target())
                : service.lastCompleted();
    }

    /// Takes note that the first of a service's deployments begins in place of the others.
    static void begin(Turn turn, Service service, @Nullable Deployment blue) {
        ServiceTables tables = turn.world().services();
        Deployment target = service.primary();
        superseded(turn, service, blue);
        turn.put(
                tables.revisions,
                new StoredRevision(
                        service.key(),
                        StoredRevision.idOf(target.id()),
                        target.revision(),
                        service.settings().launchType(),
                        service.settings().capacityStrategy(),
                        target.alternate(),
                        turn.nowMillis()));
        List<String> sources = new ArrayList<>();
        for (Deployment other : service.deployments()) {
            if (!other.id().equals(target.id())) {
                sources.add(other.id());
            }
        }
        DeploymentConfiguration configuration = service.settings().deployment();
        boolean alarming =
                configuration.alarms().watched()
                        && !inAlarm(turn.world(), configuration.alarms().names()).isEmpty();
        turn.put(
                tables.serviceDeployments,
                new ServiceDeployment(
                        service.key(),
                        idFor(turn, target.id()),
                        target.id(),
                        List.copyOf(sources),
                        configuration.strategy().shifts() && blue != null ? blue.id() : null,
                        Status.PENDING,
                        null,
                        configuration,
                        null,
                        Shares.NONE,
                        List.of(),
                        new Monitors(false, 0, 0, alarming, List.of()),
                        null,
                        new Times(turn.nowMillis(), 0, 0, 0, turn.nowMillis(), 0)));
    }

    /// An id in AWS's form; drawn by the deployment, so that it takes no number from other ids.
    private static String idFor(Turn turn, String deploymentId) {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        long bits = 0;
        for (int i = 0; i < ID_LENGTH; i++) {
            bits =
                    i % 10 == 0
                            ? turn.dice().bits("service-deployment " + i, deploymentId)
                            : bits >>> 6;
            id.append(DIGITS.charAt((int) (bits & 63)));
        }
        return id.toString();
    }

    /// Ends the one in progress, whose traffic goes back to where it was.
    private static void superseded(Turn turn, Service service, @Nullable Deployment blue) {
        ServiceDeployment open = open(turn.world(), service);
        if (open == null) {
            return;
        }
        boolean shifted = open.shares().production() > 0 || open.shares().test() > 0;
        if (shifted && blue != null && !blue.id().equals(open.target())) {
            ListenerTraffic.restore(turn, blue);
        }
        close(turn, open, Status.STOPPED, "A new service deployment was started.");
    }

    /// The service is deleted.
    static void deleted(Turn turn, Service service) {
        ServiceDeployment open = open(turn.world(), service);
        if (open != null) {
            close(turn, open, Status.STOPPED, "The service was deleted.");
        }
    }

    /// The deployment in progress is complete.
    static void completed(Turn turn, Service service) {
        ServiceDeployment open = open(turn.world(), service);
        if (open != null) {
            boolean back = open.status().isRollback();
            close(
                    turn,
                    counted(service, open),
                    back ? Status.ROLLBACK_SUCCESSFUL : Status.SUCCESSFUL,
                    open.reason());
        }
    }

    /// The deployment in progress is given up.
    ///
    /// @param back what comes back, or null
    /// @param wanted whether something was to come back
    static void givenUp(
            Turn turn, Service service, GivenUp cause, @Nullable Deployment back, boolean wanted) {
        ServiceDeployment open = open(turn.world(), service);
        if (open == null) {
            return;
        }
        if (open.status() == Status.ROLLBACK_IN_PROGRESS) {
            String reason = "Service deployment rollback failed " + cause.because();
            close(turn, counted(service, open), Status.ROLLBACK_FAILED, reason);
            return;
        }
        ServiceDeployment found = counted(service, triggered(open, cause));
        if (back == null) {
            Status status = wanted ? Status.ROLLBACK_FAILED : Status.STOPPED;
            String what = wanted ? "Service deployment failed " : "Service deployment stopped ";
            close(turn, found, status, what + cause.because());
            return;
        }
        String reason = "Service deployment rolled back " + cause.because();
        ServiceDeployment going =
                found.with(Status.ROLLBACK_IN_PROGRESS, reason, turn.nowMillis())
                        .with(new Rollback(reason, turn.nowMillis(), back.id()));
        turn.put(turn.world().services().serviceDeployments, going);
        ListenerTraffic.goBack(turn, service, going);
    }

    private static ServiceDeployment triggered(ServiceDeployment open, GivenUp cause) {
        Monitors seen = open.monitors();
        List<String> alarms =
                cause instanceof GivenUp.Alarmed(var names) ? names : seen.triggeredAlarms();
        return open.with(
                new Monitors(
                        seen.breakerTripped() || cause instanceof GivenUp.Breaker,
                        seen.failures(),
                        seen.threshold(),
                        seen.alarmsIgnored(),
                        alarms));
    }

    private static ServiceDeployment counted(Service service, ServiceDeployment open) {
        Deployment target = service.deployment(open.target());
        Monitors seen = open.monitors();
        if (open.status() == Status.ROLLBACK_IN_PROGRESS) {
            return open; // counted when it was given up
        }
        return open.with(
                new Monitors(
                        seen.breakerTripped(),
                        target == null ? 0 : target.failedTasks(),
                        open.configuration().circuitBreaker().failures(service.desiredCount()),
                        seen.alarmsIgnored(),
                        seen.triggeredAlarms()));
    }

    private static void close(
            Turn turn, ServiceDeployment open, Status status, @Nullable String reason) {
        ServiceDeployment closed = open.with(status, reason, turn.nowMillis());
        turn.put(turn.world().services().serviceDeployments, closed);
        turn.timer(
                TimerKind.SERVICE_DEPLOYMENT_FORGET,
                closed.key(),
                turn.nowMillis() + REMEMBERED_MILLIS);
    }

    /// A finished service deployment is no longer remembered, and its revisions neither, unless the
    /// service or another service deployment still names them.
    public static void forget(Turn turn, String key) {
        ServiceTables tables = turn.world().services();
        ServiceDeployment old = tables.serviceDeployments.get(key);
        if (old == null) {
            return;
        }
        turn.remove(tables.serviceDeployments, key);
        Service service = tables.table.get(old.serviceKey());
        List<String> named = new ArrayList<>(old.sources());
        named.add(old.target());
        for (String id : named) {
            boolean current = service != null && service.deployment(id) != null;
            if (!current && tables.deploymentsFrom.count(old.serviceKey() + ' ' + id) == 0) {
                turn.remove(tables.revisions, StoredRevision.keyOf(old.serviceKey(), id));
            }
        }
    }

    /// Takes the deployment in progress as far as it may go, before its tasks are looked at.
    static Service proceed(Turn turn, Service service) {
        ServiceDeployment open = open(turn.world(), service);
        if (open == null) {
            return service;
        }
        return switch (open.status()) {
            case PENDING -> {
                turn.put(
                        turn.world().services().serviceDeployments,
                        open.with(Status.IN_PROGRESS, null, turn.nowMillis()));
                yield Shifts.proceed(turn, service);
            }
            case IN_PROGRESS -> Shifts.proceed(turn, service);
            case ROLLBACK_REQUESTED -> Rollouts.giveUp(turn, service, new GivenUp.Asked());
            case ROLLBACK_IN_PROGRESS -> {
                ListenerTraffic.goBack(turn, service, open);
                yield service;
            }
            case STOP_REQUESTED -> {
                GivenUp cause = new GivenUp.Asked();
                close(
                        turn,
                        counted(service, open),
                        Status.STOPPED,
                        "Service deployment stopped " + cause.because());
                yield service.with(service.primary().failed(cause, null, turn.nowMillis()));
            }
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> service;
        };
    }

    /// Whether a rolling deployment that has done its work has also been watched for long enough
    /// (ECS developer guide, deployment-alarm-failure: the bake time); wakes the service when not.
    ///
    /// Without a bake time of the caller's it is as long as the alarms take to see anything.
    static boolean baked(Turn turn, Service service) {
        ServiceDeployment open = open(turn.world(), service);
        if (open == null
                || open.configuration().strategy().shifts()
                || open.watchedAlarms().isEmpty()) {
            return true;
        }
        if (open.stage() == null) {
            open = open.at(DeploymentStage.BAKE_TIME, turn.nowMillis());
            turn.put(turn.world().services().serviceDeployments, open);
        }
        Integer minutes = open.configuration().bakeMinutes();
        long bake =
                minutes == null ? slowest(turn.world(), open.watchedAlarms()) : minutes * 60_000L;
        long due = open.times().stageMillis() + bake;
        if (turn.nowMillis() >= due) {
            return true;
        }
        turn.timerNoLaterThan(TimerKind.SERVICE_RECONCILE, service.key(), due);
        return false;
    }

    private static long slowest(World world, List<String> names) {
        long millis = 0;
        for (String name : names) {
            millis = Math.max(millis, world.services().alarms().lookBackMillis(name));
        }
        return millis;
    }

    /// Alarms are in ALARM: they fail the deployments that watch them.
    public static void alarmed(Turn turn, List<String> alarms) {
        ServiceTables tables = turn.world().services();
        for (String alarm : alarms) {
            for (ServiceDeployment open : List.copyOf(tables.watching.get(alarm))) {
                Service service = tables.table.require(open.serviceKey());
                List<String> names = inAlarm(turn.world(), open.watchedAlarms());
                turn.put(tables.table, Rollouts.giveUp(turn, service, new GivenUp.Alarmed(names)));
                Services.wake(turn, service);
            }
        }
    }

    private static List<String> inAlarm(World world, List<String> names) {
        return names.stream().filter(world.services().alarms()::isOff).toList();
    }

    /// Asks for a service deployment in progress to be rolled back, or stopped where it is; one
    /// that is on its way already stays so.
    public static void stop(Turn turn, ServiceDeployment open, boolean rollback) {
        if (open.status() == Status.PENDING || open.status() == Status.IN_PROGRESS) {
            Status status = rollback ? Status.ROLLBACK_REQUESTED : Status.STOP_REQUESTED;
            turn.put(
                    turn.world().services().serviceDeployments,
                    open.with(status, null, turn.nowMillis()));
            Services.wake(turn, turn.world().services().table.require(open.serviceKey()));
        }
    }

    /// Whether there is something to roll a service deployment back to.
    public static boolean canRollBack(World world, ServiceDeployment open) {
        Service service = world.services().table.require(open.serviceKey());
        return open.status().isRollback() || Rollouts.backTo(world, service) != null;
    }

    /// Lets a pause end.
    public static void resume(
            Turn turn,
            ServiceDeployment open,
            LifecycleHook.Run pause,
            LifecycleHook.Action action) {
        ServiceTables tables = turn.world().services();
        boolean on = action == LifecycleHook.Action.CONTINUE;
        turn.put(
                tables.serviceDeployments,
                Shifts.with(
                        open,
                        pause.with(
                                on
                                        ? LifecycleHook.Status.SUCCEEDED
                                        : LifecycleHook.Status.FAILED)));
        Service service = tables.table.require(open.serviceKey());
        if (!on) {
            turn.put(tables.table, Rollouts.giveUp(turn, service, new GivenUp.Hook(pause.stage())));
        }
        Services.wake(turn, service);
    }
}
