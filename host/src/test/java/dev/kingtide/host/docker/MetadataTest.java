package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers ask about themselves with nothing but what is in their environment.
class MetadataTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/web";
    private static final String ASK =
            """
            ask() { echo "<$1>$(/busybox wget -q -O - $2)"; }
            ask container $ECS_CONTAINER_METADATA_URI_V4
            ask task $ECS_CONTAINER_METADATA_URI_V4/task
            ask tags $ECS_CONTAINER_METADATA_URI_V4/taskWithTags
            ask stats $ECS_CONTAINER_METADATA_URI_V4/stats
            ask all $ECS_CONTAINER_METADATA_URI_V4/task/stats
            ask three $ECS_CONTAINER_METADATA_URI
            base=${ECS_CONTAINER_METADATA_URI_V4%/v4/*}
            ask role $base$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI${AWS_CONTAINER_CREDENTIALS_FULL_URI#$base}
            ask protection $ECS_AGENT_URI/task-protection/v1/state
            echo "<end>"
            while :; do /busybox sleep 1; done
            """;

    /// Without a line before it is complete.
    private static final String READ =
            "while ! /busybox grep -q READY $ECS_CONTAINER_METADATA_FILE; do :; done;"
                    + " /busybox cat $ECS_CONTAINER_METADATA_FILE; exec /busybox sleep 1000";

    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "shell", "exit 0");
    @TempDir private Path directory;
    private LiveDaemon live;

    @AfterEach
    void close() {
        live.close();
    }

    @BeforeEach
    void start() throws IOException {
        live = new LiveDaemon(engine, directory.resolve("data"), TestEngine.settings());
    }

    private ObjectNode definition(String mode) {
        ObjectNode definition = TaskPlan.JSON.createObjectNode();
        definition.put("family", "web").put("networkMode", mode).put("taskRoleArn", ROLE);
        definition.put("cpu", "256").put("memory", "128");
        ObjectNode container = definition.putArray("containerDefinitions").addObject();
        container.put("name", "web").put("image", image).put("stopTimeout", 2);
        container.put("cpu", 10).put("memory", 64);
        container.putArray("command").add("/busybox").add("sh").add("-c").add(ASK);
        container.putArray("portMappings").addObject().put("containerPort", 8080);
        ObjectNode log = container.putObject("logConfiguration").put("logDriver", "awslogs");
        log.putObject("options").put("awslogs-group", "web").put("awslogs-region", "us-east-1");
        return definition;
    }

    private String run(String mode) {
        String network =
                mode.equals("awsvpc")
                        ? ", \"networkConfiguration\": {\"awsvpcConfiguration\":"
                                + " {\"subnets\": [\"subnet-1\"]}}"
                        : "";
        return live.run(
                definition(mode),
                network + ", \"tags\": [{\"key\": \"team\", \"value\": \"tide\"}]");
    }

    /// What a container has been answered, by the name of the question.
    private JsonNode answers(String task) {
        String id = LiveDaemon.await(() -> live.container(task, "web"), found -> !found.isEmpty());
        String log = LiveDaemon.await(() -> live.logs(id), said -> said.contains("<end>"));
        ObjectNode all = TaskPlan.JSON.createObjectNode();
        for (String line : log.split("\n", -1)) {
            int end = line.indexOf('>');
            if (line.startsWith("<") && end > 0 && end + 1 < line.length()) {
                all.set(line.substring(1, end), LiveDaemon.json(line.substring(end + 1)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge", "awsvpc", "host"})
    void a_container_learns_who_it_is_what_it_uses_and_who_it_may_be(String mode)
            throws IOException, EngineFailure {
        String task = run(mode);
        JsonNode answers = answers(task);
        JsonNode seen = live.awaitStatus(task, "RUNNING");
        String dockerId = live.container(task, "web");
        JsonNode container = answers.path("container");
        assertThat(container.path("DockerId").asText()).isEqualTo(dockerId);
        assertThat(container.path("DockerName").asText()).startsWith("ecs-web-1-web-");
        assertThat(container.path("Image").asText()).isEqualTo(image);
        assertThat(container.path("ImageID").asText()).startsWith("sha256:");
        assertThat(container.path("KnownStatus").asText()).isEqualTo("RUNNING");
        assertThat(container.path("DesiredStatus").asText()).isEqualTo("RUNNING");
        assertThat(container.path("Limits").toString()).isEqualTo("{\"CPU\":10,\"Memory\":64}");
        assertThat(container.path("Labels").path("com.amazonaws.ecs.task-arn").asText())
                .isEqualTo(seen.path("taskArn").asText());
        assertThat(container.path("ContainerARN").asText())
                .isEqualTo(seen.path("containers").path(0).path("containerArn").asText());
        assertThat(container.path("LogDriver").asText()).isEqualTo("awslogs");
        assertThat(container.path("LogOptions").path("awslogs-group").asText()).isEqualTo("web");
        assertThat(container.path("StartedAt").asText()).startsWith("20");
        JsonNode network = container.path("Networks").path(0);
        assertThat(network.path("NetworkMode").asText()).isEqualTo(mode);
        if (!mode.equals("host")) {
            assertThat(network.path("IPv4Addresses").path(0).asText()).startsWith("172.");
        }
        if (mode.equals("awsvpc")) {
            assertThat(network.path("IPv4SubnetCIDRBlock").asText()).matches("172\\..*/\\d+");
            assertThat(network.path("PrivateDNSName").asText()).startsWith("ip-172-");
            assertThat(answers.at("/task/Containers/0/Type").asText()).isEqualTo("CNI_PAUSE");
        }
        assertThat(answers.path("three").has("ContainerARN")).isFalse();
        assertThat(answers.path("three").path("DockerId").asText()).isEqualTo(dockerId);

        JsonNode whole = answers.path("task");
        assertThat(whole.path("TaskARN").asText()).isEqualTo(seen.path("taskArn").asText());
        assertThat(whole.path("Cluster").asText()).isEqualTo("default");
        assertThat(whole.path("Family").asText()).isEqualTo("web");
        assertThat(whole.path("Revision").asText()).isEqualTo("1");
        assertThat(whole.path("Limits").toString()).isEqualTo("{\"CPU\":0.25,\"Memory\":128}");
        assertThat(whole.path("LaunchType").asText()).isEqualTo("EC2");
        assertThat(whole.has("TaskTags")).isFalse();
        assertThat(answers.at("/tags/TaskTags/team").asText()).isEqualTo("tide");

        JsonNode stats = answers.path("stats");
        assertThat(stats.at("/cpu_stats/cpu_usage/total_usage").asLong()).isPositive();
        assertThat(stats.at("/precpu_stats/cpu_usage/total_usage").asLong()).isPositive();
        assertThat(stats.at("/memory_stats/usage").asLong()).isPositive();
        assertThat(stats.has("network_rate_stats")).isEqualTo(!mode.equals("host"));
        assertThat(answers.path("all").has(dockerId)).isTrue();

        assertThat(answers.at("/role/RoleArn").asText()).isEqualTo(ROLE);
        assertThat(answers.at("/role/AccessKeyId").asText()).startsWith("ASIA");
        assertThat(answers.at("/role/Expiration").asText()).endsWith("Z");
        assertThat(answers.at("/protection/failure/Reason").asText()).isEqualTo("TASK_NOT_VALID");
    }

    @Test
    void after_a_restart_what_runs_on_finds_the_same_endpoint() throws IOException {
        String task = run("bridge");
        answers(task);
        live.awaitStatus(task, "RUNNING");
        String url = url(live.container(task, "web"));
        live.daemon().close();
        start();
        live.awaitStatus(task, "RUNNING");
        assertThat(LiveDaemon.json(send("GET", url + "/task", "").body()).path("TaskARN").asText())
                .endsWith(task);
    }

    @Test
    void a_task_of_a_service_protects_itself_from_scale_in() throws IOException {
        live.ecs("RegisterTaskDefinition", definition("bridge").toString());
        live.ecs(
                "CreateService",
                "{\"serviceName\": \"web\", \"taskDefinition\": \"web\", \"desiredCount\": 1}");
        String task = runningTask();
        String url = url(live.container(task, "web"), "ECS_AGENT_URI=");
        String state = url + "/task-protection/v1/state";
        HttpResponse<String> set =
                send("PUT", state, "{\"ProtectionEnabled\": true, \"ExpiresInMinutes\": 5}");
        assertThat(set.statusCode()).isEqualTo(200);
        JsonNode protection = LiveDaemon.json(set.body()).path("protection");
        assertThat(protection.path("ProtectionEnabled").asBoolean()).isTrue();
        assertThat(protection.path("ExpirationDate").asText()).endsWith("Z");
        assertThat(protection.path("TaskArn").asText()).endsWith(task);
        assertThat(send("GET", state, "").body()).isEqualTo(set.body());
        assertThat(
                        live.ecs(
                                        "GetTaskProtection",
                                        "{\"cluster\": \"default\", \"tasks\": [\"" + task + "\"]}")
                                .toString())
                .contains("\"protectionEnabled\":true");
        assertThat(send("PUT", state, "{\"ProtectionEnabled\": true, \"Minutes\": 5}").body())
                .isEqualTo(
                        "{\"error\":{\"Code\":\"InvalidParameterException\",\"Message\":"
                                + "\"UpdateTaskProtection: failed to decode request\"}}");
        assertThat(send("PUT", state, "{\"ExpiresInMinutes\": 5}").body())
                .contains("does not contain 'ProtectionEnabled' field", "\"Arn\":\"arn:aws:ecs:");
        assertThat(send("PUT", state, "{\"ProtectionEnabled\": true, \"ExpiresInMinutes\": 0}"))
                .satisfies(refused -> {
                    assertThat(refused.statusCode()).isEqualTo(400);
                    assertThat(refused.body()).contains("InvalidParameterException");
                });
    }

    private String runningTask() {
        JsonNode tasks =
                LiveDaemon.await(
                        () -> live.ecs("ListTasks", "{\"serviceName\": \"web\"}").path("taskArns"),
                        found -> !found.isEmpty());
        String arn = tasks.path(0).asText();
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        live.awaitStatus(id, "RUNNING");
        return id;
    }

    @Test
    void who_has_no_id_learns_nothing_and_who_asks_too_often_waits() throws IOException {
        String task = run("bridge");
        live.awaitStatus(task, "RUNNING");
        String url = url(live.container(task, "web"));
        String base = url.substring(0, url.indexOf("/v4/"));
        HttpResponse<String> unknown = send("GET", base + "/v4/bad/task", "");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body())
                .isEqualTo(
                        "\"V4 task metadata handler: unable to get task arn from request: unable to"
                                + " get task Arn from v3 endpoint ID: bad\"");
        assertThat(send("GET", base + "/v2/credentials/bad", "").body())
                .isEqualTo(
                        "{\"code\":\"InvalidIdInRequest\",\"message\":\"CredentialsV2Request:"
                                + " Credentials not found\",\"HTTPErrorCode\":400}");
        assertThat(send("GET", base + "/api/bad/task-protection/v1/state", "").body())
                .contains("ResourceNotFoundException", "Failed to find a task for the request");
        assertThat(send("GET", url + "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", base + "/?Action=GetCallerIdentity&Version=2011-06-15", "").body())
                .contains("MissingAuthenticationToken");
        assertThat(askedAtOnce(base + "/v4/bad")).contains(429);
        assertThat(send("GET", url, "").statusCode()).as("others do not wait").isEqualTo(200);
    }

    /// What is answered to 400 requests of 20 callers at once, faster than any of them may ask.
    private static Set<Integer> askedAtOnce(String url) {
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                callers.execute(() -> {
                    for (int j = 0; j < 20; j++) {
                        statuses.add(send(client, "GET", url, "").statusCode());
                    }
                });
            }
        }
        return statuses;
    }

    private static HttpResponse<String> send(String method, String url, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return send(client, method, url, body);
        }
    }

    private static HttpResponse<String> send(
            HttpClient client, String method, String url, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String url(String dockerId) {
        return url(dockerId, "ECS_CONTAINER_METADATA_URI_V4=");
    }

    private String url(String dockerId, String variable) {
        try {
            for (JsonNode one : engine.describe(dockerId).path("Config").path("Env")) {
                if (one.asText().startsWith(variable)) {
                    return one.asText().substring(variable.length());
                }
            }
        } catch (EngineFailure failure) {
            throw new AssertionError(failure);
        }
        throw new AssertionError("it was not told");
    }

    @Test
    void a_container_reads_about_itself_in_a_file_and_asks_as_often_as_it_may() throws Exception {
        live.close();
        live =
                new LiveDaemon(
                        engine,
                        directory.resolve("other"),
                        TestEngine.settings(
                                Map.of(
                                        "ECS_ENABLE_CONTAINER_METADATA", "true",
                                        "ECS_TASK_METADATA_RPS_LIMIT", "1,3",
                                        "ECS_CONTAINER_INSTANCE_TAGS", "{\"team\": \"tide\"}")));
        ObjectNode definition = definition("bridge");
        ObjectNode container = (ObjectNode) definition.path("containerDefinitions").path(0);
        container.putArray("command").add("/busybox").add("sh").add("-c").add(READ);
        String task = live.run(definition, "");
        JsonNode described = live.awaitStatus(task, "RUNNING");
        String id = live.container(task, "web");
        JsonNode file =
                LiveDaemon.json(
                        LiveDaemon.await(
                                () -> live.logs(id).strip(),
                                said -> said.contains("READY") && said.endsWith("}")));
        assertThat(file.path("TaskARN").asText()).isEqualTo(described.path("taskArn").asText());
        assertThat(file.path("ContainerInstanceARN").asText())
                .isEqualTo(described.path("containerInstanceArn").asText());
        assertThat(file.path("ContainerID").asText()).isEqualTo(id);
        assertThat(file.path("ContainerName").asText()).isEqualTo("web");
        assertThat(file.path("ImageName").asText()).isEqualTo(image);
        assertThat(file.at("/PortMappings/0/ContainerPort").asInt()).isEqualTo(8080);
        assertThat(file.at("/PortMappings/0/HostPort").asInt())
                .isEqualTo(described.at("/containers/0/networkBindings/0/hostPort").asInt());
        assertThat(file.at("/Networks/0/NetworkMode").asText()).isEqualTo("bridge");

        int answered = 0;
        for (int i = 0; i < 20 && send("GET", url(id), "").statusCode() == 200; i++) {
            answered++;
        }
        assertThat(answered).isBetween(3, 19);
        String instance = described.path("containerInstanceArn").asText();
        assertThat(
                        live.ecs(
                                        "DescribeContainerInstances",
                                        "{\"include\": [\"TAGS\"], \"containerInstances\": [\""
                                                + instance
                                                + "\"]}")
                                .at("/containerInstances/0/tags")
                                .toString())
                .isEqualTo("[{\"key\":\"team\",\"value\":\"tide\"}]");

        Path kept = directory.resolve("other/metadata").resolve(task);
        assertThat(kept).isDirectory();
        live.ecs("StopTask", "{\"task\": \"" + task + "\"}");
        LiveDaemon.await(() -> Files.exists(kept), there -> !there);
    }

    @Test
    void without_a_network_there_is_nothing_to_ask() throws IOException, EngineFailure {
        ObjectNode definition = definition("none");
        ((ObjectNode) definition.path("containerDefinitions").path(0)).remove("portMappings");
        String task = live.run(definition, "");
        live.awaitStatus(task, "RUNNING");
        String environment =
                engine.describe(live.container(task, "web")).path("Config").path("Env").toString();
        assertThat(environment).contains("AWS_EXECUTION_ENV=AWS_ECS_EC2").doesNotContain("_URI");
    }
}
