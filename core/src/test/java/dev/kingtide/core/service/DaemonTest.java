package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.placement.ExpressionParser;
import dev.kingtide.core.placement.ParsedExpression;
import dev.kingtide.core.placement.PlacementConstraint;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Services with one task on every instance.
class DaemonTest {
    private static final int SEEDS = 100;
    private final ServiceWorld given = new ServiceWorld(1);

    private static ServiceRevision revision(int number) {
        return new ServiceRevision("web:" + number, "", ServiceNetwork.NONE, List.of());
    }

    private static ServiceSettings settings(
            DeploymentConfiguration bounds, List<PlacementConstraint> constraints) {
        return new ServiceSettings(
                LaunchType.EC2,
                CapacityStrategy.NONE,
                new PlacementRules(PlacementStrategy.SERVICE_DEFAULT, constraints, List.of()),
                bounds,
                0,
                ServiceMode.DAEMON);
    }

    private void daemon() {
        given.bridge(1);
        given.bridge(2);
        given.create(0, settings(DeploymentConfiguration.DAEMON, List.of()), revision(1));
    }

    private ContainerInstance join(int number) {
        return join(given, number, Map.of());
    }

    private static ContainerInstance join(
            ServiceWorld it, int number, Map<String, String> attributes) {
        return it.loop.decide(turn -> {
            ContainerInstance made =
                    Instances.register(
                            turn,
                            new Registration(
                                    "shop",
                                    "i-%017x".formatted(number),
                                    "m5.large",
                                    number % 2 == 0 ? "us-east-1a" : "us-east-1b",
                                    null,
                                    false,
                                    "1.105.1",
                                    "x86_64",
                                    new Resources(1024, 4096, 10),
                                    new TreeMap<>(attributes)));
            Services.instanceJoined(turn, made);
            return made;
        });
    }

    private static @Nullable String shared(ServiceWorld it) {
        List<String> seen = new ArrayList<>();
        for (Task task : it.world.tasks().table.rows()) {
            String where = String.valueOf(task.place().instanceId());
            if (task.status() != TaskStatus.STOPPED
                    && ServiceWorld.KEY.equals(task.identity().serviceKey())) {
                if (seen.contains(where)) {
                    return where;
                }
                seen.add(where);
            }
        }
        return null;
    }

    @Test
    void every_instance_has_one_task_also_those_that_come_later() {
        join(1);
        join(2);
        daemon();
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(2);
        assertThat(given.service().desiredCount()).isEqualTo(2);
        assertThat(given.deployment().status()).isEqualTo(ServiceDeployment.Status.SUCCESSFUL);
        join(3);
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(3);
        assertThat(given.service().desiredCount()).isEqualTo(3);
        assertThat(shared(given)).isNull();
    }

    @Test
    void an_instance_that_is_lost_or_drained_has_none() {
        join(1);
        ContainerInstance second = join(2);
        ContainerInstance third = join(3);
        daemon();
        given.runSeconds(60);
        given.driver.vanish(second.id());
        given.loop.decide(turn -> {
            Draining.drain(turn, third.id());
            return "";
        });
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(1);
        assertThat(given.service().desiredCount()).isEqualTo(1);
        given.loop.decide(turn -> {
            Draining.activate(turn, third.id());
            return "";
        });
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(2);
    }

    @Test
    void a_daemon_leaves_a_draining_instance_after_all_others() {
        ContainerInstance instance = join(1);
        join(2);
        daemon();
        given.loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "shop",
                                "other",
                                2,
                                new ServiceSettings(
                                        LaunchType.EC2,
                                        CapacityStrategy.NONE,
                                        PlacementRules.SERVICE_DEFAULT,
                                        DeploymentConfiguration.DEFAULT,
                                        0),
                                revision(1),
                                null)));
        given.runSeconds(120);
        given.loop.decide(turn -> {
            Draining.drain(turn, instance.id());
            return "";
        });
        int both = 0;
        for (int i = 0; i < 120; i++) {
            given.runSeconds(1);
            boolean daemonHere = false;
            boolean otherHere = false;
            for (Task task : given.world.tasks().byInstance.get(instance.id())) {
                boolean daemon = ServiceWorld.KEY.equals(task.identity().serviceKey());
                daemonHere |= daemon && !task.state().stopWanted();
                otherHere |= !daemon;
            }
            assertThat(otherHere && !daemonHere).as("the daemon went first").isFalse();
            both += otherHere ? 1 : 0;
        }
        assertThat(both).isPositive();
        assertThat(given.world.tasks().byInstance.get(instance.id())).isEmpty();
    }

    @Test
    void constraints_say_which_instances_and_tasks_leave_when_they_hold_no_more() {
        given.bridge(1);
        ContainerInstance blue = join(given, 1, Map.of("stack", "blue"));
        join(given, 2, Map.of("stack", "green"));
        given.create(
                0,
                settings(
                        DeploymentConfiguration.DAEMON,
                        List.of(
                                new PlacementConstraint.MemberOf(
                                        ((ParsedExpression.Good)
                                                        ExpressionParser.parse(
                                                                "attribute:stack == blue"))
                                                .expression()))),
                revision(1));
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(1);
        given.loop.decide(turn -> {
            Instances.putAttributes(turn, blue.id(), new TreeMap<>(Map.of("stack", "red")));
            Daemons.attributesChanged(turn, "shop", blue.id());
            return "";
        });
        given.runSeconds(60);
        assertThat(given.running()).isZero();
        assertThat(given.service().desiredCount()).isZero();
        given.loop.decide(turn -> {
            Instances.putAttributes(turn, blue.id(), new TreeMap<>(Map.of("stack", "blue")));
            Daemons.attributesChanged(turn, "shop", blue.id());
            return "";
        });
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(1);
    }

    @Test
    void a_new_revision_takes_each_place_after_the_old_one_left_it() {
        for (int i = 0; i < 6; i++) {
            join(i);
        }
        given.bridge(1);
        given.bridge(2);
        given.create(
                0,
                settings(new DeploymentConfiguration(50, 100, CircuitBreaker.OFF), List.of()),
                revision(1));
        given.runSeconds(60);
        given.deploy(revision(2));
        int least = 6;
        for (int i = 0; i < 200; i++) {
            given.runSeconds(1);
            least = Math.min(least, given.healthy());
            assertThat(shared(given)).isNull();
        }
        assertThat(least).isEqualTo(3);
        assertThat(given.running(2)).isEqualTo(6);
        assertThat(given.service().deployments()).hasSize(1);
    }

    @Test
    void a_crashed_daemon_comes_back_in_its_place() {
        join(1);
        join(2);
        daemon();
        given.runSeconds(60);
        Task task = given.anyRunning();
        assertThat(task).isNotNull();
        given.driver.crash(String.valueOf(task == null ? "" : task.id()));
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(2);
        assertThat(shared(given)).isNull();
    }

    @Test
    void a_deleted_daemon_leaves_every_instance() {
        join(1);
        join(2);
        daemon();
        given.runSeconds(60);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        given.runSeconds(60);
        assertThat(given.all()).isZero();
        assertThat(given.service().status()).isEqualTo(ServiceStatus.INACTIVE);
    }

    @Test
    void generated_histories_end_with_one_task_on_every_instance() {
        for (int seed = 0; seed < SEEDS; seed++) {
            walk(seed);
        }
    }

    /// A seed that once failed, kept whatever becomes of the others.
    @Test
    void a_seed_that_once_failed_ends_with_one_task_on_every_instance() {
        walk(10);
    }

    private static void walk(int seed) {
        Dice dice = new Dice(seed);
        ServiceWorld it = new ServiceWorld(seed);
        it.bridge(1);
        it.bridge(2);
        it.create(
                0,
                settings(
                        new DeploymentConfiguration(
                                dice.below(90, "minimum", ""), 100, CircuitBreaker.OFF),
                        List.of()),
                revision(1));
        boolean[] failing = {false};
        it.driver.failsToStart = t -> failing[0] && dice.uniform("fails", t.id()) < 0.5;
        for (int step = 0; step < 25; step++) {
            befall(it, dice, step, failing);
            it.runSeconds(1 + dice.below(40, "wait", "" + step));
            assertThat(shared(it)).as("seed %d", seed).isNull();
        }
        failing[0] = false;
        for (int i = 0; i < 20; i++) {
            join(it, 100 + i, Map.of()); // so many that the lower bound leaves room
        }
        it.deploy(revision(1));
        it.runSeconds(3600);
        long instances =
                it.world.clusters().instances.rows().stream()
                        .filter(ContainerInstance::takesTasks)
                        .count();
        assertThat(it.running(1)).as("seed %d", seed).isEqualTo(instances);
        assertThat(it.all()).as("seed %d", seed).isEqualTo(instances);
        assertThat((long) it.service().desiredCount()).as("seed %d", seed).isEqualTo(instances);
    }

    private static void befall(ServiceWorld it, Dice dice, int step, boolean[] failing) {
        List<ContainerInstance> rows = List.copyOf(it.world.clusters().instances.rows());
        ContainerInstance any =
                rows.isEmpty() ? null : rows.get(dice.below(rows.size(), "which", "" + step));
        int what = dice.below(6, "what", "" + step);
        if (what <= 1 || any == null) {
            join(it, step, Map.of());
        } else if (what == 2) {
            it.driver.vanish(any.id());
        } else if (what == 3) {
            it.loop.decide(turn -> {
                if (any.takesTasks()) {
                    Draining.drain(turn, any.id());
                } else {
                    Draining.activate(turn, any.id());
                }
                return "";
            });
        } else if (what == 4) {
            it.deploy(revision(1 + dice.below(2, "revision", "" + step)));
        } else {
            failing[0] = !failing[0];
        }
    }
}
