package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images out of a registry that wants to know who asks.
class RegistryLoginTest {
    private static final String SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub";
    private final Engine engine = TestEngine.get();
    @TempDir private Path directory;
    private Path data;
    private TestRegistry registry;
    private Path dockerConfig;
    private String image;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(directory.resolve("data"));
        registry = TestRegistry.locked(engine, directory);
        dockerConfig = registry.login();
        image = registry.push(TestEngine.image(engine, "locked", "/busybox sleep 1000"));
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
    }

    private static String json(String text) {
        return text.formatted(TestRegistry.USER, TestRegistry.PASSWORD);
    }

    /// The task that has this image, once it runs or has stopped.
    private JsonNode run(Map<String, String> settings, String more) throws Exception {
        try (LiveDaemon daemon = new LiveDaemon(engine, data, TestEngine.settings(settings))) {
            String definition =
                    """
                    {"family": "web", "networkMode": "none", "containerDefinitions": [
                      {"name": "web", "image": "%s", "memory": 16, "stopTimeout": 1%s}]}
                    """
                            .formatted(image, more);
            String id = daemon.run((ObjectNode) LiveDaemon.json(definition), "");
            return LiveDaemon.await(
                    () -> daemon.task(id),
                    task -> task.path("lastStatus").asText().matches("RUNNING|STOPPED"));
        } finally {
            engine.removeImage(image);
        }
    }

    private void assertRuns(Map<String, String> settings, String more) throws Exception {
        JsonNode task = run(settings, more);
        assertThat(task.path("lastStatus").asText()).as("%s", task).isEqualTo("RUNNING");
    }

    @Test
    void without_a_login_the_task_says_that_the_registry_refuses() throws Exception {
        JsonNode task = run(Map.of(), "");
        assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asText())
                .startsWith("CannotPullContainerError: Error response from daemon: ")
                .contains("no basic auth credentials");
    }

    @Test
    void docker_login_is_enough() throws Exception {
        Files.copy(dockerConfig, data.resolve("config.json"));
        assertRuns(Map.of(), "");
    }

    @Test
    void the_agent_has_a_login_in_either_form() throws Exception {
        String plain =
                json("{\"" + registry.host() + "\": {\"username\": \"%s\", \"password\": \"%s\"}}");
        assertRuns(Map.of("ECS_ENGINE_AUTH_TYPE", "docker", "ECS_ENGINE_AUTH_DATA", plain), "");
        String pair =
                Base64.getEncoder().encodeToString(json("%s:%s").getBytes(StandardCharsets.UTF_8));
        String encoded = "{\"https://" + registry.host() + "\": {\"auth\": \"" + pair + "\"}}";
        assertRuns(
                Map.of("ECS_ENGINE_AUTH_TYPE", "dockercfg", "ECS_ENGINE_AUTH_DATA", encoded), "");
    }

    @Test
    void repository_credentials_are_a_secret() throws Exception {
        String value = json("{\"username\": \"%s\", \"password\": \"%s\"}");
        Files.writeString(
                data.resolve("secrets.json"),
                TaskPlan.JSON.createObjectNode().put(SECRET, value).toString());
        String named =
                ", \"repositoryCredentials\": {\"credentialsParameter\": \"" + SECRET + "\"}";
        assertRuns(Map.of(), named);
    }

    @Test
    void a_credential_helper_is_asked() throws Exception {
        Path helper = directory.resolve("docker-credential-tide");
        Files.writeString(
                helper,
                """
                #!/bin/sh
                read -r registry
                [ "$1 $registry" = "get %s" ] || { echo 'credentials not found'; exit 1; }
                echo '{"ServerURL": "x", "Username": "tide", "Secret": "pearl"}'
                """
                        .formatted(registry.host()));
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = directory.resolve("helped.json");
        Files.writeString(config, "{\"auths\": {}, \"credsStore\": \"tide\"}");
        RegistryLogins logins =
                new RegistryLogins(TestEngine.settings(), config, "/nowhere:" + directory);
        assertThat(logins.of(image))
                .isEqualTo(
                        RegistryLogins.header(
                                TestRegistry.USER, TestRegistry.PASSWORD, registry.host()));
        assertThat(logins.of("elsewhere.example/web:1")).isNull();
        assertThat(new RegistryLogins(TestEngine.settings(), config, "/nowhere").of(image))
                .isNull();
    }
}
