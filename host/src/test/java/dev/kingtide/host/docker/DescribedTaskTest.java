package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.Remote;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.Execution;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real containers as DescribeTasks shows them.
class DescribedTaskTest {
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "sleeper", "/busybox sleep 1000");
    @TempDir private Path data;
    private LiveDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new LiveDaemon(engine, data, TestEngine.settings());
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private JsonNode running(String mode, String ports, String more) {
        String definition =
                """
                {"family": "web", "networkMode": "%s", "containerDefinitions": [{"name": "web",
                 "image": "%s", "memory": 16, "stopTimeout": 2, "portMappings": [%s]}]}
                """
                        .formatted(mode, image, ports);
        String task = daemon.run((ObjectNode) LiveDaemon.json(definition), more);
        JsonNode running = daemon.awaitStatus(task, "RUNNING").at("/containers/0");
        assertThat(running.path("runtimeId").asText()).isEqualTo(daemon.container(task, "web"));
        return running;
    }

    @Test
    void a_task_outlives_a_container_that_is_not_essential_and_ends_with_one_that_is()
            throws Exception {
        String definition =
                """
                {"family": "web", "networkMode": "none", "containerDefinitions": [
                  {"name": "web", "image": "%s", "memory": 16, "stopTimeout": 2,
                   "command": ["/busybox", "sh", "-c", "while [ ! -e /end ]; do /busybox sleep 0.1; done; exit 3"]},
                  {"name": "aside", "image": "%s", "memory": 16, "essential": false,
                   "command": ["/busybox", "sh", "-c", "exit 4"]},
                  {"name": "other", "image": "%s", "memory": 16, "stopTimeout": 2}]}
                """
                        .formatted(image, image, image);
        String task = daemon.run((ObjectNode) LiveDaemon.json(definition), "");
        LiveDaemon.await(
                () -> container(daemon.task(task), "aside"),
                aside -> aside.path("exitCode").asInt(-1) == 4);
        JsonNode running = daemon.awaitStatus(task, "RUNNING");
        assertThat(running.path("desiredStatus").asText()).isEqualTo("RUNNING");
        Remote web = daemon.machines().remote(task, "web");
        assertThat(web).isNotNull();
        try (Execution touch = web.start(List.of("/busybox", "touch", "/end"))) {
            touch.output((_, _) -> true);
        }
        JsonNode stopped = daemon.awaitStatus(task, "STOPPED");
        assertThat(stopped.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.path("stoppedReason").asText())
                .isEqualTo("Essential container in task exited");
        assertThat(container(stopped, "web").path("exitCode").asInt()).isEqualTo(3);
        assertThat(container(stopped, "other").path("exitCode").asInt()).isEqualTo(137);
    }

    private static JsonNode container(JsonNode task, String name) {
        for (JsonNode one : task.path("containers")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        return task.path("missing");
    }

    @Test
    void every_port_of_the_host_is_named_and_a_range_leads_to_a_range() throws Exception {
        JsonNode container =
                running(
                        "bridge",
                        "{\"containerPort\": 8080},"
                                + " {\"containerPort\": 53, \"protocol\": \"udp\"},"
                                + " {\"containerPortRange\": \"7000-7003\"}",
                        "");
        JsonNode bindings = container.path("networkBindings");
        assertThat(bindings).as(container.toPrettyString()).hasSize(3);
        assertThat(bindings.findValuesAsText("bindIP")).containsOnly("127.0.0.1");
        assertThat(bindings.at("/0/containerPort").asInt()).isEqualTo(8080);
        assertThat(bindings.at("/0/hostPort").asInt()).isPositive();
        assertThat(bindings.at("/1/protocol").asText()).isEqualTo("udp");
        assertThat(bindings.at("/2/containerPortRange").asText()).isEqualTo("7000-7003");
        List<Integer> ends =
                List.of(bindings.at("/2/hostPortRange").asText().split("-")).stream()
                        .map(Integer::valueOf)
                        .toList();
        assertThat(ends.getLast() - ends.getFirst()).isEqualTo(3);
        assertThat(engine.inspect(container.path("runtimeId").asText()).hostPort(7003, "tcp"))
                .isEqualTo(ends.getLast());
    }

    @Test
    void a_task_with_an_address_of_its_own_has_no_ports_of_the_host() {
        JsonNode container =
                running(
                        "awsvpc",
                        "{\"containerPort\": 8080}",
                        ", \"networkConfiguration\": {\"awsvpcConfiguration\":"
                                + " {\"subnets\": [\"subnet-1\"]}}");
        assertThat(container.path("networkBindings")).isEmpty();
        assertThat(container.path("networkInterfaces")).hasSize(1);
    }
}
