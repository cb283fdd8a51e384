package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.aws.wire.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A daemon from its start to its end, over its socket.
class DaemonTest {
    private static final Machines NOBODY =
            (agenda, world) -> new Machines.Drivers(command -> {}, command -> {});

    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    private Daemon start(Gateway.Auth auth, boolean testEndpoints) throws IOException {
        return Daemon.start(
                new Daemon.Settings(
                        directory.resolve("data"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        auth,
                        testEndpoints,
                        "kingtide test"),
                NOBODY,
                defect -> {});
    }

    @Test
    void what_was_created_is_there_after_a_restart_with_the_same_key() throws Exception {
        String key;
        try (Daemon daemon = start(Gateway.Auth.OFF, false)) {
            key = daemon.accessKeyId() + daemon.secretAccessKey();
            assertThat(ecs(daemon, "CreateCluster", "{\"clusterName\": \"shop\"}").body())
                    .contains("arn:aws:ecs:us-east-1:123456789012:cluster/shop");
        }
        try (Daemon daemon = start(Gateway.Auth.OFF, false)) {
            assertThat(daemon.accessKeyId() + daemon.secretAccessKey()).isEqualTo(key);
            assertThat(ecs(daemon, "ListClusters", "{}").body()).contains("cluster/shop");
        }
    }

    @Test
    void only_the_owner_can_read_secrets() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.ON, false)) {
            for (String file : List.of("credentials", "daemon.json")) {
                Path path = directory.resolve("data").resolve(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(file)
                        .isEqualTo("rw-------");
            }
            assertThat(Files.readString(directory.resolve("data/credentials")))
                    .contains(daemon.secretAccessKey());
        }
    }

    @Test
    void without_a_signature_nobody_is_let_in() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.ON, false)) {
            HttpResponse<String> answer = ecs(daemon, "ListClusters", "{}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("MissingAuthenticationToken");
        }
    }

    @Test
    void a_second_daemon_on_the_same_data_says_who_has_it() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.ON, false)) {
            assertThatThrownBy(() -> start(Gateway.Auth.ON, false))
                    .isInstanceOf(UnusableData.class)
                    .hasMessageContaining("another kingtide runs on " + directory)
                    .hasMessageContaining(daemon.endpoint());
        }
        start(Gateway.Auth.ON, false).close();
    }

    @Test
    void health_and_status_answer() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.OFF, false)) {
            ecs(daemon, "CreateCluster", "{\"clusterName\": \"shop\"}");
            assertThat(get(daemon, "/health", "").body()).contains("\"status\":\"ok\"");
            assertThat(get(daemon, "/kingtide/status", "Bearer wrong").statusCode()).isEqualTo(403);
            DataDirectory.Note note = DataDirectory.note(directory.resolve("data"));
            assertThat(note).isNotNull();
            assertThat(note.endpoint()).isEqualTo(daemon.endpoint());
            assertThat(note.toString()).doesNotContain(note.token());
            assertThat(get(daemon, "/kingtide/status", "Bearer " + note.token()).body())
                    .contains("\"name\":\"shop\"", "\"region\":\"us-east-1\"");
        }
    }

    @Test
    void a_reset_needs_the_test_endpoints() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.OFF, false)) {
            ecs(daemon, "CreateCluster", "{}");
            assertThat(post(daemon, "/moto-api/reset", "", "").statusCode()).isBetween(400, 404);
            assertThat(ecs(daemon, "ListClusters", "{}").body()).contains("cluster/default");
        }
        try (Daemon daemon = start(Gateway.Auth.OFF, true)) {
            assertThat(ecs(daemon, "ListClusters", "{}").body()).contains("cluster/default");
            assertThat(post(daemon, "/moto-api/reset", "", "").statusCode()).isEqualTo(200);
            assertThat(ecs(daemon, "ListClusters", "{}").body()).doesNotContain("cluster/default");
            ecs(daemon, "CreateCluster", "{\"clusterName\": \"again\"}");
            assertThat(ecs(daemon, "ListClusters", "{}").body()).contains("cluster/again");
        }
    }

    @Test
    void a_port_that_is_taken_is_an_error_and_frees_the_data() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.ON, false)) {
            int port = URI.create(daemon.endpoint()).getPort();
            Daemon.Settings other =
                    new Daemon.Settings(
                            directory.resolve("other"),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                            Gateway.Auth.ON,
                            false,
                            "kingtide test");
            assertThatThrownBy(() -> Daemon.start(other, NOBODY, defect -> {}))
                    .isInstanceOf(IOException.class);
            DataDirectory.take(directory.resolve("other")).close();
        }
    }

    /// Each row: what the credentials file says, and what of it is complained about.
    @Test
    void bad_credentials_files_are_named() throws IOException {
        List<String[]> rows =
                List.of(
                        new String[] {"", "has no key"},
                        new String[] {"[default]\n", "line 1: expected a profile"},
                        new String[] {"aws_access_key_id = a\n", "line 1: expected a profile"},
                        new String[] {"[123456789012]\nnonsense\n", "line 2"},
                        new String[] {
                            "[123456789012]\naws_access_key_id = a\n",
                            "[123456789012] needs aws_access_key_id and aws_secret_access_key"
                        });
        List<String> messages = new ArrayList<>();
        Files.createDirectories(directory.resolve("data"));
        for (String[] row : rows) {
            Files.writeString(directory.resolve("data/credentials"), row[0]);
            assertThatThrownBy(() -> start(Gateway.Auth.ON, false))
                    .isInstanceOf(UnusableData.class)
                    .hasMessageContaining(row[1])
                    .satisfies(e -> messages.add(e.getMessage()));
        }
        assertThat(messages).hasSize(rows.size());
    }

    @Test
    void accounts_by_key_do_not_see_each_other() throws Exception {
        try (Daemon daemon = start(Gateway.Auth.OFF, false)) {
            send(
                    daemon,
                    "CreateCluster",
                    "{\"clusterName\": \"one\"}",
                    "111111111111",
                    "us-east-1");
            send(
                    daemon,
                    "CreateCluster",
                    "{\"clusterName\": \"two\"}",
                    "111111111111",
                    "eu-west-1");
            assertThat(send(daemon, "ListClusters", "{}", "111111111111", "us-east-1").body())
                    .contains("arn:aws:ecs:us-east-1:111111111111:cluster/one")
                    .doesNotContain("two");
            assertThat(send(daemon, "ListClusters", "{}", "222222222222", "us-east-1").body())
                    .doesNotContain("one");
        }
    }

    private HttpResponse<String> ecs(Daemon daemon, String operation, String body)
            throws Exception {
        return post(daemon, "/", "AmazonEC2ContainerServiceV20141113." + operation, body);
    }

    private HttpResponse<String> send(
            Daemon daemon, String operation, String body, String key, String region)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + "/"))
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Date", "20261126T050000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential="
                                        + key
                                        + "/20261126/"
                                        + region
                                        + "/ecs/aws4_request, SignedHeaders=host,"
                                        + " Signature=00")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Daemon daemon, String path, String target, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + path))
                        .header("X-Amz-Target", target)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Daemon daemon, String path, String authorization)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + path))
                        .header("Authorization", authorization.isEmpty() ? "none" : authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
