package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.service.ServiceDeployment.Shares;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way of a deployment that shifts traffic through its stages, one stage a pass (botocore ecs
/// model, `ServiceDeployment.lifecycleStage`).
///
/// A stage begins with its change of the listener rules and its pauses; it ends when the pauses are
/// over and what it waits for has come. The first deployment of a service has nobody to take
/// traffic from: it gets all of it in one step, and neither bakes nor cleans up.
final class Shifts {

    private Shifts() {}

    /// Takes the deployment in progress one stage further, if it shifts traffic and may go on.
    static Service proceed(Turn turn, Service service) {
        ServiceDeployment open = ServiceDeployments.open(turn.world(), service);
        if (open == null || !open.configuration().strategy().shifts()) {
            return service;
        }
        DeploymentStage stage = open.stage();
        if (stage == null) {
            return enter(turn, service, open, first(turn, service, open));
        }
        for (LifecycleHook.Run pause : open.hooks()) {
            if (pause.status() != LifecycleHook.Status.AWAITING_ACTION) {
                continue;
            }
            if (turn.nowMillis() < pause.expiresAtMillis()) {
                wakeAt(turn, service, pause.expiresAtMillis());
                return service;
            }
            open = with(open, pause.with(LifecycleHook.Status.TIMED_OUT));
            turn.put(turn.world().services().serviceDeployments, open);
            if (pause.onTimeout() == LifecycleHook.Action.ROLLBACK) {
                return Rollouts.giveUp(turn, service, new GivenUp.Hook(stage));
            }
        }
        DeploymentStage next = next(turn, service, open, stage);
        return next == null ? service : enter(turn, service, open, next);
    }

    /// A service deployment with a pause in the place of the one with the same id.
    static ServiceDeployment with(ServiceDeployment open, LifecycleHook.Run pause) {
        List<LifecycleHook.Run> all = new ArrayList<>(open.hooks());
        all.replaceAll(p -> p.id().equals(pause.id()) ? pause : p);
        return open.with(all);
    }

    private static DeploymentStage first(Turn turn, Service service, ServiceDeployment open) {
        return leftOver(turn, service, open)
                ? DeploymentStage.RECONCILE_SERVICE
                : DeploymentStage.PRE_SCALE_UP;
    }

    /// Whether revisions other than the old and the new one still have tasks.
    private static boolean leftOver(Turn turn, Service service, ServiceDeployment open) {
        for (Deployment deployment : service.deployments()) {
            boolean known =
                    deployment.id().equals(open.target()) || deployment.id().equals(open.blue());
            if (!known && Services.hasTasks(turn, deployment)) {
                return true;
            }
        }
        return false;
    }

    /// The stage after one that is over, or null while it is not.
    private static @Nullable DeploymentStage next(
            Turn turn, Service service, ServiceDeployment open, DeploymentStage stage) {
        DeploymentStrategy strategy = open.configuration().strategy();
        return switch (stage) {
            case RECONCILE_SERVICE ->
                    leftOver(turn, service, open) ? null : DeploymentStage.PRE_SCALE_UP;
            case PRE_SCALE_UP -> DeploymentStage.SCALE_UP;
            case SCALE_UP ->
                    turn.world().tasks().count(open.target(), Standing.HEALTHY) < service.wanted()
                            ? null
                            : DeploymentStage.POST_SCALE_UP;
            case POST_SCALE_UP -> DeploymentStage.TEST_TRAFFIC_SHIFT;
            case TEST_TRAFFIC_SHIFT -> DeploymentStage.POST_TEST_TRAFFIC_SHIFT;
            case POST_TEST_TRAFFIC_SHIFT -> DeploymentStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
            case PRE_PRODUCTION_TRAFFIC_SHIFT -> DeploymentStage.PRODUCTION_TRAFFIC_SHIFT;
            case PRODUCTION_TRAFFIC_SHIFT ->
                    open.shares().production() == DeploymentStrategy.ALL
                            ? DeploymentStage.POST_PRODUCTION_TRAFFIC_SHIFT
                            : over(turn, service, open, strategy.stepBakeMillis())
                                    ? DeploymentStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                                    : null;
            case POST_PRODUCTION_TRAFFIC_SHIFT ->
                    open.blue() == null ? DeploymentStage.CLEAN_UP : DeploymentStage.BAKE_TIME;
            case BAKE_TIME -> {
                Integer minutes = open.configuration().bakeMinutes();
                long bake = minutes == null ? 0 : minutes * 60_000L;
                yield over(turn, service, open, bake) ? DeploymentStage.CLEAN_UP : null;
            }
            case CLEAN_UP -> null;
        };
    }

    private static boolean over(
            Turn turn, Service service, ServiceDeployment open, long afterMillis) {
        long due = open.times().stageMillis() + afterMillis;
        if (turn.nowMillis() < due) {
            wakeAt(turn, service, due);
            return false;
        }
        return true;
    }

    private static Service enter(
            Turn turn, Service service, ServiceDeployment open, DeploymentStage stage) {
        ServiceDeployment there = open.at(stage, turn.nowMillis());
        Shares shares = shares(there, stage);
        Deployment target = service.primary();
        String problem = null;
        if (stage == DeploymentStage.PRE_SCALE_UP) {
            problem = ListenerTraffic.problem(turn.world(), target.revision());
        } else if (!shares.equals(open.shares())) {
            boolean test = stage == DeploymentStage.TEST_TRAFFIC_SHIFT;
            problem =
                    ListenerTraffic.shift(
                            turn,
                            target.revision(),
                            target.alternate(),
                            test ? shares.test() : shares.production(),
                            test);
        }
        List<LifecycleHook.Run> pauses = new ArrayList<>(there.hooks());
        for (LifecycleHook hook : open.configuration().hooks()) {
            if (hook.stages().contains(stage)) {
                pauses.add(
                        new LifecycleHook.Run(
                                turn.ids().uuid(),
                                stage,
                                LifecycleHook.Status.AWAITING_ACTION,
                                turn.nowMillis() + hook.timeoutMinutes() * 60_000L,
                                hook.onTimeout()));
            }
        }
        turn.put(
                turn.world().services().serviceDeployments,
                there.with(problem == null ? shares : open.shares()).with(pauses));
        if (problem != null) {
            return Rollouts.giveUp(turn, service, new GivenUp.Network(problem));
        }
        long pass = turn.world().services().timings().passMillis();
        wakeAt(turn, service, turn.nowMillis() + Math.max(1, pass));
        return service;
    }

    /// The shares of the traffic in a stage.
    private static Shares shares(ServiceDeployment open, DeploymentStage stage) {
        Shares before = open.shares();
        if (stage == DeploymentStage.TEST_TRAFFIC_SHIFT) {
            return new Shares(before.production(), DeploymentStrategy.ALL);
        }
        if (stage == DeploymentStage.PRODUCTION_TRAFFIC_SHIFT) {
            int next =
                    open.blue() == null
                            ? DeploymentStrategy.ALL
                            : open.configuration().strategy().next(before.production());
            return new Shares(next, before.test());
        }
        return before;
    }

    private static void wakeAt(Turn turn, Service service, long dueMillis) {
        turn.timerNoLaterThan(TimerKind.SERVICE_RECONCILE, service.key(), dueMillis);
    }
}
