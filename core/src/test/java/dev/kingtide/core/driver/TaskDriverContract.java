package dev.kingtide.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import dev.kingtide.core.driver.TaskObservation.ContainerStopped;
import dev.kingtide.core.driver.TaskObservation.NetworkAttached;
import dev.kingtide.core.driver.TaskObservation.OfTask;
import dev.kingtide.core.driver.TaskObservation.PullStarted;
import dev.kingtide.core.driver.TaskObservation.PullStopped;
import dev.kingtide.core.driver.TaskObservation.StartFailed;
import dev.kingtide.core.driver.TaskObservation.TaskGone;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerDefinition.Condition;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import dev.kingtide.core.task.ContainerDefinition.Port;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskState;
import dev.kingtide.core.task.TaskTimes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [TaskDriver] reports of the tasks that it is given.
public abstract class TaskDriverContract {
    /// More than any start or stop takes.
    private static final long LONG = 600_000;

    private static final long STEP = 100;

    /// For subclasses.
    protected TaskDriverContract() {}

    /// Machines that work.
    protected abstract Machines machines();

    /// Machines that can pull no image.
    protected abstract Machines machinesWithoutRegistry();

    /// Where a driver runs.
    public interface Machines {

        /// The driver.
        TaskDriver driver();

        /// An image whose process runs until it is stopped.
        String server();

        /// An image whose process does something and ends with status 0 as soon as it can; another
        /// container waits for its end.
        String errand();

        /// Lets time pass.
        void pass(long millis);

        /// All that the driver saw since it began.
        List<TaskObservation> seen();
    }

    @Test
    void a_task_starts_step_by_step() {
        Machines machines = machines();
        Task task = start(machines, 1, definition(server(machines, "web")));
        machines.pass(LONG);
        assertThat(steps(machines, task))
                .containsExactly(
                        "NetworkAttached", "PullStarted", "PullStopped", "ContainerStarted");
        NetworkAttached attached = only(machines, task, NetworkAttached.class);
        assertThat(attached.privateAddress()).isNotBlank();
    }

    @Test
    void each_container_starts_once_and_after_those_it_depends_on() {
        Machines machines = machines();
        Task task =
                start(
                        machines,
                        1,
                        definition(
                                after(server(machines, "last"), "middle", Condition.START),
                                after(server(machines, "middle"), "first", Condition.START),
                                server(machines, "first")));
        machines.pass(LONG);
        assertThat(all(machines, task, ContainerStarted.class))
                .extracting(ContainerStarted::container)
                .containsExactly("first", "middle", "last");
        assertThat(all(machines, task, PullStarted.class)).hasSize(1);
        assertThat(all(machines, task, PullStopped.class)).hasSize(1);
        List<OfTask> seen = of(machines, task);
        assertThat(seen.getFirst()).isInstanceOf(NetworkAttached.class);
        assertThat(seen.get(1)).isInstanceOf(PullStarted.class);
        assertThat(seen.getLast()).isInstanceOf(ContainerStarted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETE", "SUCCESS"})
    void a_container_may_wait_for_another_to_end(String condition) {
        Machines machines = machines();
        ContainerDefinition errand = container("errand", machines.errand(), false, List.of());
        Task task =
                start(
                        machines,
                        1,
                        definition(
                                after(
                                        server(machines, "web"),
                                        "errand",
                                        Condition.valueOf(condition)),
                                errand));
        machines.pass(LONG);
        List<OfTask> seen = of(machines, task);
        ContainerStopped ended = only(machines, task, ContainerStopped.class);
        assertThat(ended.container()).isEqualTo("errand");
        assertThat(ended.exitCode()).isZero();
        assertThat(all(machines, task, ContainerStarted.class))
                .extracting(ContainerStarted::container)
                .containsExactly("errand", "web");
        assertThat(seen.indexOf(ended))
                .isLessThan(seen.indexOf(all(machines, task, ContainerStarted.class).getLast()));
    }

    @Test
    void ports_are_reported_as_the_host_has_them() {
        Machines machines = machines();
        Task task =
                start(
                        machines,
                        1,
                        definition(
                                container(
                                        "web",
                                        machines.server(),
                                        true,
                                        List.of(new Port(8080, 0, "tcp"))),
                                server(machines, "silent")));
        machines.pass(LONG);
        for (ContainerStarted started : all(machines, task, ContainerStarted.class)) {
            assertThat(started.hostPort()).isEqualTo(started.container().equals("web") ? 8080 : 0);
        }
    }

    @Test
    void a_stop_ends_every_container_and_then_the_task() {
        Machines machines = machines();
        Task task =
                start(
                        machines,
                        1,
                        definition(server(machines, "web"), server(machines, "sidecar")));
        machines.pass(LONG);
        int started = of(machines, task).size();
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        List<OfTask> end = of(machines, task).subList(started, of(machines, task).size());
        assertThat(end).hasSize(3);
        assertThat(all(machines, task, ContainerStopped.class))
                .extracting(ContainerStopped::container)
                .containsExactlyInAnyOrder("web", "sidecar");
        assertThat(end.getLast()).isEqualTo(new TaskGone(task.id()));
    }

    @Test
    void nothing_follows_once_a_task_is_gone() {
        Machines machines = machines();
        Task task = start(machines, 1, definition(server(machines, "web")));
        machines.pass(LONG);
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        int seen = of(machines, task).size();
        machines.pass(LONG);
        assertThat(of(machines, task)).hasSize(seen);
    }

    @Test
    void stopping_a_stranger_says_that_it_is_gone() {
        Machines machines = machines();
        machines.driver().accept(new TaskCommand.Stop(id(9)));
        machines.pass(LONG);
        assertThat(machines.seen()).containsExactly(new TaskGone(id(9)));
    }

    @Test
    void stopping_again_says_again_that_it_is_gone() {
        Machines machines = machines();
        Task task = start(machines, 1, definition(server(machines, "web")));
        machines.pass(LONG);
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        assertThat(of(machines, task).getLast()).isEqualTo(new TaskGone(task.id()));
        assertThat(all(machines, task, ContainerStopped.class)).hasSize(1);
        int gone = all(machines, task, TaskGone.class).size();
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        assertThat(all(machines, task, TaskGone.class)).hasSize(gone + 1);
        assertThat(all(machines, task, ContainerStopped.class)).hasSize(1);
    }

    @Test
    void a_task_may_be_stopped_before_anything_has_happened() {
        Machines machines = machines();
        Task task = start(machines, 1, definition(server(machines, "web")));
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        assertEndedWithoutRunning(machines, task);
    }

    @ParameterizedTest
    @ValueSource(classes = {NetworkAttached.class, PullStarted.class, PullStopped.class})
    void a_task_may_be_stopped_while_it_starts(Class<? extends OfTask> step) {
        Machines machines = machines();
        Task task = start(machines, 1, definition(server(machines, "web")));
        for (long at = 0; at < LONG && all(machines, task, step).isEmpty(); at += STEP) {
            machines.pass(STEP);
        }
        assertThat(all(machines, task, step)).hasSize(1);
        assertThat(all(machines, task, ContainerStarted.class)).isEmpty();
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        assertEndedWithoutRunning(machines, task);
    }

    @Test
    void nothing_follows_a_failed_start() {
        Machines machines = machinesWithoutRegistry();
        Task task =
                start(
                        machines,
                        1,
                        definition(server(machines, "web"), server(machines, "sidecar")));
        machines.pass(LONG);
        assertThat(of(machines, task).getLast()).isInstanceOf(StartFailed.class);
        assertThat(all(machines, task, ContainerStarted.class)).isEmpty();
        StartFailed failed = only(machines, task, StartFailed.class);
        assertThat(failed.fault()).isInstanceOf(TaskFault.CannotPull.class);
        assertThat(failed.fault().reason()).startsWith("CannotPullContainerError: ");
        int seen = of(machines, task).size();
        machines.pass(LONG);
        assertThat(of(machines, task)).hasSize(seen);
    }

    @Test
    void a_task_that_failed_to_start_is_gone() {
        Machines machines = machinesWithoutRegistry();
        Task task = start(machines, 1, definition(server(machines, "web")));
        machines.pass(LONG);
        int seen = of(machines, task).size();
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        machines.pass(LONG);
        List<OfTask> after = of(machines, task).subList(seen, of(machines, task).size());
        assertThat(after).containsExactly(new TaskGone(task.id()));
    }

    @Test
    void each_of_many_tasks_keeps_its_order() {
        Machines machines = machines();
        TaskDefinition definition = definition(server(machines, "web"));
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tasks.add(start(machines, i, definition));
        }
        machines.pass(LONG);
        for (Task task : tasks) {
            machines.driver().accept(new TaskCommand.Stop(task.id()));
        }
        machines.pass(LONG);
        for (Task task : tasks) {
            assertThat(steps(machines, task))
                    .containsExactly(
                            "NetworkAttached",
                            "PullStarted",
                            "PullStopped",
                            "ContainerStarted",
                            "ContainerStopped",
                            "TaskGone");
        }
    }

    @Test
    void a_task_that_has_not_run_before_a_restart_is_started() {
        Machines machines = machines();
        TaskDefinition definition = definition(server(machines, "web"));
        Task task = task(1, definition);
        machines.driver().accept(new TaskCommand.Adopt(task, definition));
        machines.pass(LONG);
        assertThat(steps(machines, task))
                .containsExactly(
                        "NetworkAttached", "PullStarted", "PullStopped", "ContainerStarted");
    }

    private static void assertEndedWithoutRunning(Machines machines, Task task) {
        assertThat(of(machines, task).getLast()).isEqualTo(new TaskGone(task.id()));
        assertThat(all(machines, task, TaskGone.class)).hasSize(1);
        assertThat(all(machines, task, ContainerStarted.class)).isEmpty();
        assertThat(all(machines, task, ContainerStopped.class)).isEmpty();
        assertThat(all(machines, task, StartFailed.class)).isEmpty();
    }

    private static Task start(Machines machines, int number, TaskDefinition definition) {
        Task task = task(number, definition);
        machines.driver().accept(new TaskCommand.Start(task, definition));
        return task;
    }

    private static Task task(int number, TaskDefinition definition) {
        return new Task(
                new TaskIdentity(
                        id(number),
                        "default",
                        definition.key(),
                        "service:web",
                        "default/web",
                        "ecs-svc/1",
                        "ecs-svc/1"),
                new TaskPlace(LaunchType.FARGATE, null, "us-east-1a", null),
                TaskState.CREATED,
                TaskTimes.created(0),
                definition.containers().stream()
                        .map(container -> Container.pending(container.name()))
                        .toList(),
                null);
    }

    private static String id(int number) {
        return "%032x".formatted(0xABCDEFL * 1_000 + number);
    }

    private static TaskDefinition definition(ContainerDefinition... containers) {
        return new TaskDefinition(
                "web",
                1,
                DefinitionStatus.ACTIVE,
                NetworkMode.AWSVPC,
                512,
                1024,
                List.of(containers),
                List.of(),
                "X86_64",
                "LINUX",
                20,
                null);
    }

    private static ContainerDefinition server(Machines machines, String name) {
        return container(name, machines.server(), true, List.of());
    }

    private static ContainerDefinition container(
            String name, String image, boolean essential, List<Port> ports) {
        return new ContainerDefinition(
                name, image, 0, 0, 0, ports, essential, List.of(), null, 0, 2, 0);
    }

    private static ContainerDefinition after(
            ContainerDefinition container, String other, Condition condition) {
        return new ContainerDefinition(
                container.name(),
                container.image(),
                0,
                0,
                0,
                container.ports(),
                container.essential(),
                List.of(new Dependency(other, condition)),
                null,
                0,
                2,
                0);
    }

    private static List<OfTask> of(Machines machines, Task task) {
        return all(machines, task, OfTask.class);
    }

    private static List<String> steps(Machines machines, Task task) {
        return of(machines, task).stream().map(seen -> seen.getClass().getSimpleName()).toList();
    }

    private static <T extends OfTask> List<T> all(Machines machines, Task task, Class<T> type) {
        return machines.seen().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(seen -> seen.taskId().equals(task.id()))
                .toList();
    }

    private static <T extends OfTask> T only(Machines machines, Task task, Class<T> type) {
        List<T> found = all(machines, task, type);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
