package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import dev.kingtide.core.driver.TaskObservation.PullProgressed;
import dev.kingtide.core.driver.TaskObservation.PullStarted;
import dev.kingtide.core.driver.TaskObservation.PullStopped;
import dev.kingtide.core.driver.TaskObservation.StartFailed;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that really come from a registry.
class PullTest {
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "pulled", "/busybox sleep 1000");
    @TempDir private Path directory;
    private TestRegistry registry;
    private TestMachines machines;

    @BeforeEach
    void start() throws Exception {
        registry = new TestRegistry(engine, directory);
        machines = new TestMachines(engine, directory, image, image);
    }

    @AfterEach
    void close() throws Exception {
        machines.close();
        registry.close();
    }

    @SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
    private Task run(String name) {
        TaskDefinition definition =
                Plans.definition(
                        software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                                .family("web")
                                .networkMode("none")
                                .containerDefinitions(c -> c.name("web").image(name).stopTimeout(1))
                                .build());
        Task task = Plans.task(UUID.randomUUID().toString().replace("-", ""), definition);
        machines.driver().accept(new TaskCommand.Start(task, definition));
        return task;
    }

    private <T extends TaskObservation> T await(Class<T> type) {
        return type.cast(machines.await(type::isInstance));
    }

    @Test
    void an_image_that_is_not_here_is_brought_and_only_then_cleaned_up() throws Exception {
        String name = registry.push(image);
        engine.removeImage(image);
        Task task = run(name);
        ContainerStarted started = await(ContainerStarted.class);
        PullProgressed last =
                machines.seen().stream()
                        .filter(PullProgressed.class::isInstance)
                        .map(PullProgressed.class::cast)
                        .reduce((_, next) -> next)
                        .orElseThrow();
        assertThat(machines.seen())
                .containsSubsequence(
                        new PullStarted(task.id()), last, new PullStopped(task.id()), started);
        assertThat(last.pull()) // its one layer may be here under another image
                .returns(1, ImagePull::layers)
                .returns(1, ImagePull::doneLayers);
        assertThat(started.imageDigest()).matches("sha256:[0-9a-f]{64}");
        assertThat(started.runtime()).isNotNull();
        assertThat(started.runtime().id())
                .isEqualTo(machines.machines().whereabouts(task.id()).dockerId("web"));
        assertThat(engine.hasImage(name)).isTrue();
        assertThat(Files.readString(directory.resolve("images.json")))
                .contains(name)
                .doesNotContain("\"" + image);
        engine.remove(Labels.name(task, "web"));
        engine.removeImage(name);
    }

    @Test
    void a_registry_that_breaks_off_is_asked_again() throws Exception {
        String name = registry.push(image);
        registry.turnAway(4);
        Task task = run(name);
        await(ContainerStarted.class);
        assertThat(registry.turnedAway()).isEqualTo(4);
        engine.remove(Labels.name(task, "web"));
        engine.removeImage(name);
    }

    @Test
    void tasks_that_want_an_image_at_the_same_time_share_its_pull() throws Exception {
        String name = registry.push(image);
        String other = registry.push(TestEngine.image(engine, "alone", "/busybox sleep 1000"));
        List<Task> tasks = new ArrayList<>(List.of(run(other)));
        await(ContainerStarted.class);
        for (int i = 0; i < 5; i++) {
            tasks.add(run(name));
        }
        for (Task task : tasks) {
            machines.await(seen ->
                    seen instanceof ContainerStarted started && started.taskId().equals(task.id()));
        }
        assertThat(registry.manifestsAsked(name))
                .isPositive()
                .isEqualTo(registry.manifestsAsked(other));
        for (Task task : tasks) {
            engine.remove(Labels.name(task, "web"));
        }
        engine.removeImage(name);
        engine.removeImage(other);
    }

    @Test
    void an_image_that_the_registry_does_not_have_is_asked_for_once_and_named() {
        run(registry.missing());
        StartFailed failed = await(StartFailed.class);
        assertThat(failed.fault().reason())
                .startsWith("CannotPullContainerError: Error response from daemon: ")
                .contains("nobody/nothing");
    }
}
