package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A simulated fleet and its traffic on a loop of their own, with the smallest control plane there
/// is: a task that runs is registered, one that ends is deregistered, and, if asked for, one that
/// is unhealthy or ends is replaced.
final class TrafficBench {
    /// The beginning of a minute.
    static final long START = 1_800_000_000_000L;

    static final String GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/web/0123456789abcdef";
    static final String BALANCER =
            "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/0123456789abcdef";

    final VirtualLoop loop =
            new VirtualLoop(new Core(new World(Scope.DEFAULT, 1), new MemoryStore()), START);
    final List<TargetHealthChanged> health = new ArrayList<>();
    final List<Long> healthMillis = new ArrayList<>();
    final List<Measured> measured = new ArrayList<>();
    final Map<String, Target> targets = new LinkedHashMap<>();
    final SimulatedDriver driver;
    final SimulatedTraffic traffic;
    final TaskDefinition definition;
    boolean replaces;
    private int started;
    private List<String> zones = List.of("us-east-1a");

    TrafficBench(SimulationInputs inputs, int cpuUnits, TargetGroup group, long seed) {
        definition =
                DriverBench.definition(
                        NetworkMode.AWSVPC, cpuUnits, List.of(DriverBench.container("app", 0)));
        driver = new SimulatedDriver(loop, this::seen, inputs, new Dice(seed));
        traffic = new SimulatedTraffic(loop, this::seen, driver, inputs, new Dice(seed));
        put(new TreeMap<>());
        traffic.accept(new EdgeCommand.PutGroup(group));
        Rule rule =
                new Rule(
                        "rule",
                        Rule.DEFAULT_PRIORITY,
                        List.of(),
                        new Rule.Action.Forward(List.of(new Rule.WeightedGroup(GROUP, 1))));
        traffic.accept(
                new EdgeCommand.PutListener(
                        new Listener("listener", BALANCER, "HTTP", 80, List.of(rule))));
    }

    private void put(Map<String, String> zonesBySubnet) {
        traffic.accept(
                new EdgeCommand.PutLoadBalancer(
                        new LoadBalancer(
                                BALANCER,
                                "web",
                                "web.example",
                                "internal",
                                "application",
                                "vpc",
                                new TreeMap<>(zonesBySubnet),
                                true,
                                List.of(),
                                new TreeMap<>(),
                                LoadBalancer.State.ACTIVE,
                                START)));
    }

    /// Gives the load balancer nodes in these zones, and each task in turn the next of them.
    TrafficBench zones(String... inTurn) {
        zones = List.of(inTurn);
        Map<String, String> bySubnet = new TreeMap<>();
        zones.forEach(zone -> bySubnet.put("subnet-" + zone, zone));
        put(bySubnet);
        return this;
    }

    static TargetGroup group(HealthCheck check, GroupAttributes attributes) {
        return new TargetGroup(
                GROUP,
                "web",
                "HTTP",
                "HTTP1",
                80,
                "ip",
                "vpc",
                check,
                attributes,
                List.of(BALANCER));
    }

    static TargetGroup group() {
        return group(HealthCheck.DEFAULT, GroupAttributes.DEFAULT);
    }

    /// Starts are immediate but for the boot; the image is empty.
    static SimulationInputs inputs(int seconds, Demand demand, ClientModel client) {
        StartTimings none =
                new StartTimings(
                        Range.of(0),
                        Range.of(0),
                        Range.of(0),
                        Range.of(0),
                        1000,
                        0,
                        0,
                        1000,
                        1,
                        0,
                        0,
                        1,
                        0,
                        Range.of(0),
                        0,
                        Range.of(0));
        return SimulationInputs.of(seconds, Crowd.of(demand, client))
                .with(none, new ImageModel(0, 1, false, false, false));
    }

    /// An application that is only its CPU and waiting time, there at once.
    static ApplicationModel application(double cpuMillis, double waitMillis, int inside, int room) {
        return new ApplicationModel(cpuMillis, waitMillis, inside, room, 0, 0, true, 0, 1, 100, 1);
    }

    TrafficBench start(int tasks) {
        for (int i = 0; i < tasks; i++) {
            String id = "t" + started++;
            driver.accept(new TaskCommand.Start(DriverBench.task(id, null, null), definition));
        }
        return this;
    }

    TrafficBench at(double second, Runnable what) {
        loop.at(START + Math.round(second * 1000), what);
        return this;
    }

    TrafficBench run() {
        loop.runUntil(START + traffic.recording().seconds() * 1000L);
        return this;
    }

    Recording recording() {
        return traffic.recording();
    }

    void stop(String id, int drainSeconds) {
        Target target = targets.get(id);
        if (target == null) {
            return;
        }
        targets.remove(id);
        traffic.accept(new EdgeCommand.DrainTarget(target));
        loop.at(
                loop.nowMillis() + drainSeconds * 1000L,
                () -> {
                    traffic.accept(new EdgeCommand.RemoveTarget(target));
                    driver.accept(new TaskCommand.Stop(id));
                });
    }

    private void seen(Observation what) {
        switch (what) {
            case TaskObservation.ContainerStarted(String id, _, _, _, _) -> register(id);
            case TaskObservation.ContainerStopped(String id, String name, int code, var reason) ->
                    ended(id);
            case TargetHealthChanged change -> {
                health.add(change);
                healthMillis.add(loop.nowMillis() - START);
                if (replaces && change.state() == TargetState.UNHEALTHY) {
                    targets.values().stream()
                            .filter(t -> t.key().equals(change.targetKey()))
                            .findFirst()
                            .ifPresent(t -> ended(String.valueOf(t.taskId())));
                }
            }
            case Measured each -> measured.add(each);
            default -> {}
        }
    }

    private void ended(String id) {
        if (targets.containsKey(id)) {
            stop(id, 5);
            if (replaces) {
                start(1);
            }
        }
    }

    private void register(String id) {
        Target target =
                new Target(
                        GROUP,
                        id,
                        80,
                        zones.get(targets.size() % zones.size()),
                        id,
                        TargetState.INITIAL,
                        null,
                        "",
                        loop.nowMillis());
        targets.put(id, target);
        traffic.accept(new EdgeCommand.AddTarget(target));
    }

    double measuredMean(String name) {
        double sum = 0;
        double count = 0;
        for (Measured each : measured) {
            if (each.metric().name().equals(name) && each.endMillis() > START + 300_000) {
                sum += each.sum();
                count += each.count();
            }
        }
        return sum / count;
    }
}
