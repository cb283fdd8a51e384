package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.traffic.Rule.Action.Forward;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random registrations, reports, drains and changes of listeners; after each step everything that
/// is kept in step must equal a recount, and the edge must have been told enough to know it too.
class TargetsSeedTest {
    private static final int STEPS = 120;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void counts_equal_a_recount_and_the_edge_knows_who_is_in_use(long seed) {
        Walk walk = new Walk(seed);
        for (int step = 0; step < STEPS; step++) {
            String done = walk.step(step);
            String where = "seed " + seed + ", step " + step + ": " + done;
            walk.check(where);
        }
        walk.scene.loop.runUntil(walk.scene.loop.nowMillis() + 3_600_000);
        walk.check("seed " + seed + ", at rest");
        assertThat(walk.scene.tables().targets.rows())
                .as("seed %d: what drains is gone in the end", seed)
                .noneMatch(target -> target.state() == TargetState.DRAINING);
    }

    /// One seed's history.
    private static final class Walk {
        final TrafficScene scene;
        private final Dice dice;
        private final List<LoadBalancer> loadBalancers = new ArrayList<>();
        private final List<TargetGroup> groups = new ArrayList<>();
        private final Map<String, Target> knownToEdge = new TreeMap<>();
        private int listeners;

        Walk(long seed) {
            scene = new TrafficScene(seed);
            dice = new Dice(seed);
            loadBalancers.add(scene.loadBalancer("one"));
            loadBalancers.add(scene.loadBalancer("two"));
            for (String name : List.of("a", "b", "c")) {
                TargetGroup group = scene.group(name);
                groups.add(
                        scene.attribute(
                                group,
                                "deregistration_delay.timeout_seconds",
                                Integer.toString(below(3, "delay " + name) * 20)));
            }
        }

        private int below(int bound, String purpose) {
            return dice.below(bound, "walk", purpose);
        }

        String step(int number) {
            String draw = "step " + number;
            TargetGroup group = groups.get(below(groups.size(), draw + " group"));
            List<Target> present = scene.tables().targetsByGroup.list(group.arn());
            Target some =
                    present.isEmpty() ? null : present.get(below(present.size(), draw + " target"));
            return switch (below(10, draw)) {
                case 0, 1, 2 -> register(draw, group);
                case 3, 4, 5 -> probe(draw, some);
                case 6, 7 -> deregister(some);
                case 8 -> pass(draw);
                default -> changeListeners(draw, group);
            };
        }

        private String register(String draw, TargetGroup group) {
            String address = "10.0.0." + below(6, draw + " address");
            scene.register(group, address, "task" + below(8, draw + " task"));
            return "register " + address + " in " + group.name();
        }

        private String probe(String draw, @Nullable Target target) {
            if (target != null && below(2, draw + " probe") == 0) {
                scene.observe(target, Probe.PASSED);
            } else if (target != null) {
                scene.observe(target, Probe.FAILED, Probe.FAILED);
            }
            return "probe " + target;
        }

        private String deregister(@Nullable Target target) {
            if (target != null) {
                scene.deregister(target);
            }
            return "deregister " + target;
        }

        private String pass(String draw) {
            scene.loop.runUntil(scene.loop.nowMillis() + below(40_000, draw + " time"));
            return "wait until " + scene.loop.nowMillis();
        }

        private String changeListeners(String draw, TargetGroup group) {
            List<Listener> present = List.copyOf(scene.tables().listeners.rows());
            if (present.size() < 2) {
                scene.listener(
                        loadBalancers.get(below(2, draw + " load balancer")),
                        8000 + listeners++,
                        Forward.to(group.arn()));
                return "forward to " + group.name();
            }
            Listener gone = present.get(below(present.size(), draw + " listener"));
            scene.loop.decide(turn -> {
                Listeners.delete(turn, gone.arn());
                return gone;
            });
            return "delete " + gone.arn();
        }

        void check(String where) {
            TrafficTables tables = scene.tables();
            checkCounts(tables, where);
            for (Target target : tables.targets.rows()) {
                String taskId = target.taskId();
                assertThat(taskId).as(where).isNotNull();
                if (taskId != null) {
                    assertThat(tables.targetsByTask.get(taskId)).as(where).contains(target);
                }
                boolean used =
                        !tables.targetGroups
                                .require(target.groupArn())
                                .loadBalancerArns()
                                .isEmpty();
                if (target.state() != TargetState.DRAINING) {
                    assertThat(target.state() == TargetState.UNUSED).as(where).isEqualTo(!used);
                }
            }
            checkEdge(tables, where);
        }

        private void checkCounts(TrafficTables tables, String where) {
            Map<String, Integer> byLoadBalancer = new TreeMap<>();
            for (TargetGroup group : tables.targetGroups.rows()) {
                EnumMap<TargetState, Integer> recount = new EnumMap<>(TargetState.class);
                for (Target target : tables.targets.rows()) {
                    if (target.groupArn().equals(group.arn())) {
                        recount.merge(target.state(), 1, Integer::sum);
                    }
                }
                int registered = 0;
                for (TargetState state : TargetState.values()) {
                    int count = recount.getOrDefault(state, 0);
                    registered += state == TargetState.DRAINING ? 0 : count;
                    assertThat(tables.targetCounts.inState(group.arn(), state))
                            .as("%s, %s %s", where, group.name(), state)
                            .isEqualTo(count);
                }
                assertThat(tables.targetCounts.registered(group.arn()))
                        .as(where)
                        .isEqualTo(registered);
                for (String arn : group.loadBalancerArns()) {
                    byLoadBalancer.merge(arn, registered, Integer::sum);
                }
            }
            for (LoadBalancer loadBalancer : loadBalancers) {
                assertThat(tables.targetCounts.ofLoadBalancer(loadBalancer.arn()))
                        .as("%s, %s", where, loadBalancer.name())
                        .isEqualTo(byLoadBalancer.getOrDefault(loadBalancer.arn(), 0));
            }
        }

        /// Replays what the edge was told: it must know exactly the targets that are in use, and
        /// must send nothing to those that drain.
        private void checkEdge(TrafficTables tables, String where) {
            for (EdgeCommand command : scene.told()) {
                switch (command) {
                    case EdgeCommand.AddTarget(Target target) ->
                            knownToEdge.put(target.key(), target);
                    case EdgeCommand.DrainTarget(Target target) ->
                            knownToEdge.put(target.key(), target);
                    case EdgeCommand.RemoveTarget(Target target) ->
                            knownToEdge.remove(target.key());
                    case EdgeCommand.RemoveGroup(String arn) ->
                            knownToEdge.values().removeIf(t -> t.groupArn().equals(arn));
                    case EdgeCommand.PutGroup _,
                            EdgeCommand.PutCertificate _,
                            EdgeCommand.RemoveCertificate _,
                            EdgeCommand.PutTrustStore _,
                            EdgeCommand.RemoveTrustStore _,
                            EdgeCommand.PutListener _,
                            EdgeCommand.RemoveListener _,
                            EdgeCommand.PutLoadBalancer _,
                            EdgeCommand.RemoveLoadBalancer _ -> {}
                }
            }
            Map<String, Boolean> wanted = new TreeMap<>();
            for (Target target : tables.targets.rows()) {
                if (target.state() != TargetState.UNUSED) {
                    wanted.put(target.key(), target.state() == TargetState.DRAINING);
                }
            }
            Map<String, Boolean> known = new TreeMap<>();
            knownToEdge.forEach(
                    (key, target) -> known.put(key, target.state() == TargetState.DRAINING));
            assertThat(known).as(where).isEqualTo(wanted);
            for (Target target : knownToEdge.values()) {
                if (target.state() == TargetState.DRAINING) {
                    Routing.Mode mode = Routing.mode(tables, target.groupArn());
                    assertThat(mode.includes(target.state())).as(where).isFalse();
                }
            }
        }
    }
}
