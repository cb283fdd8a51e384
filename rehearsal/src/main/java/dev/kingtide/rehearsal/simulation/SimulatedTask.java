package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A task as the simulated machine has it: what it runs, how far it has come, how it answers.
final class SimulatedTask {
    final Task task;
    final TaskDefinition definition;
    final ApplicationModel application;
    final double vcpu;

    /// What chance is drawn for: the service and the task's number in it, so that runs that differ
    /// in one setting give the n-th task the same luck.
    final String subject;

    final long askedAtMillis;
    final ContainerRun[] containers;
    final ContainerRun main;
    final Map<StartStage, Long> stageMillis = new EnumMap<>(StartStage.class);
    Phase phase = Phase.STARTING;

    /// Told to stop, or told by its machine that it ends: starts nothing more.
    boolean ending;

    long endingSinceMillis;

    long readyAtMillis;
    boolean logged;
    TaskLoad load = TaskLoad.NONE;

    /// How a task answers.
    enum Phase {
        /// Nothing listens: no container of the application yet.
        STARTING,
        /// The process runs but does not listen: connections are refused.
        BOOTING,
        /// Serves.
        SERVING,
        /// Has handled SIGTERM: finishes what it has, refuses what is new.
        LEAVING,
        /// Accepts and never answers.
        HUNG,
        /// Its process has ended: connections are refused.
        DEAD,
        /// Its machine is gone: nobody answers, not even with a refusal.
        VANISHED;

        /// Whether its processes exist.
        boolean runs() {
            return switch (this) {
                case BOOTING, SERVING, LEAVING, HUNG -> true;
                case STARTING, DEAD, VANISHED -> false;
            };
        }
    }

    /// One container of the task.
    static final class ContainerRun {
        final ContainerDefinition definition;
        State state = State.WAITING;
        boolean healthy;
        boolean unhealthySaid;
        boolean succeeded;
        long waitingSinceMillis;
        long startedAtMillis;

        ContainerRun(ContainerDefinition definition) {
            this.definition = definition;
        }

        enum State {
            WAITING,
            PULLING,
            STARTING,
            RUNNING,
            STOPPED
        }
    }

    SimulatedTask(
            Task task,
            TaskDefinition definition,
            ApplicationModel application,
            String subject,
            long askedAtMillis) {
        this.task = task;
        this.definition = definition;
        this.application = application;
        this.subject = subject;
        this.askedAtMillis = askedAtMillis;
        int cpuUnits = definition.cpuUnitsNeeded();
        this.vcpu = cpuUnits > 0 ? cpuUnits / 1024.0 : 1;
        this.containers = new ContainerRun[definition.containers().size()];
        for (int i = 0; i < containers.length; i++) {
            containers[i] = new ContainerRun(definition.containers().get(i));
        }
        this.main = mainOf(containers);
    }

    /// The container that is the application: the first essential one with a port, else the first
    /// essential one.
    private static ContainerRun mainOf(ContainerRun[] containers) {
        ContainerRun essential = containers[0];
        for (int i = containers.length - 1; i >= 0; i--) {
            if (containers[i].definition.essential()) {
                essential = containers[i];
            }
        }
        for (ContainerRun container : containers) {
            if (container.definition.essential() && !container.definition.ports().isEmpty()) {
                return container;
            }
        }
        return essential;
    }

    String id() {
        return task.id();
    }

    String serviceKey() {
        String key = task.identity().serviceKey();
        return key == null ? "" : key;
    }

    @Nullable String instanceId() {
        return task.place().instanceId();
    }

    boolean hasInterface() {
        return definition.networkMode() == NetworkMode.AWSVPC;
    }

    boolean isGone() {
        return phase == Phase.DEAD || phase == Phase.VANISHED;
    }

    void took(StartStage stage, long millis) {
        stageMillis.put(stage, millis);
    }
}
