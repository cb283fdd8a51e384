package dev.kingtide.core.service;

import dev.kingtide.core.Core;
import dev.kingtide.core.FakeDriver;
import dev.kingtide.core.FakeEdge;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.Statistic;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.scaling.AlarmActions;
import dev.kingtide.core.scaling.AlarmRule;
import dev.kingtide.core.scaling.Alarms;
import dev.kingtide.core.scaling.Comparison;
import dev.kingtide.core.scaling.MissingData;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.LoadBalancers;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rules;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetGroups;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A small world for scenarios: one cluster, the service `web`, and drivers with fixed times.
final class ServiceWorld {
    static final String KEY = "shop/web";
    static final String GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef";

    final World world;
    final Core core;
    final VirtualLoop loop;
    final FakeDriver driver;
    final FakeEdge edge;

    private final MemoryStore store;

    ServiceWorld(long seed) {
        this(seed, new MemoryStore(), 0);
        define(1);
        define(2);
    }

    private ServiceWorld(long seed, MemoryStore store, long startMillis) {
        this.store = store;
        world = new World(Scope.DEFAULT, seed);
        core = new Core(world, store);
        loop = new VirtualLoop(core, startMillis);
        driver = new FakeDriver(loop);
        edge = new FakeEdge(loop);
        loop.connect(driver, edge);
    }

    /// The same control plane after its process ended and another began, with drivers that have
    /// forgotten everything; identifiers come from another seed.
    ServiceWorld restarted(long seed) {
        ServiceWorld again = new ServiceWorld(seed, store, loop.nowMillis());
        again.core.restore(loop.nowMillis());
        again.loop.decide(turn -> "effects leave with a commit");
        return again;
    }

    void define(int revision) {
        loop.decide(turn -> {
            turn.put(
                    world.tasks().definitions,
                    new TaskDefinition(
                            "web",
                            revision,
                            DefinitionStatus.ACTIVE,
                            NetworkMode.AWSVPC,
                            256,
                            512,
                            List.of(
                                    new ContainerDefinition(
                                            "web", "web", 0, 0, 0, List.of(), true, List.of(), null,
                                            0, 0, 0)),
                            List.of(),
                            "X86_64",
                            "LINUX",
                            20,
                            null));
            return "";
        });
    }

    /// Gives a revision the network mode bridge, so that its tasks run on instances.
    void bridge(int number) {
        TaskDefinition awsvpc = world.tasks().definitions.require("web:" + number);
        loop.decide(turn -> {
            turn.put(
                    world.tasks().definitions,
                    new TaskDefinition(
                            awsvpc.family(),
                            awsvpc.revision(),
                            DefinitionStatus.ACTIVE,
                            NetworkMode.BRIDGE,
                            awsvpc.cpuUnits(),
                            awsvpc.memoryMib(),
                            awsvpc.containers(),
                            List.of(),
                            awsvpc.cpuArchitecture(),
                            awsvpc.operatingSystem(),
                            20,
                            null));
            return "";
        });
    }

    /// A target group that a listener forwards to, with a deregistration delay.
    void balance(int delaySeconds) {
        world.adopt("targetgroup/web", "0123456789abcdef");
        loop.decide(turn -> {
            LoadBalancer balancer =
                    LoadBalancers.create(
                            turn,
                            new LoadBalancers.New(
                                    "web",
                                    "internet-facing",
                                    "vpc-1",
                                    new TreeMap<>(
                                            Map.of(
                                                    "subnet-a", "us-east-1a",
                                                    "subnet-b", "us-east-1b")),
                                    List.of()));
            TargetGroup group =
                    TargetGroups.create(
                            turn,
                            new TargetGroups.New(
                                    "web",
                                    "HTTP",
                                    "HTTP1",
                                    80,
                                    "ip",
                                    "vpc-1",
                                    HealthCheck.DEFAULT));
            TargetGroups.modifyAttributes(
                    turn,
                    group.arn(),
                    Map.of("deregistration_delay.timeout_seconds", Integer.toString(delaySeconds)));
            return Listeners.create(
                    turn,
                    balancer.arn(),
                    new Listeners.Settings(
                            "HTTP",
                            80,
                            new Rule.Action.Forward(
                                    List.of(new Rule.WeightedGroup(group.arn(), 1)))));
        });
    }

    /// A second target group beside that of [#balance], and a test listener that forwards to it:
    /// what it takes to shift traffic.
    TrafficShift shiftable() {
        return loop.decide(turn -> {
            var traffic = world.traffic();
            var production = traffic.listeners.rows().iterator().next();
            TargetGroup other =
                    TargetGroups.create(
                            turn,
                            new TargetGroups.New(
                                    "web-b",
                                    "HTTP",
                                    "HTTP1",
                                    80,
                                    "ip",
                                    "vpc-1",
                                    HealthCheck.DEFAULT));
            TargetGroups.modifyAttributes(
                    turn, other.arn(), Map.of("deregistration_delay.timeout_seconds", "0"));
            var test =
                    Listeners.create(
                            turn,
                            production.loadBalancerArn(),
                            new Listeners.Settings(
                                    "HTTP", 8080, Rule.Action.Forward.to(other.arn())));
            return new TrafficShift(
                    other.arn(),
                    production.defaultRule().arn(),
                    test.defaultRule().arn(),
                    "arn:aws:iam::123456789012:role/elb");
        });
    }

    /// The weights that a rule gives the group of [#balance] and the other one.
    List<Integer> weights(String ruleArn) {
        Rule rule =
                Objects.requireNonNull(
                        world.traffic()
                                .listeners
                                .require(Rules.listenerArnOf(ruleArn))
                                .rule(ruleArn));
        return rule.action() instanceof Rule.Action.Forward forward
                ? forward.groups().stream().map(Rule.WeightedGroup::weight).toList()
                : List.of();
    }

    /// Target health of a group: how many are healthy.
    long targets(String groupArn) {
        return edge.targets().values().stream().filter(t -> t.groupArn().equals(groupArn)).count();
    }

    /// An alarm of this name on a metric of its own.
    void alarm(String name) {
        loop.decide(turn ->
                Alarms.put(
                        turn,
                        name,
                        new AlarmRule(
                                new MetricId("Shop", name, ""),
                                Statistic.MAXIMUM,
                                60,
                                Comparison.GREATER_THAN,
                                0,
                                1,
                                1,
                                MissingData.MISSING),
                        new AlarmActions(true, List.of(), List.of(), List.of()),
                        null));
    }

    /// One minute of an alarm's metric: 1 is too much, 0 is not.
    void measure(String name, double value) {
        long end = loop.nowMillis() / 60_000 * 60_000;
        loop.observe(
                new EdgeObservation.Measured(
                        new MetricId("Shop", name, ""), end, value, 1, value, value));
    }

    /// The newest service deployment.
    ServiceDeployment deployment() {
        return Objects.requireNonNull(world.services().deploymentsOf.last(KEY));
    }

    Service service() {
        return world.services().table.require(KEY);
    }

    void create(int desired, DeploymentConfiguration bounds, boolean balanced, int grace) {
        loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "shop",
                                "web",
                                desired,
                                new ServiceSettings(
                                        LaunchType.FARGATE,
                                        CapacityStrategy.NONE,
                                        PlacementRules.SERVICE_DEFAULT,
                                        bounds,
                                        grace),
                                revision(1, balanced),
                                null)));
    }

    static ServiceRevision revision(int revision, boolean balanced) {
        return new ServiceRevision(
                "web:" + revision,
                "LATEST",
                new ServiceNetwork(
                        List.of("subnet-a", "subnet-b"),
                        List.of("us-east-1a", "us-east-1b"),
                        List.of(),
                        false),
                balanced ? List.of(new ServiceLoadBalancer(GROUP, "web", 80)) : List.of());
    }

    void deploy(int revision, boolean balanced) {
        loop.decide(turn ->
                Services.update(
                        turn,
                        KEY,
                        new Services.ServiceChange(
                                null, null, revision(revision, balanced), false, null)));
    }

    /// Deploys a revision, whatever it is.
    void deploy(ServiceRevision revision) {
        loop.decide(turn ->
                Services.update(
                        turn, KEY, new Services.ServiceChange(null, null, revision, true, null)));
    }

    void create(int desired, DeploymentConfiguration bounds, ServiceRevision revision) {
        create(
                desired,
                new ServiceSettings(
                        LaunchType.FARGATE,
                        CapacityStrategy.NONE,
                        PlacementRules.SERVICE_DEFAULT,
                        bounds,
                        0),
                revision);
    }

    void create(int desired, ServiceSettings settings, ServiceRevision revision) {
        loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService("shop", "web", desired, settings, revision, null)));
    }

    void desire(int count) {
        loop.decide(turn -> Services.setDesiredCount(turn, KEY, count));
    }

    void runSeconds(long seconds) {
        loop.runUntil(loop.nowMillis() + seconds * 1000);
    }

    long running() {
        return world.tasks().table.rows().stream().filter(Task::isRunning).count();
    }

    long running(int revision) {
        return world.tasks().table.rows().stream()
                .filter(t -> t.isRunning() && t.identity().definition().equals("web:" + revision))
                .count();
    }

    /// Tasks that are not STOPPED.
    long all() {
        return world.tasks().table.rows().stream()
                .filter(t -> t.status() != TaskStatus.STOPPED)
                .count();
    }

    int healthy() {
        return service().deployments().stream()
                .mapToInt(d -> world.tasks().count(d.id(), Standing.HEALTHY))
                .sum();
    }

    List<String> messages() {
        var events = world.services().events.get(KEY);
        return events == null
                ? List.of()
                : events.events().stream()
                        .map(ServiceEvents.ServiceEvent::message)
                        .toList()
                        .reversed();
    }

    @Nullable Task anyRunning() {
        return world.tasks().table.rows().stream().filter(Task::isRunning).findFirst().orElse(null);
    }
}
