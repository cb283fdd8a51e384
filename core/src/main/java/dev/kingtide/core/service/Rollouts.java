package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.service.Deployment.Rollout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a rolling deployment ends: completed, or given up by the circuit breaker and rolled back
/// (ECS developer guide, deployment-circuit-breaker).
final class Rollouts {

    private Rollouts() {}

    /// Counts a failed task of a deployment in progress, and gives the deployment up at the
    /// threshold.
    static Service failed(Turn turn, Service service, @Nullable String deploymentId) {
        Deployment primary = service.primary();
        CircuitBreaker breaker = service.settings().deployment().circuitBreaker();
        if (!primary.id().equals(deploymentId) || primary.rollout() != Rollout.IN_PROGRESS) {
            return service;
        }
        int failures = primary.failedTasks() + 1;
        Service counted = service.with(primary.failedTasks(failures));
        return breaker.enable() && failures >= breaker.failures(service.desiredCount())
                ? giveUp(turn, counted)
                : counted;
    }

    /// A task of a deployment is healthy: that clears the count, if so configured.
    static Service healthy(Service service, @Nullable String deploymentId) {
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

    private static Service giveUp(Turn turn, Service service) {
        Deployment primary = service.primary();
        Deployment last = service.lastCompleted();
        boolean back =
                service.settings().deployment().circuitBreaker().rollback()
                        && last != null
                        && !primary.rollingBack();
        ServiceEvents.record(
                turn,
                service,
                "(service "
                        + service.name()
                        + ") (deployment "
                        + primary.id()
                        + ") deployment failed: tasks failed to start.");
        if (!back || last == null) {
            return service.with(primary.failed(null, turn.nowMillis()));
        }
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(last.again(turn.nowMillis()));
        deployments.add(primary.failed(last.id(), turn.nowMillis()));
        for (Deployment other : service.deployments()) {
            if (!other.id().equals(primary.id()) && !other.id().equals(last.id())) {
                deployments.add(other);
            }
        }
        ServiceEvents.add(turn, service, "rolling back to deployment " + last.id() + ".");
        return service.with(deployments, last).with(service.progress().launchesWork());
    }
}
