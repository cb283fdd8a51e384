package dev.kingtide.core.traffic;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.AdmissionTables;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.MemoryStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A World with load balancing in virtual time, and an edge that writes down what it is told.
final class TrafficScene {
    static final long START_MILLIS = 1_700_000_000_000L;
    static final String ZONE = "us-east-1a";

    final World world;
    final VirtualLoop loop;
    final List<EdgeCommand> told = new ArrayList<>();

    TrafficScene() {
        this(7);
    }

    TrafficScene(long seed) {
        world = new World(Scope.DEFAULT, seed);
        loop = new VirtualLoop(new Core(world, new MemoryStore()), START_MILLIS);
        Edge edge = told::add;
        loop.connect(command -> {}, edge);
    }

    TrafficTables tables() {
        return world.traffic();
    }

    LoadBalancer loadBalancer(String name) {
        TreeMap<String, String> zones = new TreeMap<>(Map.of("subnet-a", ZONE));
        return loop.decide(turn ->
                LoadBalancers.create(
                        turn,
                        new LoadBalancers.New(name, "internet-facing", "vpc-1", zones, List.of())));
    }

    TargetGroup group(String name) {
        return loop.decide(turn ->
                TargetGroups.create(
                        turn,
                        new TargetGroups.New(
                                name, "HTTP", "HTTP1", 80, "ip", "vpc-1", HealthCheck.DEFAULT)));
    }

    Listener listener(LoadBalancer loadBalancer, int port, Rule.Action action) {
        return loop.decide(turn ->
                Listeners.create(
                        turn, loadBalancer.arn(), new Listeners.Settings("HTTP", port, action)));
    }

    Rule rule(Listener listener, int priority, Rule.Action action) {
        Rule.Condition path = new Rule.Condition("path-pattern", "", List.of("/" + priority));
        Rules.Settings wanted = new Rules.Settings(List.of(path), action);
        return loop.decide(turn -> Rules.create(turn, listener.arn(), priority, wanted));
    }

    void quota(Quota quota, int limit) {
        loop.decide(turn -> {
            AdmissionTables admission = turn.world().admission();
            turn.put(admission.quotasTable, admission.quotas().with(quota, limit));
            return quota;
        });
    }

    /// A group to which a load balancer forwards.
    TargetGroup groupInUse(String name) {
        TargetGroup group = group(name);
        listener(loadBalancer(name), 80, Rule.Action.Forward.to(group.arn()));
        return tables().targetGroups.require(group.arn());
    }

    Target register(TargetGroup group, String address, @Nullable String taskId) {
        return loop.decide(turn -> Targets.register(turn, group.arn(), address, 80, ZONE, taskId));
    }

    @Nullable Target deregister(Target target) {
        // a decision must reply with something
        return loop.decide(
                        turn -> {
                            Map<String, @Nullable Target> reply = new LinkedHashMap<>();
                            reply.put("target", Targets.deregister(turn, target.key()));
                            return reply;
                        })
                .get("target");
    }

    TargetGroup attribute(TargetGroup group, String name, String value) {
        return loop.decide(
                turn -> TargetGroups.modifyAttributes(turn, group.arn(), Map.of(name, value)));
    }

    void observe(Target target, Probe... probes) {
        TargetHealth health = TargetHealth.start();
        for (Probe probe : probes) {
            health = health.probed(probe, HealthCheck.DEFAULT);
        }
        EdgeObservation.TargetHealthChanged report = health.report(target.key());
        loop.observe(report);
    }

    @Nullable Target find(Target target) {
        return tables().targets.get(target.key());
    }

    Target now(Target target) {
        return tables().targets.require(target.key());
    }

    /// What the edge was told since the last call.
    List<EdgeCommand> told() {
        List<EdgeCommand> news = List.copyOf(told);
        told.clear();
        return news;
    }
}
