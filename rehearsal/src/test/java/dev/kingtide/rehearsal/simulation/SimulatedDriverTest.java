package dev.kingtide.rehearsal.simulation;

import static dev.kingtide.rehearsal.simulation.DriverBench.container;
import static dev.kingtide.rehearsal.simulation.DriverBench.definition;
import static dev.kingtide.rehearsal.simulation.DriverBench.exactTimings;
import static dev.kingtide.rehearsal.simulation.DriverBench.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerDefinition.Condition;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.rehearsal.simulation.FaultPlan.Event;
import dev.kingtide.rehearsal.simulation.FaultPlan.Kind;
import dev.kingtide.rehearsal.simulation.InstanceModel.PullBehavior;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedDriverTest {
    private static final TaskDefinition AWSVPC =
            definition(NetworkMode.AWSVPC, 1024, List.of(container("app", 0)));
    private static final TaskDefinition BRIDGE =
            definition(NetworkMode.BRIDGE, 1024, List.of(container("app", 0)));
    private static final ImageModel MEASURED = new ImageModel(918, 34, false, false, false);
    private static final SimulationInputs INPUTS =
            SimulationInputs.of(3600, Crowd.of(second -> 0, ClientModel.DEFAULT))
                    .with(exactTimings(), MEASURED);

    @Test
    void the_measured_fargate_pull_of_918_mib_in_34_layers_takes_35_seconds() {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start("t", AWSVPC);
        bench.runSeconds(300);
        long pull =
                bench.millisOf(TaskObservation.PullStopped.class)
                        - bench.millisOf(TaskObservation.PullStarted.class);
        assertThat(pull).isCloseTo(35_000L, within(350L));
    }

    @ParameterizedTest(name = "{0} {1} attaches after {2} ms")
    @CsvSource({"AWSVPC,,17000", "AWSVPC,i-1,7000", "BRIDGE,i-1,1000", "HOST,i-1,1000"})
    void the_network_interface_costs_what_launch_type_and_mode_say(
            NetworkMode mode, String instance, long millis) {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start(
                task("t", instance, null), definition(mode, 1024, List.of(container("app", 0))));
        bench.runSeconds(300);
        assertThat(bench.millisOf(TaskObservation.NetworkAttached.class)).isEqualTo(millis);
    }

    /// Placed after 1 s, with 2 starts a second: the k-th network is there at 1 + max(6, k / 2) s;
    /// 20 networks and 20 containers are 40 starts, which take 20 s.
    @ParameterizedTest(name = "{0} tasks on {1}, {2}: {3} ms")
    @CsvSource({
        "1,  i-1, AWSVPC, 9090",
        "10, i-1, AWSVPC, 12090",
        "20, i-1, AWSVPC, 21000",
        "20, i-1, BRIDGE, 11090",
        "20, ,    AWSVPC, 19020"
    })
    void many_starts_on_one_instance_wait_for_each_other(
            int tasks, String instance, NetworkMode mode, long millis) {
        SimulationInputs inputs =
                INPUTS.with(exactTimings(2), new ImageModel(0, 1, false, false, true))
                        .with(new InstanceModel(PullBehavior.PREFER_CACHED, 30, false, 0));
        DriverBench bench = new DriverBench(inputs, 1);
        for (int i = 0; i < tasks; i++) {
            bench.start(
                    task("t" + i, instance, null),
                    definition(mode, 1024, List.of(container("app", 0))));
        }
        bench.runSeconds(300);
        List<Long> started = bench.allMillisOf(TaskObservation.ContainerStarted.class);
        assertThat(started).hasSize(tasks);
        assertThat(started.getLast()).isEqualTo(millis);
    }

    @ParameterizedTest(name = "{0} MiB, lazy {1}, zstd {2}: {3} ms")
    @CsvSource({
        "918, false, false, 35004",
        "918, true,  false, 2877",
        "200, true,  false, 8158",
        "918, false, true,  27405",
        "0,   false, false, 680"
    })
    void pull_and_unpack_follow_size_index_and_compression(
            double mib, boolean lazy, boolean zstd, long millis) {
        ImageModel image = new ImageModel(mib, 34, lazy, zstd, false);
        DriverBench bench = new DriverBench(INPUTS.with(exactTimings(), image), 1);
        bench.start("t", AWSVPC);
        bench.runSeconds(300);
        long pull =
                bench.millisOf(TaskObservation.PullStopped.class)
                        - bench.millisOf(TaskObservation.PullStarted.class);
        assertThat(pull).isCloseTo(millis, within(3L));
    }

    @ParameterizedTest(name = "{0}: first {1} ms, second task {2} ms, registry down then: {3}")
    @CsvSource({
        "DEFAULT,       35004, 770, true",
        "ALWAYS,        35004, 770, false",
        "ONCE,          35004, 90,  true",
        "PREFER_CACHED, 35004, 90,  true"
    })
    void an_instance_pulls_as_its_agent_is_told(
            PullBehavior behavior, long first, long second, boolean startsWithoutRegistry) {
        FaultPlan outage =
                new FaultPlan(0, 0, 0, List.of(new Event(Kind.PULL_OUTAGE, 600, 600, 1)));
        SimulationInputs inputs =
                INPUTS.with(new InstanceModel(behavior, 30, false, 0)).with(outage);
        DriverBench bench = new DriverBench(inputs, 1);
        bench.start(task("t1", "i-1", null), BRIDGE);
        bench.runSeconds(100);
        bench.start(task("t2", "i-1", null), BRIDGE);
        bench.runSeconds(700);
        bench.start(task("t3", "i-1", null), BRIDGE);
        bench.runSeconds(900);
        List<Long> started = bench.allMillisOf(TaskObservation.PullStarted.class);
        List<Long> stopped = bench.allMillisOf(TaskObservation.PullStopped.class);
        assertThat(stopped.get(0) - started.get(0)).isCloseTo(first, within(3L));
        assertThat(stopped.get(1) - started.get(1)).isCloseTo(second, within(3L));
        assertThat(stopped.size() == 3).isEqualTo(startsWithoutRegistry);
        assertThat(bench.allMillisOf(TaskObservation.StartFailed.class).size())
                .isEqualTo(startsWithoutRegistry ? 0 : 1);
    }

    @Test
    void tasks_that_pull_one_image_on_one_instance_at_once_share_one_pull() {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start(task("t1", "i-1", null), BRIDGE);
        bench.start(task("t2", "i-1", null), BRIDGE);
        bench.runSeconds(300);
        assertThat(bench.allMillisOf(TaskObservation.PullStopped.class))
                .containsExactly(36_004L, 36_004L);
    }

    @Test
    void different_images_on_one_instance_share_its_bandwidth() {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start(task("t1", "i-1", null), BRIDGE);
        bench.start(
                task("t2", "i-1", null),
                definition(NetworkMode.BRIDGE, 1024, List.of(container("other", 0))));
        bench.runSeconds(300);
        long both = 1000 + Math.round(1000 * (2 * 918 / 48.0 + 0.68 + 918 / 60.4));
        for (long millis : bench.allMillisOf(TaskObservation.PullStopped.class)) {
            assertThat(millis).isCloseTo(both, within(3L));
        }
    }

    @Test
    void a_pull_that_fails_is_given_up_after_five_attempts() {
        SimulationInputs inputs = INPUTS.with(new FaultPlan(1, 0, 0, List.of()));
        DriverBench bench = new DriverBench(inputs, 1);
        bench.start("t", AWSVPC);
        bench.runSeconds(300);
        assertThat(bench.millisOf(TaskObservation.StartFailed.class))
                .isEqualTo(17_000 + 1_100 + 2_200 + 4_400 + 5_000);
    }

    @ParameterizedTest(name = "{0} vCPU units: {1} ms")
    @CsvSource({"256, 34000", "512, 18000", "1024, 10000", "4096, 4000"})
    void boot_is_cpu_seconds_over_vcpu_plus_waiting(int units, long millis) {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start("t", definition(NetworkMode.AWSVPC, units, List.of(container("app", 0))));
        bench.runSeconds(300);
        SimulatedTask task = bench.driver.fleet().get("t");
        assertThat(task).isNotNull();
        assertThat(task.readyAtMillis - task.main.startedAtMillis).isEqualTo(millis);
    }

    @ParameterizedTest(name = "handled {0}, shutdown {1} s, stop timeout {2} s: {3} ms, exit {4}")
    @CsvSource({
        "true,  1,  0,  1000,  143",
        "true,  20, 10, 10000, 137",
        "false, 1,  0,  30000, 137",
        "false, 1,  2,  2000,  137",
        "false, 1,  120, 120000, 137"
    })
    void a_task_ends_as_it_handles_sigterm_and_as_long_as_it_may(
            boolean handled, double shutdown, int stopTimeout, long millis, int exitCode) {
        ApplicationModel app =
                new ApplicationModel(20, 30, 200, 100, 8, 2, handled, shutdown, 1, 330, 0.5);
        DriverBench bench = new DriverBench(INPUTS.with(app), 1);
        bench.start(
                "t", definition(NetworkMode.AWSVPC, 1024, List.of(container("app", stopTimeout))));
        bench.stopAt(200_000, "t");
        bench.runSeconds(400);
        assertThat(bench.millisOf(TaskObservation.ContainerStopped.class))
                .isEqualTo(200_000 + millis);
        assertThat(bench.millisOf(TaskObservation.TaskGone.class))
                .isEqualTo(200_000 + millis + 1_000);
        assertThat(bench.seen)
                .anySatisfy(s ->
                        assertThat(s.what())
                                .isEqualTo(
                                        new TaskObservation.ContainerStopped(
                                                "t", "app", exitCode, null)));
    }

    @Test
    void an_instance_without_a_stop_timeout_of_its_own_takes_that_of_its_agent() {
        ApplicationModel deaf = new ApplicationModel(20, 30, 200, 100, 8, 2, false, 1, 1, 330, 0.5);
        SimulationInputs inputs =
                INPUTS.with(deaf).with(new InstanceModel(PullBehavior.DEFAULT, 5, false, 0));
        DriverBench bench = new DriverBench(inputs, 1);
        bench.start(task("t", "i-1", null), BRIDGE);
        bench.stopAt(200_000, "t");
        bench.runSeconds(400);
        assertThat(bench.millisOf(TaskObservation.ContainerStopped.class)).isEqualTo(205_000);
    }

    @Test
    void a_stop_for_an_unknown_task_is_answered_as_gone() {
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.stopAt(5, "nobody");
        bench.runSeconds(1);
        assertThat(bench.seen)
                .containsExactly(new DriverBench.Seen(5, new TaskObservation.TaskGone("nobody")));
    }

    @Test
    void a_container_starts_after_the_health_check_of_the_one_it_depends_on() {
        ContainerDefinition side =
                new ContainerDefinition(
                        "side",
                        "registry/side:1",
                        0,
                        0,
                        0,
                        List.of(),
                        false,
                        List.of(),
                        new ContainerDefinition.ContainerHealthCheck(10, 5, 3, 0),
                        0,
                        0,
                        0);
        ContainerDefinition app =
                new ContainerDefinition(
                        "app",
                        "registry/app:1",
                        0,
                        0,
                        0,
                        List.of(new ContainerDefinition.Port(8080, 0, "tcp")),
                        true,
                        List.of(new Dependency("side", Condition.HEALTHY)),
                        null,
                        0,
                        0,
                        0);
        DriverBench bench = new DriverBench(INPUTS, 1);
        bench.start("t", definition(NetworkMode.AWSVPC, 1024, List.of(app, side)));
        bench.runSeconds(300);
        List<Long> started = bench.allMillisOf(TaskObservation.ContainerStarted.class);
        long healthy = bench.millisOf(TaskObservation.ContainerHealth.class);
        assertThat(healthy).isEqualTo(started.get(0) + 10_000);
        assertThat(started.get(1)).isCloseTo(healthy + 35_004 + 2_000, within(3L));
    }

    @Test
    void a_fargate_spot_task_is_dead_two_minutes_after_its_notice_at_most() {
        ApplicationModel deaf = new ApplicationModel(20, 30, 200, 100, 8, 2, false, 1, 1, 330, 0.5);
        FaultPlan reclaim =
                new FaultPlan(0, 0, 0, List.of(new Event(Kind.FARGATE_SPOT_RECLAIM, 200, 0, 1)));
        DriverBench bench = new DriverBench(INPUTS.with(deaf).with(reclaim), 1);
        bench.start(
                task("t", null, "FARGATE_SPOT"),
                definition(NetworkMode.AWSVPC, 1024, List.of(container("app", 300))));
        bench.runSeconds(600);
        assertThat(bench.millisOf(TaskObservation.SpotInterrupted.class)).isEqualTo(200_000);
        assertThat(bench.millisOf(TaskObservation.ContainerStopped.class)).isEqualTo(320_000);
    }

    @Test
    void an_instance_that_vanishes_takes_its_tasks_without_a_word_of_theirs() {
        FaultPlan loss =
                new FaultPlan(0, 0, 0, List.of(new Event(Kind.INSTANCE_LOSS, 200, 0, 0.5)));
        DriverBench bench = new DriverBench(INPUTS.with(loss), 1);
        bench.start(task("t1", "i-1", null), BRIDGE);
        bench.start(task("t2", "i-2", null), BRIDGE);
        bench.runSeconds(600);
        assertThat(bench.allMillisOf(TaskObservation.InstanceLost.class)).containsExactly(200_000L);
        assertThat(bench.driver.fleet().all()).hasSize(1);
        assertThat(bench.millisOf(TaskObservation.ContainerStopped.class)).isEqualTo(-1);
    }

    @Test
    void the_same_seed_gives_the_same_history_and_a_task_keeps_its_luck_when_another_is_added() {
        SimulationInputs drawn =
                SimulationInputs.of(3600, Crowd.of(second -> 0, ClientModel.DEFAULT));
        DriverBench one = new DriverBench(drawn, 7);
        one.start("a", AWSVPC);
        one.start("b", AWSVPC);
        DriverBench two = new DriverBench(drawn, 7);
        two.start("x", AWSVPC);
        two.start("y", AWSVPC);
        two.start("z", AWSVPC);
        one.runSeconds(300);
        two.runSeconds(300);
        assertThat(ready(two, "x")).isEqualTo(ready(one, "a"));
        assertThat(ready(two, "y")).isEqualTo(ready(one, "b"));
        assertThat(ready(one, "a")).isNotEqualTo(ready(one, "b"));
    }

    private static long ready(DriverBench bench, String id) {
        SimulatedTask task = bench.driver.fleet().get(id);
        return task == null ? -1 : task.readyAtMillis;
    }
}
