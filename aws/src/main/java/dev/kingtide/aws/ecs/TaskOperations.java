package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.Launcher;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.service.ServiceTasks;
import dev.kingtide.core.service.TaskStops;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/// The operations on tasks.
final class TaskOperations {
    private static final int RUN_MAX = 10;
    private static final int DESCRIBED_MAX = 100;
    private final Turns turns;
    private final Zones zones;

    TaskOperations(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Starts standalone tasks; what has no place is told as a failure.
    RunTaskResponse run(RunTaskRequest request) {
        int count = request.count() == null ? 1 : request.count();
        if (count < 1 || count > RUN_MAX) {
            throw EcsErrors.outside("count", 1, RUN_MAX);
        }
        return turns.decide(turn -> {
            Launcher.Request wanted = wanted(turn.world(), request);
            Launcher.Outcome outcome = Launcher.launch(turn, wanted, count);
            if (outcome.started().isEmpty() && outcome.againAtMillis() > 0) {
                throw EcsErrors.throttled();
            }
            World world = turn.world();
            return RunTaskResponse.builder()
                    .tasks(outcome.started().stream().map(t -> TaskView.of(world, t)).toList())
                    .failures(failures(world, wanted, outcome))
                    .build();
        });
    }

    private Launcher.Request wanted(World world, RunTaskRequest request) {
        Cluster cluster = ClusterOperations.require(world, request.cluster());
        TaskDefinition definition =
                TaskDefinitionOperations.require(world, request.taskDefinition());
        String word = request.launchTypeAsString();
        if (word != null && !request.capacityProviderStrategy().isEmpty()) {
            throw EcsErrors.launchTypeAndStrategy();
        }
        CapacityStrategy strategy =
                request.hasCapacityProviderStrategy()
                        ? StrategyShape.read(
                                request.capacityProviderStrategy(), cluster.capacityProviders())
                        : word == null ? cluster.defaultStrategy() : CapacityStrategy.NONE;
        LaunchType type = strategy.isFargate() ? LaunchType.FARGATE : ServiceShape.launchType(word);
        boolean fargate = type == LaunchType.FARGATE;
        ServiceRules.runnable(definition, fargate);
        ServiceShape.placement(
                fargate, request.placementStrategy(), request.placementConstraints());
        ServiceNetwork network = NetworkShape.read(request.networkConfiguration(), zones);
        NetworkShape.check(network, definition.networkMode());
        return new Launcher.Request(
                cluster.name(),
                null,
                null,
                request.startedBy(),
                request.group() == null ? "family:" + definition.family() : request.group(),
                definition,
                network,
                type,
                strategy,
                PlacementShape.read(
                        request.placementStrategy(),
                        request.placementConstraints(),
                        definition,
                        PlacementStrategy.STANDALONE_DEFAULT));
    }

    private static List<Failure> failures(
            World world, Launcher.Request wanted, Launcher.Outcome outcome) {
        return switch (outcome.obstacle()) {
            case null ->
                    outcome.againAtMillis() > 0
                            ? List.of(Failure.builder().reason("RESOURCE:FARGATE").build())
                            : List.of();
            case Launcher.Obstacle.VcpuQuota() ->
                    List.of(
                            Failure.builder()
                                    .reason("RESOURCE:FARGATE")
                                    .detail(
                                            "You've reached the limit on the number of vCPUs you"
                                                    + " can run concurrently")
                                    .build());
            case Launcher.Obstacle.NoInstance(var why) -> {
                String arn =
                        why.closest() == null
                                ? null
                                : Names.instanceArn(
                                        world.scope(),
                                        wanted.clusterName(),
                                        why.closest().instanceId());
                yield why.reasons().stream()
                        .map(r -> Failure.builder().arn(arn).reason(r.word()).build())
                        .toList();
            }
        };
    }

    /// Stops a task; it leaves its target groups first.
    StopTaskResponse stop(StopTaskRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Task task = world.tasks().table.get(id(world, cluster, request.task()));
            if (task == null || !task.identity().clusterName().equals(cluster.name())) {
                throw EcsErrors.taskNotFound();
            }
            String reason = request.reason();
            stop(turn, task, reason == null ? "Task stopped by user" : reason);
            return StopTaskResponse.builder()
                    .task(TaskView.of(world, world.tasks().table.require(task.id())))
                    .build();
        });
    }

    private static void stop(Turn turn, Task task, String reason) {
        TaskStops.stop(turn, task, StopCode.USER_INITIATED, reason);
        ServiceTasks.changed(turn, task, turn.world().tasks().table.require(task.id()));
    }

    private static String id(World world, Cluster cluster, String idOrArn) {
        return Names.inCluster(world.scope(), "task", cluster.name(), idOrArn);
    }

    /// Tasks by id or ARN; those that are not there as failures.
    DescribeTasksResponse describe(DescribeTasksRequest request) {
        if (request.tasks().isEmpty()) {
            throw EcsErrors.empty("Tasks");
        }
        if (request.tasks().size() > DESCRIBED_MAX) {
            throw EcsErrors.tooMany("tasks", DESCRIBED_MAX);
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<software.amazon.awssdk.services.ecs.model.Task> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.tasks()) {
                Task task = world.tasks().table.get(id(world, cluster, name));
                if (task == null || !task.identity().clusterName().equals(cluster.name())) {
                    String id = id(world, cluster, name);
                    String arn = Names.taskArn(world.scope(), cluster.name(), id);
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    found.add(TaskView.of(world, task));
                }
            }
            return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
        });
    }
}
