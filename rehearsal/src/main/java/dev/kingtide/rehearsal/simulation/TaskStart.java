package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import dev.kingtide.core.task.ContainerDefinition.Port;
import dev.kingtide.core.task.Health;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.rehearsal.simulation.SimulatedTask.ContainerRun;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;

/// One task's start, stage by stage: machine, network interface, then each container as soon as
/// what it depends on has happened (ECS developer guide, task_definition_parameters, dependsOn):
/// pull, unpack, create, start, boot, health check.
///
/// A container that another one waits for to COMPLETE or to SUCCEED is taken to run for one second.
final class TaskStart {
    private static final long INIT_CONTAINER_MILLIS = 1_000;
    private final SimulatedDriver driver;
    private final SimulatedTask task;
    private final StartTimings timings;
    private int pullsLeft;
    private boolean pullStarted;

    TaskStart(SimulatedDriver driver, SimulatedTask task) {
        this.driver = driver;
        this.task = task;
        this.timings = driver.inputs().timings();
        this.pullsLeft = task.containers.length;
    }

    void begin() {
        boolean fargate = task.task.place().launchType() == LaunchType.FARGATE;
        Range placement = fargate ? timings.fargatePlacement() : timings.instancePlacement();
        Range network = fargate ? timings.fargateInterface() : timings.instanceInterface();
        long placed = driver.draw("placement", task.subject, placement);
        long attached =
                task.hasInterface()
                        ? held(
                                driver.nowMillis() + placed,
                                driver.draw("interface", task.subject, network))
                        : 0;
        task.took(StartStage.PLACEMENT, placed);
        task.took(StartStage.NETWORK_INTERFACE, attached);
        after(placed + attached, this::attached);
    }

    /// What a start takes on a machine that may have others to make.
    private long held(long atMillis, long aloneMillis) {
        return driver.gates().through(task.instanceId(), atMillis, aloneMillis);
    }

    /// The task runs already: its containers are as they were last heard of.
    void goOn() {
        boolean runs = false;
        for (ContainerRun container : task.containers) {
            Container seen = task.task.container(container.definition.name());
            boolean running = seen != null && seen.lastStatus() == TaskStatus.RUNNING;
            container.state = running ? ContainerRun.State.RUNNING : ContainerRun.State.STOPPED;
            container.startedAtMillis = task.task.times().startedAtMillis();
            container.healthy = seen != null && seen.health() == Health.HEALTHY;
            runs |= running && container == task.main;
            if (running) {
                willExit(container);
            }
        }
        task.readyAtMillis = driver.nowMillis();
        task.logged = true;
        driver.fleet().enter(task, runs ? Phase.SERVING : Phase.DEAD);
    }

    private void attached() {
        driver.observe(new TaskObservation.NetworkAttached(task.id(), driver.addressOf(task)));
        for (ContainerRun container : task.containers) {
            container.waitingSinceMillis = driver.nowMillis();
        }
        advance();
    }

    /// Starts whatever waits for nothing any more.
    private void advance() {
        for (ContainerRun container : task.containers) {
            if (container.state == ContainerRun.State.WAITING && ready(container)) {
                pull(container);
            }
        }
    }

    private boolean ready(ContainerRun container) {
        for (Dependency dependency : container.definition.dependsOn()) {
            ContainerRun other = run(dependency.containerName());
            boolean holds =
                    switch (dependency.condition()) {
                        case START -> other.startedAtMillis > 0;
                        case COMPLETE -> other.state == ContainerRun.State.STOPPED;
                        case SUCCESS -> other.succeeded;
                        case HEALTHY -> other.healthy;
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private ContainerRun run(String name) {
        for (ContainerRun container : task.containers) {
            if (container.definition.name().equals(name)) {
                return container;
            }
        }
        throw new IllegalArgumentException("no container " + name);
    }

    private void pull(ContainerRun container) {
        container.state = ContainerRun.State.PULLING;
        if (container == task.main) {
            task.took(
                    StartStage.OTHER_CONTAINERS, driver.nowMillis() - container.waitingSinceMillis);
        }
        if (!pullStarted) {
            pullStarted = true;
            driver.observe(new TaskObservation.PullStarted(task.id()));
        }
        if (SimulatedLabels.of(task.definition, container.definition.name()).pullFails()) {
            pulled(container, ImagePulls.failed());
            return;
        }
        driver.pulls()
                .pull(
                        task,
                        container.definition.image(),
                        how -> {
                            if (!over()) {
                                pulled(container, how);
                            }
                        });
    }

    private void pulled(ContainerRun container, ImagePulls.Pulled how) {
        String image = container.definition.image();
        if (how.failed()) {
            failed(
                    new TaskFault.CannotPull(
                            "pull image manifest has been retried 5 time(s): failed to resolve ref "
                                    + image
                                    + ": connection refused"));
            return;
        }
        if (container == task.main) {
            task.took(StartStage.IMAGE_PULL, how.downloadMillis());
            task.took(StartStage.UNPACK, how.unpackMillis());
        }
        pullsLeft--;
        if (pullsLeft == 0) {
            driver.observe(new TaskObservation.PullStopped(task.id()));
        }
        container.state = ContainerRun.State.STARTING;
        String subject = task.subject + '/' + container.definition.name();
        long millis =
                held(driver.nowMillis(), driver.draw("create", subject, timings.createAndStart()));
        if (container == task.main) {
            task.took(StartStage.CREATE_AND_START, millis);
        }
        after(millis, () -> started(container));
    }

    private void started(ContainerRun container) {
        container.state = ContainerRun.State.RUNNING;
        container.startedAtMillis = driver.nowMillis();
        if (container == task.main) {
            boot();
        }
        driver.observe(
                new TaskObservation.ContainerStarted(
                        task.id(),
                        container.definition.name(),
                        hostPort(container),
                        ImageDigest.of(container.definition.image())));
        willExit(container);
        if (awaited(container)) {
            after(INIT_CONTAINER_MILLIS, () -> completed(container));
        }
        new ContainerChecks(driver, task, container, this::advanceUnlessOver).begin();
        limitWait(container);
        advance();
    }

    private void willExit(ContainerRun container) {
        var labels = SimulatedLabels.of(task.definition, container.definition.name());
        Long millis = labels.exitAfterMillis();
        if (millis != null) {
            after(millis, () -> exit(container, labels.exitCode()));
        }
    }

    private void exit(ContainerRun container, int exitCode) {
        container.state = ContainerRun.State.STOPPED;
        container.succeeded = exitCode == 0;
        if (container == task.main) {
            driver.fleet().enter(task, Phase.DEAD);
        }
        driver.observe(
                new TaskObservation.ContainerStopped(
                        task.id(), container.definition.name(), exitCode, null));
        advanceUnlessOver();
    }

    private void boot() {
        driver.fleet().enter(task, Phase.BOOTING);
        boolean lazy = timings.loadsLazily(driver.inputs().imageOf(task.main.definition.image()));
        double factor = lazy ? timings.lazyBootFactor() : 1;
        long millis = Math.round(task.application.bootMillis(task.vcpu) * factor);
        task.took(StartStage.APPLICATION_BOOT, millis);
        task.readyAtMillis = driver.nowMillis() + millis;
        driver.at(
                task.readyAtMillis,
                () -> {
                    if (task.phase == Phase.BOOTING) {
                        driver.fleet().enter(task, Phase.SERVING);
                    }
                });
    }

    /// Whether another container waits for this one to end; then it is no server.
    private boolean awaited(ContainerRun container) {
        for (ContainerRun other : task.containers) {
            for (Dependency dependency : other.definition.dependsOn()) {
                boolean end =
                        switch (dependency.condition()) {
                            case COMPLETE, SUCCESS -> true;
                            case START, HEALTHY -> false;
                        };
                if (end && dependency.containerName().equals(container.definition.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void completed(ContainerRun container) {
        container.state = ContainerRun.State.STOPPED;
        container.succeeded = true;
        driver.observe(
                new TaskObservation.ContainerStopped(
                        task.id(), container.definition.name(), 0, null));
        advance();
    }

    /// A dependency's `startTimeout` limits how long others wait for its condition, from its start
    /// (aws/amazon-ecs-agent, agent/engine/dependencygraph/graph.go).
    private void limitWait(ContainerRun dependency) {
        int seconds = dependency.definition.startTimeoutSeconds();
        if (seconds == 0) {
            return;
        }
        after(
                seconds * 1000L,
                () -> {
                    for (ContainerRun other : task.containers) {
                        if (other.state == ContainerRun.State.WAITING && waits(other, dependency)) {
                            failed(
                                    new TaskFault.DependencyNotMet(
                                            "Task dependencies cannot be resolved, taskArn: "
                                                    + task.id()));
                            return;
                        }
                    }
                });
    }

    private static boolean waits(ContainerRun container, ContainerRun dependency) {
        for (Dependency each : container.definition.dependsOn()) {
            if (each.containerName().equals(dependency.definition.name())) {
                return true;
            }
        }
        return false;
    }

    /// The host's port: the container's own with awsvpc and host networking, the mapped one or the
    /// next of the dynamic range 32768-60999 with bridge (ECS developer guide, PortMapping).
    private int hostPort(ContainerRun container) {
        if (container.definition.ports().isEmpty()) {
            return 0;
        }
        Port port = container.definition.ports().getFirst();
        if (task.definition.networkMode() != NetworkMode.BRIDGE) {
            return port.containerPort();
        }
        return port.hostPort() > 0 ? port.hostPort() : driver.dynamicPort(task);
    }

    private void failed(TaskFault fault) {
        task.ending = true;
        driver.fleet().enter(task, Phase.DEAD);
        driver.fleet().remove(task);
        driver.observe(new TaskObservation.StartFailed(task.id(), fault));
    }

    private boolean over() {
        return task.ending || task.isGone();
    }

    private void advanceUnlessOver() {
        if (!over()) {
            advance();
        }
    }

    private void after(long millis, Runnable step) {
        driver.at(
                driver.nowMillis() + millis,
                () -> {
                    if (!over()) {
                        step.run();
                    }
                });
    }
}
