package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.ClientToken;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.Launcher;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOptions;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;

/// RunTask and StartTask: standalone tasks, where they fit or where the caller says.
final class TaskStarts {
    private static final int TASKS_MAX = 10;
    private static final int TOKEN_MAX = 64;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1," + TOKEN_MAX + "}");
    private static final String RUN = "RunTask";
    private final Turns turns;
    private final Zones zones;

    TaskStarts(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Starts standalone tasks; what has no place is told as a failure.
    RunTaskResponse run(RunTaskRequest request) {
        int count = request.count() == null ? 1 : request.count();
        if (count < 1 || count > TASKS_MAX) {
            throw EcsErrors.outside("count", 1, TASKS_MAX);
        }
        if (!request.volumeConfigurations().isEmpty()) {
            throw EcsErrors.unsupported("An Amazon EBS volume that is configured at launch");
        }
        TaskAsk ask = TaskAsk.of(request);
        String token = token(request.clientToken());
        return turns.decide(turn -> {
            World world = turn.world();
            if (token != null) {
                ClientToken used = world.admission().tokens.get(ClientToken.keyOf(RUN, token));
                if (used != null) {
                    return again(world, request, used);
                }
            }
            Launcher.Request wanted = wanted(turn, request, ask);
            Launcher.Outcome outcome = Launcher.launch(turn, wanted, count);
            if (outcome.started().isEmpty() && outcome.againAtMillis() > 0) {
                throw EcsErrors.throttled();
            }
            if (token != null && !outcome.started().isEmpty()) {
                remember(turn, token, request, outcome.started());
            }
            return RunTaskResponse.builder()
                    .tasks(shown(world, outcome.started()))
                    .failures(failures(world, wanted, outcome))
                    .build();
        });
    }

    private static @Nullable String token(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!TOKEN.matcher(given).matches()) {
            throw TaskErrors.clientToken(TOKEN_MAX);
        }
        return given;
    }

    private static void remember(
            Turn turn, String token, RunTaskRequest request, List<Task> started) {
        ClientToken used =
                new ClientToken(RUN, token, request, started.stream().map(Task::id).toList());
        turn.put(turn.world().admission().tokens, used);
        turn.timer(
                TimerKind.TOKEN_FORGET,
                used.key(),
                turn.nowMillis() + ClientToken.REMEMBERED_MILLIS);
    }

    /// The answer to a request that was made before: its tasks as they are now.
    private static RunTaskResponse again(World world, RunTaskRequest request, ClientToken used) {
        if (!request.equals(used.request())) {
            String cluster = Names.cluster(world.scope(), request.cluster());
            throw TaskErrors.conflict(
                    used.made().stream()
                            .map(id -> Names.taskArn(world.scope(), cluster, id))
                            .toList());
        }
        List<Task> there = new ArrayList<>();
        for (String id : used.made()) {
            Task task = world.tasks().table.get(id);
            if (task != null) {
                there.add(task);
            }
        }
        return RunTaskResponse.builder().tasks(shown(world, there)).failures(List.of()).build();
    }

    private Launcher.Request wanted(Turn turn, RunTaskRequest request, TaskAsk ask) {
        World world = turn.world();
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
        ServiceNetwork network = NetworkShape.read(turn, request.networkConfiguration(), zones);
        NetworkShape.check(network, definition.networkMode());
        TaskOptions options = ask.options(definition, fargate);
        Platforms.check(request.platformVersion(), fargate, definition, options.overrides());
        return new Launcher.Request(
                cluster.name(),
                null,
                null,
                ask.startedBy(),
                ask.group(definition),
                definition,
                network,
                type,
                strategy,
                PlacementShape.read(
                        request.placementStrategy(),
                        request.placementConstraints(),
                        definition,
                        PlacementStrategy.STANDALONE_DEFAULT),
                options.onPlatform(request.platformVersion()),
                ask.tags(world, cluster, definition));
    }

    /// Starts a task on each of the instances that the caller names.
    StartTaskResponse start(StartTaskRequest request) {
        List<String> names = request.containerInstances();
        if (names.isEmpty()) {
            throw EcsErrors.empty("Container instances");
        }
        if (names.size() > TASKS_MAX) {
            throw EcsErrors.tooMany("instanceIds", TASKS_MAX);
        }
        if (!request.volumeConfigurations().isEmpty()) {
            throw EcsErrors.unsupported("An Amazon EBS volume that is configured at launch");
        }
        TaskAsk ask = TaskAsk.of(request);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Launcher.Request wanted = wanted(turn, cluster, request, ask);
            List<Task> started = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : names) {
                ContainerInstance instance = InstanceOperations.find(world, cluster, name);
                if (instance == null) {
                    failures.add(InstanceOperations.missing(world, cluster, name));
                    continue;
                }
                Launcher.Outcome outcome = Launcher.start(turn, wanted, instance);
                started.addAll(outcome.started());
                failures.addAll(failures(world, wanted, outcome));
            }
            return StartTaskResponse.builder()
                    .tasks(shown(world, started))
                    .failures(failures)
                    .build();
        });
    }

    private Launcher.Request wanted(
            Turn turn, Cluster cluster, StartTaskRequest request, TaskAsk ask) {
        World world = turn.world();
        TaskDefinition definition =
                TaskDefinitionOperations.require(world, request.taskDefinition());
        ServiceRules.runnable(definition, false);
        ServiceNetwork network = NetworkShape.read(turn, request.networkConfiguration(), zones);
        NetworkShape.check(network, definition.networkMode());
        return new Launcher.Request(
                cluster.name(),
                null,
                null,
                ask.startedBy(),
                ask.group(definition),
                definition,
                network,
                LaunchType.EC2,
                CapacityStrategy.NONE,
                PlacementShape.read(
                        List.of(), List.of(), definition, PlacementStrategy.STANDALONE_DEFAULT),
                ask.options(definition, false),
                ask.tags(world, cluster, definition));
    }

    private static List<software.amazon.awssdk.services.ecs.model.Task> shown(
            World world, List<Task> tasks) {
        return tasks.stream().map(task -> TaskView.of(world, task, true)).toList();
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
}
