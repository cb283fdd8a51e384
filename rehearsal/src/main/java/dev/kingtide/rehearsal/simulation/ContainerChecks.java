package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.ContainerDefinition.ContainerHealthCheck;
import dev.kingtide.rehearsal.simulation.SimulatedTask.ContainerRun;
import org.jspecify.annotations.Nullable;

/// A container's own health check while its application starts: the first check one interval after
/// the start of the container, healthy with the first success, unhealthy after `retries` failures
/// in a row outside the start period (botocore ecs model, HealthCheck; Docker reference,
/// HEALTHCHECK).
///
/// Once healthy it costs nothing here: traffic looks at it again when the task is overloaded.
final class ContainerChecks {
    private final SimulatedDriver driver;
    private final SimulatedTask task;
    private final ContainerRun container;
    private final Runnable whenHealthy;
    private final @Nullable ContainerHealthCheck check;
    private int failures;

    ContainerChecks(
            SimulatedDriver driver,
            SimulatedTask task,
            ContainerRun container,
            Runnable whenHealthy) {
        this.driver = driver;
        this.task = task;
        this.container = container;
        this.whenHealthy = whenHealthy;
        this.check = container.definition.healthCheck();
    }

    void begin() {
        if (check != null) {
            next(check);
        }
    }

    private void next(ContainerHealthCheck settings) {
        driver.at(
                driver.nowMillis() + settings.intervalSeconds() * 1000L,
                () -> {
                    if (!task.isGone() && container.state == ContainerRun.State.RUNNING) {
                        probe(settings);
                    }
                });
    }

    private void probe(ContainerHealthCheck settings) {
        boolean passes = container != task.main || task.phase == SimulatedTask.Phase.SERVING;
        if (passes) {
            container.healthy = true;
            container.unhealthySaid = false;
            if (container == task.main) {
                long wait = driver.nowMillis() - task.readyAtMillis;
                task.took(StartStage.CONTAINER_HEALTH_CHECK, Math.max(0, wait));
            }
            say(true);
            whenHealthy.run();
            return;
        }
        long age = driver.nowMillis() - container.startedAtMillis;
        if (age > settings.startPeriodSeconds() * 1000L) {
            failures++;
        }
        if (failures >= settings.retries() && !container.unhealthySaid) {
            container.unhealthySaid = true;
            say(false);
        }
        next(settings);
    }

    private void say(boolean healthy) {
        driver.observe(
                new TaskObservation.ContainerHealth(
                        task.id(), container.definition.name(), healthy));
    }
}
