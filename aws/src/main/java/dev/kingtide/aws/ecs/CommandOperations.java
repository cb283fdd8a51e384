package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Commands;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;

/// The operation that runs a command in a container (ECS API reference, ExecuteCommand; ECS
/// developer guide, ecs-exec).
final class CommandOperations {
    private final Turns turns;
    private final Commands commands;

    CommandOperations(Turns turns, Commands commands) {
        this.turns = turns;
        this.commands = commands;
    }

    /// A container to run something in, as the World knows it.
    private record Target(Commands.Ask ask, ExecuteCommandResponse.Builder answer) {}

    /// Prepares a session in a container that runs.
    ExecuteCommandResponse execute(ExecuteCommandRequest request) {
        if (!Boolean.TRUE.equals(request.interactive())) {
            throw TaskErrors.onlyInteractive();
        }
        Target target =
                turns.decide(turn -> {
                    World world = turn.world();
                    Cluster cluster = ClusterOperations.require(world, request.cluster());
                    Task task = TaskOperations.require(world, cluster, request.task());
                    if (!task.options().executeCommand() || !task.isRunning()) {
                        throw TaskErrors.commandsOff();
                    }
                    return target(world, task, request);
                });
        Commands.Session session = commands.prepare(target.ask());
        if (session == null) {
            throw TaskErrors.notConnected();
        }
        return target.answer()
                .session(s ->
                        s.sessionId(session.id())
                                .streamUrl(session.streamUrl())
                                .tokenValue(session.token()))
                .build();
    }

    private static Target target(World world, Task task, ExecuteCommandRequest request) {
        Container container = container(task, request.container());
        if (container.lastStatus() != TaskStatus.RUNNING) {
            throw TaskErrors.notConnected();
        }
        String cluster = task.identity().clusterName();
        return new Target(
                new Commands.Ask(world.scope(), task.id(), container.name(), request.command()),
                ExecuteCommandResponse.builder()
                        .clusterArn(Names.clusterArn(world.scope(), cluster))
                        .taskArn(Names.taskArn(world.scope(), cluster, task.id()))
                        .containerArn(
                                Names.containerArn(
                                        world.scope(), cluster, task.id(), container.name()))
                        .containerName(container.name())
                        .interactive(true));
    }

    private static Container container(Task task, @Nullable String name) {
        if (name == null) {
            if (task.containers().size() > 1) {
                throw TaskErrors.whichContainer();
            }
            return task.containers().getFirst();
        }
        Container container = task.container(name);
        if (container == null) {
            throw TaskErrors.noSuchContainer(name);
        }
        return container;
    }
}
