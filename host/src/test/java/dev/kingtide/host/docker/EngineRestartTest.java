package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A Docker Engine that ends under a service of real containers, and comes back.
class EngineRestartTest {
    private static final String SERVE =
            "trap 'exit 0' TERM; while :; do /busybox sleep 1000 & wait $!; done";

    @TempDir private Path home;
    @TempDir private Path data;

    /// How it ends.
    enum End {
        /// Its containers end with it.
        STOPPED,
        /// Its containers run on (`--live-restore`).
        LEFT,
        /// SIGKILL: its containers run on, and end when it is back.
        KILLED
    }

    @ParameterizedTest
    @EnumSource
    void an_engine_that_ends_is_reported_and_all_is_as_wanted_when_it_is_back(End end)
            throws Exception {
        try (OwnEngine own = own(end);
                LiveDaemon daemon = new LiveDaemon(own.engine(), data, TestEngine.settings())) {
            daemon.ecs("RegisterTaskDefinition", definition(own.engine()));
            daemon.ecs(
                    "CreateService",
                    "{'serviceName': 'web', 'taskDefinition': 'web', 'desiredCount': 2}"
                            .replace('\'', '"'));
            await(daemon, 2);
            Set<String> before = running(own.engine(), daemon.owner());
            List<String> tasks = tasks(daemon);

            if (end == End.KILLED) {
                own.kill();
            } else {
                own.stop();
            }
            LiveDaemon.await(
                    () -> instance(daemon), one -> !one.path("agentConnected").asBoolean());
            assertThat(
                            daemon.ecs("RunTask", "{\"taskDefinition\": \"web\"}")
                                    .at("/failures/0/reason"))
                    .hasToString("\"AGENT\"");
            if (end == End.LEFT) {
                assertThat(daemon.task(tasks.getFirst()).path("connectivity").asText())
                        .isEqualTo("DISCONNECTED");
            }
            daemon.ecs("UpdateService", "{\"service\": \"web\", \"desiredCount\": 3}");

            own.start();
            LiveDaemon.await(() -> instance(daemon), one -> one.path("agentConnected").asBoolean());
            await(daemon, 3);
            Set<String> after =
                    LiveDaemon.await(
                            () -> running(own.engine(), daemon.owner()), all -> all.size() == 3);
            if (end == End.LEFT) {
                assertThat(after).containsAll(before);
                assertThat(tasks(daemon)).containsAll(tasks);
                assertThat(daemon.task(tasks.getFirst()).path("connectivity").asText())
                        .isEqualTo("CONNECTED");
            } else {
                assertThat(after).doesNotContainAnyElementsOf(before);
                for (String task : tasks) {
                    JsonNode over = daemon.awaitStatus(task, "STOPPED");
                    assertThat(over.at("/containers/0").hasNonNull("exitCode"))
                            .as(over.toPrettyString())
                            .isTrue();
                    assertThat(over.path("stopCode").asText())
                            .isEqualTo("EssentialContainerExited");
                }
            }
        }
    }

    private OwnEngine own(End end) throws Exception {
        return end == End.LEFT ? new OwnEngine(home, "--live-restore") : new OwnEngine(home);
    }

    private static String definition(Engine engine) {
        String image = TestEngine.image(engine, "server", SERVE);
        return """
        {"family": "web", "networkMode": "none", "containerDefinitions": [
          {"name": "web", "image": "%s", "memory": 16, "stopTimeout": 2}]}
        """
                .formatted(image);
    }

    private static JsonNode instance(LiveDaemon daemon) {
        String arn =
                daemon.ecs("ListContainerInstances", "{}")
                        .path("containerInstanceArns")
                        .path(0)
                        .asText();
        return daemon.ecs(
                        "DescribeContainerInstances", "{\"containerInstances\": [\"" + arn + "\"]}")
                .path("containerInstances")
                .path(0);
    }

    private static List<String> tasks(LiveDaemon daemon) {
        return StreamSupport.stream(
                        daemon.ecs("ListTasks", "{\"serviceName\": \"web\"}")
                                .path("taskArns")
                                .spliterator(),
                        false)
                .map(arn -> arn.asText().substring(arn.asText().lastIndexOf('/') + 1))
                .toList();
    }

    /// Waits until the service has so many tasks that run, and no others.
    private static void await(LiveDaemon daemon, int count) {
        LiveDaemon.await(
                () ->
                        daemon.ecs("DescribeServices", "{\"services\": [\"web\"]}")
                                .path("services")
                                .path(0),
                service ->
                        service.path("runningCount").asInt() == count
                                && service.path("pendingCount").asInt() == 0);
    }

    private static Set<String> running(Engine engine, String owner) throws EngineFailure {
        Set<String> ids = new TreeSet<>();
        for (Engine.Listed one : engine.list(Labels.ownedBy(owner))) {
            try {
                if (engine.inspect(one.id()).isRunning()) {
                    ids.add(one.id());
                }
            } catch (EngineFailure failure) {
                if (!failure.isMissing()) {
                    throw failure; // else it was removed a moment ago
                }
            }
        }
        return ids;
    }
}
