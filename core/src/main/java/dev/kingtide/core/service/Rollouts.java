package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.Deployment.Rollout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a deployment ends: completed, or given up and rolled back (ECS developer guide,
/// deployment-circuit-breaker and deployment-alarm-failure).
final class Rollouts {

    private Rollouts() {}

    /// Counts a failed task of a deployment in progress, and gives the deployment up at the
    /// threshold.
    static Service failed(Turn turn, Service service, @Nullable String deploymentId) {
        if (service.deployments().isEmpty()) {
            return service;
        }
        Deployment primary = service.primary();
        CircuitBreaker breaker = service.settings().deployment().circuitBreaker();
        if (!primary.id().equals(deploymentId) || primary.rollout() != Rollout.IN_PROGRESS) {
            return service;
        }
        int failures = primary.failedTasks() + 1;
        Service counted = service.with(primary.failedTasks(failures));
        return breaker.enable() && failures >= breaker.failures(service.desiredCount())
                ? giveUp(turn, counted, new GivenUp.Breaker())
                : counted;
    }

    /// A task of a deployment is healthy: that clears the count, if so configured.
    static Service healthy(Service service, @Nullable String deploymentId) {
        if (service.deployments().isEmpty()) {
            return service;
        }
        Deployment primary = service.primary();
        return primary.id().equals(deploymentId)
                        && primary.failedTasks() > 0
                        && service.settings().deployment().circuitBreaker().resetOnHealthyTask()
                ? service.with(primary.failedTasks(0))
                : service;
    }

    /// The primary deployment is complete; the others are done with.
    static Service completed(Turn turn, Service service) {
        Deployment complete = service.primary().completed(turn.nowMillis());
        ServiceDeployments.completed(turn, service);
        Service next = service.with(List.of(complete), complete);
        ServiceEvents.record(
                turn,
                next,
                "(service "
                        + next.name()
                        + ") (deployment "
                        + complete.id()
                        + ") deployment completed.");
        return next;
    }

    /// The deployment that comes back if the one in progress is given up, or null: the one that has
    /// the traffic, or else the last completed one.
    static @Nullable Deployment backTo(World world, Service service) {
        Deployment primary = service.primary();
        ServiceDeployment open = ServiceDeployments.open(world, service);
        Deployment blue =
                open == null || open.blue() == null ? null : service.deployment(open.blue());
        Deployment back = blue == null ? service.lastCompleted() : blue;
        return back == null || primary.rollingBack() || back.id().equals(primary.id())
                ? null
                : back;
    }

    /// Gives the deployment in progress up; the last completed one comes back if the cause is such.
    static Service giveUp(Turn turn, Service service, GivenUp cause) {
        Deployment primary = service.primary();
        boolean wanted = cause.rollsBack(service.settings().deployment());
        Deployment last = wanted ? backTo(turn.world(), service) : null;
        ServiceEvents.record(
                turn,
                service,
                "(service "
                        + service.name()
                        + ") (deployment "
                        + primary.id()
                        + ") deployment failed: "
                        + cause.event());
        ServiceDeployments.givenUp(turn, service, cause, last, wanted);
        if (last == null) {
            return service.with(primary.failed(cause, null, turn.nowMillis()));
        }
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(last.again(cause, turn.nowMillis()));
        deployments.add(primary.failed(cause, last.id(), turn.nowMillis()));
        for (Deployment other : service.deployments()) {
            if (!other.id().equals(primary.id()) && !other.id().equals(last.id())) {
                deployments.add(other);
            }
        }
        ServiceEvents.add(turn, service, "rolling back to deployment " + last.id() + ".");
        return service.with(deployments, service.lastCompleted())
                .with(service.progress().launchesWork());
    }
}
