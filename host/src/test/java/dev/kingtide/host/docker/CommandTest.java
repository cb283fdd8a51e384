package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ecs:ExecuteCommand` in real containers, with the messages of the Session Manager plugin.
class CommandTest {
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "shell", "exit 0");
    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private Path directory;
    private LiveDaemon live;
    private String task;

    @BeforeEach
    void start() throws IOException {
        live = new LiveDaemon(engine, directory.resolve("data"), TestEngine.settings());
        ObjectNode definition = TaskPlan.JSON.createObjectNode();
        definition.put("family", "web").put("networkMode", "none");
        definition.put("taskRoleArn", "arn:aws:iam::123456789012:role/web");
        ObjectNode container = definition.putArray("containerDefinitions").addObject();
        container.put("name", "web").put("image", image).put("memory", 32).put("stopTimeout", 2);
        container.putArray("command").add("/busybox").add("sleep").add("1000");
        task = live.run(definition, ", \"enableExecuteCommand\": true");
        live.awaitStatus(task, "RUNNING");
    }

    @AfterEach
    void close() {
        live.close();
        client.close();
    }

    private JsonNode execute(String command) {
        ObjectNode input = TaskPlan.JSON.createObjectNode();
        input.put("task", task).put("interactive", true).put("command", command);
        return live.ecs("ExecuteCommand", input.toString());
    }

    @Test
    void a_shell_takes_what_is_typed_and_the_size_of_the_terminal() throws Exception {
        JsonNode answer = execute("/busybox sh -c 'PS1=; exec /busybox sh'");
        assertThat(answer.path("containerName").asText()).isEqualTo("web");
        assertThat(answer.path("taskArn").asText()).endsWith(task);
        JsonNode session = answer.path("session");
        assertThat(session.path("sessionId").asText()).matches("ecs-execute-command-0[0-9a-f]{16}");
        try (PluginClient plugin = new PluginClient(client, session)) {
            plugin.size(41, 123);
            plugin.type("/busybox stty size\n");
            assertThat(plugin.await("41 123")).contains("41 123");
            plugin.type("x=$((x + 1)); echo x is $x\n");
            plugin.again("x=$((x + 1)); echo x is $x\n");
            plugin.type("echo in the end $x; exit 3\n");
            String farewell = plugin.awaitEnd();
            assertThat(plugin.await("in the end 1")).contains("in the end 1");
            assertThat(LiveDaemon.json(farewell).path("SessionId").asText())
                    .isEqualTo(session.path("sessionId").asText());
            assertThat(LiveDaemon.json(farewell).path("Output").asText()).isEmpty();
            assertThat(plugin.acknowledged()).isGreaterThanOrEqualTo((int) plugin.sent());
        }
    }

    @Test
    void much_output_comes_whole_and_in_order() throws Exception {
        try (PluginClient plugin =
                new PluginClient(client, execute("/busybox seq 1 50000").path("session"))) {
            plugin.awaitEnd();
            String expected = "\r\n49999\r\n50000\r\n";
            assertThat(plugin.await(expected)).startsWith("1\r\n2\r\n").endsWith(expected);
        }
    }

    @Test
    void a_command_that_is_not_there_says_so() throws Exception {
        try (PluginClient plugin = new PluginClient(client, execute("/nowhere").path("session"))) {
            String said = plugin.awaitEnd();
            assertThat(said + plugin.await("/nowhere")).contains("/nowhere");
        }
    }

    @Test
    void a_token_is_good_once_and_for_its_own_session() {
        ObjectNode session = (ObjectNode) execute("/busybox true").path("session");
        ObjectNode other = session.deepCopy().put("tokenValue", "guessed");
        try (PluginClient stranger = new PluginClient(client, other)) {
            assertThat(stranger.isTurnedAway()).isTrue();
        }
        try (PluginClient first = new PluginClient(client, session);
                PluginClient second = new PluginClient(client, session)) {
            assertThat(second.isTurnedAway()).isTrue();
            assertThat(first.isHandshakeComplete()).isFalse();
        }
    }

    @Test
    void a_session_that_breaks_off_ends_the_shell() throws Exception {
        try (PluginClient plugin =
                new PluginClient(client, execute("/busybox sh").path("session"))) {
            plugin.type("/busybox sleep 4321\n");
            plugin.await("sleep 4321");
            LiveDaemon.await(this::processes, all -> all.contains("sleep 4321"));
        }
        LiveDaemon.await(this::processes, all -> !all.contains("sh"));
    }

    @Test
    void a_program_that_no_key_ends_is_killed_when_its_session_breaks_off() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root kills others'");
        String deaf =
                "/busybox sh -c 'trap \"\" INT HUP; echo deaf; while :; do /busybox sleep 7; done'";
        try (PluginClient plugin = new PluginClient(client, execute(deaf).path("session"))) {
            plugin.await("deaf");
            LiveDaemon.await(this::processes, all -> all.contains("sleep 7"));
        }
        LiveDaemon.await(this::processes, all -> !all.contains("sleep 7"));
    }

    private String processes() throws EngineFailure {
        return engine.processes(live.container(task, "web"));
    }

    @Test
    void where_the_container_has_gone_the_target_is_not_connected() throws EngineFailure {
        String asked = "{\"task\": \"" + task + "\", \"command\": \"ls\", \"interactive\": ";
        assertThat(live.answer("ExecuteCommand", asked + "false}").body())
                .contains("Interactive is the only mode");
        live.ecs("StopTask", "{\"task\": \"" + task + "\"}");
        live.awaitStatus(task, "STOPPED");
        String body = live.answer("ExecuteCommand", asked + "true}").body();
        assertThat(body).contains("InvalidParameterException", "execute command agent isn't");
    }
}
