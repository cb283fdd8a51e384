package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerDefinition.Port;
import dev.kingtide.core.task.Health;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.host.docker.Member.Phase;
import dev.kingtide.host.engine.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an Engine has of a container, against what was last heard of it before a restart.
final class Adoption {

    private Adoption() {}

    /// What came of it.
    ///
    /// @param namespace what holds the task's network, null when nothing does any more
    /// @param remnants the ids of what is of no use
    /// @param missed what was not heard of yet
    record Taken(
            @Nullable ContainerState namespace,
            List<String> remnants,
            List<TaskObservation> missed) {}

    /// Takes a task's containers over as they are.
    ///
    /// @param found what the Engine has, by the containers' names
    static Taken of(TaskPlan plan, Members members, Map<String, ContainerState> found) {
        List<TaskObservation> missed = new ArrayList<>();
        List<String> remnants = new ArrayList<>();
        ContainerState holder = found.get(Labels.PAUSE);
        boolean holds = holder != null && holder.isRunning();
        for (Member member : members.all()) {
            ContainerState state = found.get(member.name());
            of(plan, member, state, missed);
            if (state != null && state.isFresh()) {
                remnants.add(state.id());
            }
        }
        if (holder != null && !holds) {
            remnants.add(holder.id());
        }
        return new Taken(holds ? holder : null, remnants, missed);
    }

    /// Takes a container over as it is.
    ///
    /// @param state what the Engine has, null when it has nothing
    /// @param missed gets what was not heard of yet
    private static void of(
            TaskPlan plan,
            Member member,
            @Nullable ContainerState state,
            List<TaskObservation> missed) {
        String taskId = plan.task().id();
        Container heard = plan.task().container(member.name());
        TaskStatus last = heard == null ? TaskStatus.PENDING : heard.lastStatus();
        if (state != null && !state.isFresh()) {
            runs(member, state, hostPort(plan, member.definition, state));
        }
        member.told = last != TaskStatus.PENDING;
        if (last == TaskStatus.STOPPED && heard != null) {
            Integer code = heard.exitCode();
            stopped(member, code == null ? 0 : code, heard.reason());
            return;
        }
        if (state == null || state.isFresh()) {
            if (last == TaskStatus.RUNNING) {
                stopped(member, Ends.SIGKILL, Ends.REMOVED);
                missed.add(
                        new TaskObservation.ContainerStopped(
                                taskId, member.name(), Ends.SIGKILL, Ends.REMOVED));
            }
            return;
        }
        if (!member.told) {
            member.told = true;
            missed.add(
                    new TaskObservation.ContainerStarted(
                            taskId,
                            member.name(),
                            member.hostPort,
                            null,
                            PublishedPorts.runtime(plan, member.name(), state)));
        }
        if (state.isRunning()) {
            health(taskId, member, state, heard, missed);
        } else {
            stopped(member, state.exitCode(), Ends.reason(state));
            missed.add(
                    new TaskObservation.ContainerStopped(
                            taskId, member.name(), state.exitCode(), Ends.reason(state)));
        }
    }

    private static void health(
            String taskId,
            Member member,
            ContainerState state,
            @Nullable Container heard,
            List<TaskObservation> missed) {
        if (member.definition.healthCheck() == null) {
            return;
        }
        member.health =
                switch (state.health()) {
                    case "healthy" -> Health.HEALTHY;
                    case "unhealthy" -> Health.UNHEALTHY;
                    default -> heard == null ? Health.UNKNOWN : heard.health();
                };
        if (member.health != Health.UNKNOWN) {
            missed.add(
                    new TaskObservation.ContainerHealth(
                            taskId, member.name(), member.health == Health.HEALTHY));
        }
    }

    private static void stopped(Member member, int exitCode, @Nullable String reason) {
        member.phase = Phase.STOPPED;
        member.pulled = true;
        member.exitCode = exitCode;
        member.reason = reason;
    }

    /// Takes note that a container was started.
    static void runs(Member member, ContainerState state, int hostPort) {
        member.phase = Phase.RUNNING;
        member.pulled = true;
        member.dockerId = state.id();
        member.hostPort = hostPort;
        member.startedAtMillis = state.startedAtMillis();
    }

    /// The host's port of a container's first port mapping, 0 without one. With network modes
    /// `awsvpc` and `host` it is the container's own (ECS API reference, PortMapping).
    static int hostPort(TaskPlan plan, ContainerDefinition container, ContainerState state) {
        if (container.ports().isEmpty()) {
            return 0;
        }
        Port first = container.ports().getFirst();
        return switch (plan.networkMode()) {
            case BRIDGE -> state.hostPort(first.containerPort(), first.protocol());
            case HOST, AWSVPC -> first.containerPort();
            case NONE -> 0;
        };
    }
}
