package dev.kingtide.core.placement;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskState;
import dev.kingtide.core.task.TaskTimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A cluster named `test` with container instances and tasks, for tests.
final class Fleet {
    static final String CLUSTER = "test";
    private static final TaskDefinition DEFINITION =
            new TaskDefinition(
                    "app",
                    1,
                    DefinitionStatus.ACTIVE,
                    NetworkMode.BRIDGE,
                    1,
                    1,
                    List.of(),
                    List.of(),
                    "X86_64",
                    "LINUX",
                    20,
                    null);

    final Core core;
    private final Map<String, Reservation> taken = new LinkedHashMap<>();
    private final Map<String, List<String>> gpus = new LinkedHashMap<>();
    private long nowMillis = 1_000;

    Fleet() {
        this(7);
    }

    Fleet(long seed) {
        core = new Core(new World(Scope.DEFAULT, seed), new MemoryStore());
        core.decide(
                nowMillis,
                t -> {
                    t.put(t.world().tasks().definitions, DEFINITION);
                    return Clusters.create(t, CLUSTER, List.of(), CapacityStrategy.NONE);
                });
    }

    World world() {
        return core.world();
    }

    void at(long millis) {
        nowMillis = millis;
    }

    /// A machine with `key=value` attributes; `provider=...` names its capacity provider,
    /// `gpus=...` how many GPUs it has.
    String instance(String zone, int cpuUnits, int memoryMib, String... attributes) {
        TreeMap<String, String> custom = new TreeMap<>();
        for (String attribute : attributes) {
            int at = attribute.indexOf('=');
            custom.put(attribute.substring(0, at), attribute.substring(at + 1));
        }
        String provider = custom.remove("provider");
        int gpuCount = Integer.parseInt(custom.getOrDefault("gpus", "0"));
        custom.remove("gpus");
        List<String> ids = IntStream.range(0, gpuCount).mapToObj(i -> "GPU-" + i).toList();
        String type = custom.getOrDefault("ecs.instance-type", "m5.large");
        return core.decide(
                        nowMillis,
                        t ->
                                Instances.register(
                                        t,
                                        new Registration(
                                                CLUSTER,
                                                "i-" + t.ids().hex(16),
                                                type,
                                                zone,
                                                provider,
                                                false,
                                                "1.105.1",
                                                "x86_64",
                                                new Resources(cpuUnits, memoryMib, 2, ids),
                                                custom)))
                .id();
    }

    ContainerInstance row(String id) {
        return world().clusters().instances.require(id);
    }

    void drain(String id) {
        core.decide(nowMillis, t -> Instances.drain(t, id));
    }

    void activate(String id) {
        core.decide(nowMillis, t -> Instances.activate(t, id));
    }

    void connected(String id, boolean connected) {
        core.decide(nowMillis, t -> Instances.connected(t, id, connected));
    }

    void gone(String id) {
        core.decide(
                nowMillis,
                t -> {
                    Instances.remove(t, id);
                    return id;
                });
    }

    /// A running task on an instance, of a deployment named like its group if that is a service's;
    /// gives its id.
    String run(String group, String instanceId, Reservation needs) {
        return core.decide(
                nowMillis,
                t -> {
                    String zone = t.world().clusters().instances.require(instanceId).zone();
                    List<String> its = Instances.reserve(t, instanceId, needs);
                    Instances.started(t, instanceId);
                    Task task = task(t.ids().hex(32), group, zone, instanceId, nowMillis);
                    t.put(t.world().tasks().table, task);
                    taken.put(task.id(), needs);
                    gpus.put(task.id(), its);
                    return task.id();
                });
    }

    String run(String group, String instanceId) {
        return run(group, instanceId, Reservation.of(1, 1));
    }

    /// A task on AWS Fargate.
    String fargate(String group, String zone) {
        return core.decide(
                nowMillis,
                t -> {
                    Task task = task(t.ids().hex(32), group, zone, null, nowMillis);
                    t.put(t.world().tasks().table, task);
                    return task.id();
                });
    }

    private static Task task(
            String id, String group, String zone, @Nullable String instanceId, long nowMillis) {
        boolean ofService = group.startsWith("service:");
        return new Task(
                new TaskIdentity(
                        id,
                        CLUSTER,
                        "app:1",
                        group,
                        ofService ? CLUSTER + "/" + group : null,
                        ofService ? group : null,
                        null),
                new TaskPlace(
                        instanceId == null ? LaunchType.FARGATE : LaunchType.EC2,
                        null,
                        zone,
                        instanceId),
                TaskState.CREATED,
                TaskTimes.created(nowMillis),
                List.of(),
                null);
    }

    Task task(String id) {
        return world().tasks().table.require(id);
    }

    /// Somebody wants the task to stop; what it holds is not given back yet.
    void stop(String taskId) {
        core.decide(
                nowMillis,
                t -> {
                    Task task = t.world().tasks().table.require(taskId);
                    Task next = task.with(task.state().stopWanted(StopCode.USER_INITIATED, "test"));
                    t.put(t.world().tasks().table, next);
                    return next;
                });
    }

    /// The task is gone and what it held is given back.
    void end(String taskId) {
        core.decide(
                nowMillis,
                t -> {
                    Task task = t.world().tasks().table.require(taskId);
                    String instanceId = task.place().instanceId();
                    if (instanceId != null) {
                        Reservation held = taken.getOrDefault(taskId, Reservation.of(1, 1));
                        List<String> its = gpus.getOrDefault(taskId, List.of());
                        Instances.release(t, instanceId, held, its, true);
                    }
                    t.remove(t.world().tasks().table, taskId);
                    return taskId;
                });
    }

    Placement place(Ask ask) {
        return Placer.place(world(), ask);
    }

    /// Places a task and runs it there; gives the instance's id.
    String placeAndRun(Ask ask) {
        return switch (place(ask)) {
            case Placement.Placed placed -> {
                run(ask.group(), placed.instanceId(), ask.needs());
                yield placed.instanceId();
            }
            case Placement.Unplaceable no -> throw new AssertionError("no place: " + no);
        };
    }

    static Ask ask(String group, Reservation needs, PlacementRules rules) {
        return new Ask("subject", CLUSTER, group, needs, rules, null, List.of());
    }

    static Ask ask(String group, PlacementRules rules) {
        return ask(group, Reservation.of(100, 100), rules);
    }

    static PlacementRules strategies(PlacementStrategy... strategies) {
        return new PlacementRules(List.of(strategies), List.of(), List.of());
    }

    static PlacementRules memberOf(String expression) {
        return new PlacementRules(
                List.of(), List.of(new PlacementConstraint.MemberOf(parse(expression))), List.of());
    }

    static Expression parse(String expression) {
        return switch (ExpressionParser.parse(expression)) {
            case ParsedExpression.Good(Expression good) -> good;
            case ParsedExpression.Bad bad -> throw new AssertionError(bad.message());
        };
    }
}
