package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls that go wrong, onto an Engine with little room that tries each layer once.
class TroubledPullTest {
    private static final int ROOM_MIB = 24;
    private static final Duration LONG = Duration.ofMinutes(2);
    private final Engine shared = TestEngine.get();
    @TempDir private Path home;
    @TempDir private Path data;
    private TestRegistry registry;
    private OwnEngine own;

    @BeforeEach
    void start() throws Exception {
        registry = new TestRegistry(shared, data);
        own = OwnEngine.small(home, ROOM_MIB, "--max-download-attempts", "1");
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
        if (own != null) {
            own.close();
        }
    }

    /// An image in the registry with this many MiB in its layer that nothing makes smaller.
    private String pushed(int mib) throws Exception {
        byte[] filler = new byte[mib << 20];
        new Random(1).nextBytes(filler);
        String name = "kingtide-test/filler-" + mib;
        shared.importImage(
                name, "1", PauseImage.tar("filler", filler), List.of("CMD [\"/filler\"]"));
        try {
            return registry.push(name + ":1");
        } finally {
            shared.removeImage(name + ":1");
        }
    }

    private LiveDaemon daemon(AgentSettings settings) throws Exception {
        return new LiveDaemon(
                own.engine(), Files.createDirectories(data.resolve("kingtide")), settings);
    }

    private static String run(LiveDaemon daemon, String family, String image) {
        String definition =
                """
                {"family": "%s", "networkMode": "none", "containerDefinitions": [
                  {"name": "%s", "image": "%s", "memory": 16, "stopTimeout": 2}]}
                """
                        .formatted(family, family, image);
        return daemon.run((ObjectNode) LiveDaemon.json(definition), "");
    }

    private static String whyStopped(LiveDaemon daemon, String task) {
        JsonNode stopped = daemon.awaitStatus(task, "STOPPED");
        assertThat(stopped.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        return stopped.path("stoppedReason").asText();
    }

    @Test
    void a_full_disk_fails_the_task_with_the_reason_and_the_rest_lives() throws Exception {
        String small = TestEngine.image(own.engine(), "server", "/busybox sleep 1000");
        String large = pushed(ROOM_MIB + 8);
        try (LiveDaemon daemon = daemon(TestEngine.settings())) {
            String lives = run(daemon, "small", small);
            daemon.awaitStatus(lives, "RUNNING");
            String id = daemon.container(lives, "small");
            assertThat(whyStopped(daemon, run(daemon, "large", large)))
                    .startsWith("CannotPullContainerError: ")
                    .doesNotContain("Error response from daemon")
                    .contains("no space left on device");
            String next = run(daemon, "small", small);
            daemon.awaitStatus(next, "RUNNING");
            assertThat(daemon.task(lives).path("lastStatus").asText()).isEqualTo("RUNNING");
            assertThat(own.engine().inspect(id).isRunning()).isTrue();
        }
    }

    @Test
    void a_pull_that_stands_still_is_given_up_after_the_inactivity_timeout() throws Exception {
        String image = pushed(1);
        registry.stall();
        try (LiveDaemon daemon = daemon(TestEngine.pulling(Duration.ofSeconds(1), LONG))) {
            String task = run(daemon, "web", image);
            JsonNode pull =
                    LiveDaemon.await(
                            () -> daemon.status().at("/worlds/0/clusters/0/pulls/0"),
                            one -> one.path("layers").asInt() == 1);
            assertThat(pull.path("task").asText()).isEqualTo(task);
            assertThat(pull.path("image").asText()).isEqualTo(image);
            assertThat(pull.path("bytes").asLong()).isLessThan(1 << 20);
            assertThat(whyStopped(daemon, task))
                    .isEqualTo(
                            "CannotPullContainerError: inactivity time exceeded timeout while"
                                    + " pulling image");
        }
    }

    @Test
    void a_pull_that_takes_too_long_is_given_up_after_the_pull_timeout() throws Exception {
        String image = pushed(1);
        registry.stall();
        try (LiveDaemon daemon = daemon(TestEngine.pulling(LONG, Duration.ofSeconds(3)))) {
            assertThat(whyStopped(daemon, run(daemon, "web", image)))
                    .isEqualTo(
                            "DockerTimeoutError: Could not transition to pulled; timed out after"
                                    + " waiting 3s");
        }
    }

    @Test
    void a_connection_that_breaks_off_in_a_layer_is_tried_again() throws Exception {
        String image = pushed(1);
        registry.breakOff(2);
        try (LiveDaemon daemon = daemon(TestEngine.pulling(LONG, LONG))) {
            daemon.awaitStatus(run(daemon, "web", image), "STOPPED"); // it has no program to run
            assertThat(registry.brokenOff()).isEqualTo(2);
            assertThat(own.engine().hasImage(image)).isTrue();
        }
    }
}
