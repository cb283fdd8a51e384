package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.service.TaskReports;
import dev.kingtide.core.task.ContainerRuntime;
import dev.kingtide.core.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesRequest;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesResponse;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeResponse;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerAgentRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerAgentResponse;

/// The operations that a container agent calls to say what became of its tasks, and the one that
/// updates it.
///
/// A report says what a driver's observation says, and is taken as one: of a task on a container
/// instance that is not gone yet. Everything else is acknowledged and ignored, as AWS does with
/// news that come late.
final class AgentOperations {
    private static final String ACKNOWLEDGED = "ACK";
    private final Turns turns;

    AgentOperations(Turns turns) {
        this.turns = turns;
    }

    /// A task, with its containers, is in another state.
    SubmitTaskStateChangeResponse task(SubmitTaskStateChangeRequest request) {
        return turns.decide(turn -> {
            Task task = reported(turn.world(), request.cluster(), request.task());
            if (task != null) {
                for (ContainerStateChange change : request.containers()) {
                    container(turn, task, change);
                }
                if ("STOPPED".equals(request.status())) {
                    TaskReports.observed(turn, new TaskObservation.TaskGone(task.id()));
                }
            }
            return SubmitTaskStateChangeResponse.builder().acknowledgment(ACKNOWLEDGED).build();
        });
    }

    /// A container is in another state.
    SubmitContainerStateChangeResponse container(SubmitContainerStateChangeRequest request) {
        return turns.decide(turn -> {
            Task task = reported(turn.world(), request.cluster(), request.task());
            if (task != null && request.containerName() != null) {
                container(
                        turn,
                        task,
                        ContainerStateChange.builder()
                                .containerName(request.containerName())
                                .status(request.status())
                                .exitCode(request.exitCode())
                                .reason(request.reason())
                                .networkBindings(request.networkBindings())
                                .build());
            }
            return SubmitContainerStateChangeResponse.builder()
                    .acknowledgment(ACKNOWLEDGED)
                    .build();
        });
    }

    /// A network interface is in another state: Kingtide's drivers tell that with the task's
    /// address, so this only has to be acknowledged.
    SubmitAttachmentStateChangesResponse attachments(SubmitAttachmentStateChangesRequest request) {
        return turns.decide(turn -> {
            ClusterOperations.require(turn.world(), request.cluster());
            return SubmitAttachmentStateChangesResponse.builder()
                    .acknowledgment(ACKNOWLEDGED)
                    .build();
        });
    }

    private static @Nullable Task reported(
            World world, @Nullable String clusterName, @Nullable String task) {
        Cluster cluster = ClusterOperations.require(world, clusterName);
        if (task == null || task.isEmpty()) {
            throw EcsErrors.parameter("Task should not be null or empty.");
        }
        String id = Names.inCluster(world.scope(), "task", cluster.name(), task);
        Task found = world.tasks().table.get(id);
        return found != null
                        && found.identity().clusterName().equals(cluster.name())
                        && found.place().instanceId() != null
                ? found
                : null;
    }

    private static void container(Turn turn, Task task, ContainerStateChange change) {
        String name = change.containerName();
        if (name == null || change.status() == null) {
            return;
        }
        switch (change.status()) {
            case "RUNNING" ->
                    TaskReports.observed(
                            turn,
                            new TaskObservation.ContainerStarted(
                                    task.id(),
                                    name,
                                    hostPort(change.networkBindings()),
                                    change.imageDigest(),
                                    change.runtimeId() == null
                                            ? null
                                            : new ContainerRuntime(
                                                    change.runtimeId(),
                                                    ports(change.networkBindings()),
                                                    null)));
            case "STOPPED" ->
                    TaskReports.observed(
                            turn,
                            new TaskObservation.ContainerStopped(
                                    task.id(),
                                    name,
                                    change.exitCode() == null ? 0 : change.exitCode(),
                                    change.reason()));
            default -> {} // PULLED and the like: nothing is decided on them
        }
    }

    private static int hostPort(List<NetworkBinding> bindings) {
        return bindings.isEmpty() || bindings.getFirst().hostPort() == null
                ? 0
                : bindings.getFirst().hostPort();
    }

    private static List<ContainerRuntime.PortBinding> ports(List<NetworkBinding> bindings) {
        return bindings.stream()
                .filter(one -> one.containerPort() != null && one.hostPort() != null)
                .map(one ->
                        new ContainerRuntime.PortBinding(
                                one.bindIP() == null ? "0.0.0.0" : one.bindIP(),
                                one.containerPort(),
                                one.hostPort(),
                                1,
                                one.protocol() == null ? "tcp" : one.protocolAsString(),
                                false))
                .toList();
    }

    /// Refused for every agent that is there: Kingtide has no newer one to give.
    UpdateContainerAgentResponse update(UpdateContainerAgentRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            ContainerInstance found =
                    InstanceOperations.find(world, cluster, request.containerInstance());
            throw found == null ? ClusterErrors.instanceNotFound() : ClusterErrors.noUpdate();
        });
    }
}
