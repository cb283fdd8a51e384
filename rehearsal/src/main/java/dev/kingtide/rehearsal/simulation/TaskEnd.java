package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.rehearsal.simulation.SimulatedTask.ContainerRun;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;

/// One task's end: SIGTERM to every container, SIGKILL after the stop timeout, then what was made
/// for it is removed.
///
/// The stop timeout is the container's, else 30 s on Fargate and `ECS_CONTAINER_STOP_TIMEOUT` on
/// EC2 (botocore ecs model, ContainerDefinition.stopTimeout). A process that honours SIGTERM ends
/// with 143, one that SIGKILL ends with 137. An application that handles SIGTERM refuses new
/// connections, finishes what it has, and ends when `shutdownSeconds` have passed and nothing is
/// left; containers beside it honour SIGTERM at once and are stopped when the application has
/// ended.
final class TaskEnd {
    private static final double FARGATE_STOP_TIMEOUT_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 250;

    /// Less work than this counts as none: a fluid has no last drop.
    private static final double NOTHING_LEFT = 0.01;

    static final int SIGTERM_EXIT = 143;
    static final int SIGKILL_EXIT = 137;
    private final SimulatedDriver driver;
    private final SimulatedTask task;
    private final long killAtMillis;

    TaskEnd(SimulatedDriver driver, SimulatedTask task, double limitSeconds) {
        this.driver = driver;
        this.task = task;
        double timeout = Math.min(limitSeconds, stopTimeoutSeconds(driver.inputs(), task));
        this.killAtMillis = driver.nowMillis() + Math.round(1000 * timeout);
    }

    static double stopTimeoutSeconds(SimulationInputs inputs, SimulatedTask task) {
        int own = task.main.definition.stopTimeoutSeconds();
        if (own > 0) {
            return own;
        }
        return task.task.place().launchType() == LaunchType.EC2
                ? inputs.instances().stopTimeoutSeconds()
                : FARGATE_STOP_TIMEOUT_SECONDS;
    }

    void begin() {
        task.ending = true;
        task.endingSinceMillis = driver.nowMillis();
        switch (task.phase) {
            case STARTING, DEAD -> end(SIGTERM_EXIT);
            case VANISHED -> gone();
            case BOOTING, SERVING, LEAVING -> terminate();
            case HUNG -> driver.at(killAtMillis, () -> end(SIGKILL_EXIT));
        }
    }

    private void terminate() {
        if (!task.application.sigtermHandled()) {
            driver.at(killAtMillis, () -> end(SIGKILL_EXIT));
            return;
        }
        driver.fleet().enter(task, Phase.LEAVING);
        long wanted = Math.round(1000 * task.application.shutdownSeconds());
        driver.at(Math.min(killAtMillis, driver.nowMillis() + wanted), this::look);
    }

    private void look() {
        long now = driver.nowMillis();
        boolean left = task.phase == Phase.LEAVING && task.load.inFlight() > NOTHING_LEFT;
        long wanted = now + LOOK_AGAIN_MILLIS;
        if (now >= killAtMillis) {
            boolean inTime =
                    !left
                            && 1000 * task.application.shutdownSeconds()
                                    <= killAtMillis - task.endingSinceMillis;
            end(inTime ? SIGTERM_EXIT : SIGKILL_EXIT);
        } else if (left) {
            driver.at(Math.min(killAtMillis, wanted), this::look);
        } else {
            end(SIGTERM_EXIT);
        }
    }

    private void end(int exitCode) {
        if (task.phase == Phase.VANISHED) {
            gone();
            return;
        }
        driver.fleet().enter(task, Phase.DEAD);
        stopped(task.main, exitCode);
        for (ContainerRun container : task.containers) {
            if (container != task.main) {
                stopped(container, SIGTERM_EXIT);
            }
        }
        long detach = driver.draw("detach", task.subject, driver.inputs().timings().detach());
        driver.at(driver.nowMillis() + detach, this::gone);
    }

    private void stopped(ContainerRun container, int exitCode) {
        if (container.state == ContainerRun.State.RUNNING) {
            container.state = ContainerRun.State.STOPPED;
            driver.observe(
                    new TaskObservation.ContainerStopped(
                            task.id(), container.definition.name(), exitCode, null));
        }
    }

    private void gone() {
        driver.fleet().remove(task);
        driver.observe(new TaskObservation.TaskGone(task.id()));
    }
}
