package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What real containers use, as the metrics of their service.
class UsageMeterTest {
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "shell", "exit 0");
    private final String owner = UUID.randomUUID().toString();
    private final List<Measured> heard = new ArrayList<>();
    private final List<UsageMeter.Metered> tasks = new ArrayList<>();
    private final UsageMeter meter = new UsageMeter(engine, UsageMeter.MINUTE, () -> tasks);

    @AfterEach
    void remove() {
        TestEngine.removeAll(engine, owner);
    }

    /// A container with a quarter of a CPU and 64 MiB that runs a script.
    @SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
    private void start(int number, String script) throws EngineFailure {
        TaskDefinition definition =
                Plans.definition(
                        software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                                .family("web")
                                .networkMode("none")
                                .cpu("256")
                                .memory("64")
                                .containerDefinitions(c ->
                                        c.name("web")
                                                .image(image)
                                                .command("/busybox", "sh", "-c", script))
                                .build());
        Task plain = Plans.task("%032x".formatted(number), definition);
        Task task =
                new Task(
                        new TaskIdentity(
                                plain.id(), "shop", "web:3", "service:web", "shop/web", null, null),
                        plain.place(),
                        plain.state(),
                        plain.times(),
                        plain.containers(),
                        plain.options(),
                        null);
        TaskPlan plan = new TaskPlan(Scope.DEFAULT, owner, task, definition, TestEngine.settings());
        Duration limit = Duration.ofSeconds(30);
        String id =
                engine.create(
                        Labels.name(task, "web"),
                        ContainerPlan.of(plan, "web", ContainerPlan.Given.NOTHING),
                        limit);
        engine.start(id, limit);
        tasks.add(new UsageMeter.Metered(plan, List.of(id), heard::add));
    }

    @Test
    void a_service_uses_what_its_tasks_use_of_what_they_have_reserved() throws Exception {
        start(1, "while :; do :; done");
        start(2, "/busybox dd if=/dev/zero bs=20M | /busybox sleep 1000");
        meter.look(60_000);
        assertThat(heard).as("one look says nothing yet").isEmpty();
        TimeUnit.SECONDS.sleep(3); // what is measured is use over time
        meter.look(120_000);
        assertThat(heard).hasSize(2);
        Measured cpu = heard.getFirst();
        assertThat(cpu.metric()).isEqualTo(EcsMetrics.cpu("shop", "web"));
        assertThat(cpu.endMillis()).isEqualTo(120_000);
        assertThat(cpu.count()).isEqualTo(2);
        assertThat(cpu.maximum())
                .as("all of a quarter, or what a busy machine gives of it")
                .isBetween(10.0, 120.0);
        assertThat(cpu.minimum()).isLessThan(cpu.maximum());
        assertThat(cpu.sum()).isCloseTo(cpu.minimum() + cpu.maximum(), within(0.001));
        Measured memory = heard.getLast();
        assertThat(memory.metric()).isEqualTo(EcsMetrics.memory("shop", "web"));
        assertThat(memory.maximum()).as("20 MiB and more of 64").isBetween(20.0, 90.0);
        assertThat(memory.minimum()).isBetween(0.1, 15.0);
    }

    @Test
    void each_look_within_a_minute_is_a_sample() throws Exception {
        start(1, "while :; do :; done");
        for (int i = 0; i < 3; i++) {
            meter.look();
        }
        assertThat(heard).as("the minute is not over").isEmpty();
        meter.look(60_000);
        assertThat(heard).hasSize(2).allSatisfy(one -> assertThat(one.count()).isEqualTo(3));
        meter.look(120_000);
        assertThat(heard.getLast().count()).isEqualTo(1);
    }

    @Test
    void a_container_that_has_ended_counts_no_more() throws Exception {
        start(1, "/busybox sleep 1000");
        start(2, "/busybox sleep 1000");
        meter.look(60_000);
        engine.remove(tasks.getLast().dockerIds().iterator().next());
        meter.look(120_000);
        assertThat(heard).hasSize(2).allSatisfy(one -> assertThat(one.count()).isEqualTo(1));
    }
}
