package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.driver.TaskObservation.ContainerHealth;
import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import dev.kingtide.core.driver.TaskObservation.ContainerStopped;
import dev.kingtide.core.driver.TaskObservation.StartFailed;
import dev.kingtide.core.driver.TaskObservation.TaskGone;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

/// Tasks with all that a definition can say, as real containers.
@SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
class RealTaskTest {
    private static final String SERVE = "/busybox httpd -f -p 8080 -h /";
    private static final String SEE_THE_OTHER =
            "while ! /busybox ps | /busybox grep -q 'sleep 4[2]42'; do :; done; exit 4";
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "shell", "exit 0");
    private final List<TestMachines> made = new ArrayList<>();
    @TempDir private Path data;

    private TestMachines machines(String owner) {
        TestMachines machines = new TestMachines(engine, data, image, image, owner);
        made.add(machines);
        return machines;
    }

    private TestMachines machines() {
        return machines(UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        made.forEach(TestMachines::close);
    }

    private ContainerDefinition container(
            String name, String script, Consumer<ContainerDefinition.Builder> more) {
        ContainerDefinition.Builder builder =
                ContainerDefinition.builder()
                        .name(name)
                        .image(image)
                        .command("/busybox", "sh", "-c", script);
        more.accept(builder);
        return builder.build();
    }

    private static Task start(
            TestMachines machines, NetworkMode mode, ContainerDefinition... containers) {
        TaskDefinition definition = definition(mode, containers);
        Task task = Plans.task(UUID.randomUUID().toString().replace("-", ""), definition);
        machines.driver().accept(new TaskCommand.Start(task, definition));
        return task;
    }

    private static TaskDefinition definition(NetworkMode mode, ContainerDefinition... containers) {
        return Plans.definition(
                software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                        .family("web")
                        .networkMode(mode)
                        .containerDefinitions(containers)
                        .build());
    }

    private static <T extends TaskObservation> T await(TestMachines machines, Class<T> type) {
        return type.cast(machines.await(type::isInstance));
    }

    @Test
    void a_container_that_ends_by_itself_is_reported_with_its_exit_code() {
        TestMachines machines = machines();
        start(machines, NetworkMode.NONE, container("web", "exit 7", c -> {}));
        ContainerStopped stopped = await(machines, ContainerStopped.class);
        assertThat(stopped.exitCode()).isEqualTo(7);
        assertThat(stopped.reason()).isNull();
        assertThat(machines.seen()).hasAtLeastOneElementOfType(ContainerStarted.class);
    }

    @ParameterizedTest
    @CsvSource({"trap 'exit 5' TERM, 5", "trap '' TERM, 137"})
    void a_stop_sends_the_signal_and_kills_after_the_stop_timeout(String trap, int exitCode) {
        TestMachines machines = machines();
        String script = trap + "; while :; do /busybox sleep 1000 & wait $!; done";
        Task task =
                start(machines, NetworkMode.NONE, container("web", script, c -> c.stopTimeout(1)));
        machines.pass(60_000);
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        assertThat(await(machines, ContainerStopped.class).exitCode()).isEqualTo(exitCode);
        await(machines, TaskGone.class);
    }

    @Test
    void a_container_that_takes_more_memory_than_it_may_is_out_of_memory() {
        TestMachines machines = machines();
        String script = "/busybox tail /dev/zero";
        start(
                machines,
                NetworkMode.NONE,
                container("web", script, c -> c.memory(16).linuxParameters(l -> l.maxSwap(0))));
        ContainerStopped stopped = await(machines, ContainerStopped.class);
        assertThat(stopped.exitCode()).isEqualTo(137);
        assertThat(stopped.reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void a_health_check_is_the_containers_own() {
        TestMachines machines = machines();
        start(
                machines,
                NetworkMode.NONE,
                container(
                        "web",
                        "/busybox sleep 1000",
                        c -> c.healthCheck(h -> h.command("CMD", "/busybox", "true").interval(5))));
        assertThat(await(machines, ContainerHealth.class).healthy()).isTrue();
    }

    @Test
    void a_container_gives_up_on_another_after_its_start_timeout() {
        TestMachines machines = machines();
        start(
                machines,
                NetworkMode.NONE,
                container("db", "/busybox sleep 1000", c -> c.startTimeout(2)),
                container(
                        "web",
                        "exit 0",
                        c -> c.dependsOn(d -> d.containerName("db").condition("COMPLETE"))));
        StartFailed failed = await(machines, StartFailed.class);
        assertThat(failed.fault()).isInstanceOf(TaskFault.DependencyNotMet.class);
        assertThat(failed.fault().reason())
                .startsWith("TaskDependencyError: container web waits for db")
                .contains("Task dependencies cannot be resolved, taskArn: arn:aws:ecs:");
    }

    @Test
    void a_command_that_is_not_there_cannot_be_started() throws EngineFailure {
        TestMachines machines = machines();
        start(
                machines,
                NetworkMode.NONE,
                container("web", "", c -> c.command("/nowhere/to/be/found")));
        StartFailed failed = await(machines, StartFailed.class);
        assertThat(failed.fault().reason()).startsWith("CannotStartContainerError: Error response");
        assertThat(engine.list(Labels.ownedBy(machines.owner()))).isEmpty();
    }

    @Test
    void a_secret_that_is_not_there_says_where_to_put_it() {
        TestMachines machines = machines();
        start(
                machines,
                NetworkMode.NONE,
                container("web", "", c -> c.secrets(s -> s.name("KEY").valueFrom("prod/key"))));
        assertThat(await(machines, StartFailed.class).fault().reason())
                .startsWith("ResourceInitializationError: unable to pull secrets")
                .contains("prod/key", "secrets.json");
    }

    @Test
    void bridge_ports_answer_where_they_are_reported() throws Exception {
        TestMachines machines = machines();
        start(
                machines,
                NetworkMode.BRIDGE,
                container("web", SERVE, c -> c.portMappings(p -> p.containerPort(8080))));
        int port = await(machines, ContainerStarted.class).hostPort();
        assertThat(port).isPositive();
        assertThat(answers(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))).isTrue();
    }

    @Test
    void containers_of_awsvpc_share_one_localhost_that_is_reached_through_loopback()
            throws Exception {
        TestMachines machines = machines();
        Task task =
                start(
                        machines,
                        NetworkMode.AWSVPC,
                        container("web", SERVE, c -> c.portMappings(p -> p.containerPort(8080))),
                        container(
                                "probe",
                                "while ! /busybox wget -q -O - http://127.0.0.1:8080/busybox"
                                        + " >/dev/null; do :; done; exit 4",
                                c -> c.essential(false)));
        assertThat(await(machines, ContainerStopped.class))
                .isEqualTo(new ContainerStopped(task.id(), "probe", 4, null));
        InetSocketAddress where = machines.machines().whereabouts(task.id()).reach(8080);
        assertThat(where).isNotNull();
        assertThat(answers(where)).isTrue();
        assertThat(machines.machines().whereabouts(task.id()).reach(8081)).isNull();
    }

    @Test
    void containers_that_share_processes_and_ipc_see_each_other() {
        TestMachines machines = machines();
        TaskDefinition definition =
                Plans.definition(
                        software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                                .family("web")
                                .networkMode(NetworkMode.NONE)
                                .pidMode("task")
                                .ipcMode("task")
                                .containerDefinitions(
                                        container("web", "/busybox sleep 4242", c -> {}),
                                        container("probe", SEE_THE_OTHER, c -> c.essential(false)))
                                .build());
        Task task = Plans.task(UUID.randomUUID().toString().replace("-", ""), definition);
        machines.driver().accept(new TaskCommand.Start(task, definition));
        assertThat(await(machines, ContainerStopped.class))
                .isEqualTo(new ContainerStopped(task.id(), "probe", 4, null));
    }

    private static boolean answers(InetSocketAddress where) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + where.getPort() + "/busybox");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 100; i++) {
                try {
                    return client.send(
                                            HttpRequest.newBuilder(uri).build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                } catch (IOException e) {
                    Thread.onSpinWait(); // it does not listen yet
                }
            }
        }
        return false;
    }

    @Test
    void after_a_restart_what_runs_is_adopted_and_what_ended_is_reported() throws Exception {
        TestMachines before = machines();
        TaskDefinition definition =
                definition(NetworkMode.NONE, container("web", "/busybox sleep 1000", c -> {}));
        Task lives = Plans.task("1".repeat(32), definition);
        Task dies = Plans.task("2".repeat(32), definition);
        Task half = Plans.task("3".repeat(32), definition);
        Task over = Plans.task("4".repeat(32), definition);
        for (Task task : List.of(lives, dies, over)) {
            before.driver().accept(new TaskCommand.Start(task, definition));
        }
        before.pass(60_000);
        engine.create(
                Labels.name(half, "web"),
                ContainerPlan.of(
                        plan(before, half, definition), "web", ContainerPlan.Given.NOTHING),
                Duration.ofSeconds(30));
        String id = before.machines().whereabouts(lives.id()).dockerId("web");
        assertThat(id).isNotNull();
        before.machines().close();
        engine.stop(Labels.name(dies, "web"), Duration.ZERO);

        TestMachines after = machines(before.owner());
        after.driver().accept(new TaskCommand.Adopt(lives, definition));
        after.driver().accept(new TaskCommand.Adopt(dies, definition));
        after.driver().accept(new TaskCommand.Adopt(half, definition));
        after.machines().sweep();
        after.pass(60_000);
        assertThat(after.machines().whereabouts(lives.id()).dockerId("web")).isEqualTo(id);
        assertThat(engine.inspect(id).isRunning()).isTrue();
        assertThat(after.seen())
                .filteredOn(ContainerStarted.class::isInstance)
                .extracting(one -> ((ContainerStarted) one).taskId())
                .contains(lives.id(), half.id());
        assertThat(after.seen())
                .contains(new ContainerStopped(dies.id(), "web", 137, null))
                .doesNotContain(new ContainerStopped(lives.id(), "web", 137, null));
        assertThat(engine.list(Labels.ownedBy(before.owner())))
                .extracting(one -> one.label(Labels.TASK))
                .containsOnlyOnce(lives.id(), half.id())
                .doesNotContain(over.id());
    }

    private static TaskPlan plan(TestMachines machines, Task task, TaskDefinition definition) {
        return new TaskPlan(
                Scope.DEFAULT, machines.owner(), task, definition, TestEngine.settings());
    }
}
