package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.Remote;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.Execution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Engines that `--docker-host` names.
class FurtherHostTest {
    private static final String ON_IT =
            """
            , "launchType": "EC2", "placementConstraints":
              [{"type": "memberOf", "expression": "attribute:kingtide.host == %s"}],
              "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}
            """;
    @TempDir private Path home;
    @TempDir private Path data;
    @TempDir private Path certificates;

    @Test
    void tasks_run_on_another_machine_whose_engine_is_asked_with_tls() throws Exception {
        Engine shared = TestEngine.get();
        int port = freePort();
        String name = "big-" + port; // and so are its addresses
        TestCertificates made = new TestCertificates(certificates);
        try (OwnEngine own = secured(made, port)) {
            String image = TestEngine.image(own.engine(), "web", "/busybox httpd -f -p 8080 -h /");
            SortedMap<String, Engine> further =
                    hosts().read(List.of(name + "=tcp://127.0.0.1:" + port));
            try (LiveDaemon daemon =
                    new LiveDaemon(
                            shared,
                            new DockerMachines.Engines(shared, further),
                            data,
                            TestEngine.settings(Map.of("ECS_ENABLE_GPU_SUPPORT", "true")))) {
                JsonNode instance =
                        LiveDaemon.await(() -> big(daemon), FurtherHostTest::isConnected);
                assertThat(instance.path("registeredResources").toString()).contains("GPU-0f3c");
                ObjectNode definition = definition(image);
                String task = daemon.run(definition, ON_IT.formatted(name));
                JsonNode running = daemon.awaitStatus(task, "RUNNING");
                assertThat(running.at("/containers/0/networkInterfaces/0/privateIpv4Address"))
                        .as(running.toPrettyString())
                        .asString()
                        .startsWith("\"10.");
                assertThat(own.engine().list(Labels.ownedBy(daemon.owner()))).hasSize(2);
                assertThat(shared.list(Labels.ownedBy(daemon.owner()))).isEmpty();
                assertThat(answers(daemon.machines().whereabouts(task).reach(8080))).isTrue();
                assertThat(said(daemon.machines().remote(task, "web"))).contains("httpd");
                assertThat(hosts().kept(data)).containsOnlyKeys(name);
                String strayed = daemon.run(withFileSystem(image), ON_IT.formatted(name));
                assertThat(daemon.awaitStatus(strayed, "STOPPED").path("stoppedReason").asText())
                        .contains("is a directory of the machine that kingtide runs on");

                own.stop();
                LiveDaemon.await(() -> big(daemon), one -> !isConnected(one));
                own.start();
                LiveDaemon.await(() -> big(daemon), FurtherHostTest::isConnected);
                daemon.awaitStatus(task, "STOPPED");
                String next = daemon.run(definition, ON_IT.formatted(name));
                daemon.awaitStatus(next, "RUNNING");
            } finally {
                Remains.remove(own.engine(), null);
                assertThat(own.engine().networks("dev.kingtide.network")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "big, a host is NAME=tcp",
        "BIG=tcp://127.0.0.1, a host is NAME=tcp",
        "big=http://127.0.0.1, an Engine's address is",
        "big=tcp://192.0.2.1:2376, asked with TLS only"
    })
    void what_is_no_host_is_refused_with_the_reason(String given, String why) {
        assertThatThrownBy(() -> hosts().read(List.of(given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void certificates_that_cannot_be_read_are_named() throws IOException {
        Files.writeString(
                Files.createDirectories(certificates.resolve("big")).resolve("ca.pem"), "");
        assertThatThrownBy(() -> hosts().read(List.of("big=tcp://192.0.2.1:2376")))
                .hasMessageContaining(certificates.resolve("big/ca.pem").toString());
    }

    private static ObjectNode definition(String image) {
        return (ObjectNode)
                LiveDaemon.json(
                        """
                        {"family": "web", "networkMode": "awsvpc", "containerDefinitions": [
                          {"name": "web", "image": "%s", "memory": 16, "stopTimeout": 2,
                           "portMappings": [{"containerPort": 8080}]}]}
                        """
                                .formatted(image));
    }

    private static ObjectNode withFileSystem(String image) {
        ObjectNode definition = definition(image);
        definition.put("family", "files");
        ObjectNode volume = definition.putArray("volumes").addObject().put("name", "files");
        volume.putObject("efsVolumeConfiguration").put("fileSystemId", "fs-12345678");
        return definition;
    }

    private FurtherHosts hosts() {
        return new FurtherHosts(Map.of("DOCKER_CERT_PATH", certificates.toString()), certificates);
    }

    private OwnEngine secured(TestCertificates made, int port) throws IOException {
        return new OwnEngine(
                home,
                "--host",
                "tcp://127.0.0.1:" + port,
                "--tlsverify",
                "--tlscacert",
                made.file("ca.pem"),
                "--tlscert",
                made.file("server-cert.pem"),
                "--tlskey",
                made.file("server-key.pem"),
                "--node-generic-resource",
                "NVIDIA-GPU=GPU-0f3c");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /// The container instance that the host is; missing before it is one.
    private static JsonNode big(LiveDaemon daemon) {
        JsonNode arns = daemon.ecs("ListContainerInstances", "{}").path("containerInstanceArns");
        List<JsonNode> found = new ArrayList<>();
        daemon.ecs("DescribeContainerInstances", "{\"containerInstances\": " + arns + "}")
                .path("containerInstances")
                .forEach(one -> {
                    if (one.path("attributes").toString().contains("kingtide.host")) {
                        found.add(one);
                    }
                });
        return found.isEmpty() ? LiveDaemon.json("{}") : found.getFirst();
    }

    private static boolean isConnected(JsonNode instance) {
        return instance.path("agentConnected").asBoolean();
    }

    private static String said(@Nullable Remote remote) throws Exception {
        assertThat(remote).isNotNull();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Execution execution = remote.start(List.of("/busybox", "ps"))) {
            execution.output((_, bytes) -> {
                said.writeBytes(bytes);
                return true;
            });
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static boolean answers(@Nullable InetSocketAddress where) {
        assertThat(where).isNotNull();
        URI uri = URI.create("http://127.0.0.1:" + where.getPort() + "/busybox");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return LiveDaemon.await(
                    () -> {
                        try {
                            return client.send(
                                                    HttpRequest.newBuilder(uri).build(),
                                                    HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200;
                        } catch (IOException e) {
                            return false; // it does not listen yet
                        }
                    },
                    answered -> answered);
        }
    }
}
