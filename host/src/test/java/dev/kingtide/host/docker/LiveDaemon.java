package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.host.Daemon;
import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.edge.EdgeProgram;
import dev.kingtide.host.engine.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A whole control plane over a Docker Engine, called over its socket.
final class LiveDaemon implements AutoCloseable {
    private static final long PATIENCE_NANOS = 150_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;
    private final Engine engine;
    private final Path data;
    private final Daemon daemon;
    private final DockerMachines machines;
    private final HttpClient client = HttpClient.newHttpClient();

    LiveDaemon(Engine engine, Path data, AgentSettings settings) throws IOException {
        this(engine, DockerMachines.Engines.only(engine), data, settings);
    }

    /// One that has further hosts.
    LiveDaemon(Engine engine, DockerMachines.Engines engines, Path data, AgentSettings settings)
            throws IOException {
        this.engine = engine;
        this.data = data;
        this.machines =
                new DockerMachines(
                        engines,
                        settings,
                        data.resolve("config.json"),
                        1,
                        () -> new EdgeProgram(List.of("/bin/false"), "none"));
        this.daemon =
                Daemon.start(
                        new Daemon.Settings(
                                data,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Gateway.Auth.OFF,
                                false,
                                "kingtide test"),
                        machines,
                        defect -> {
                            throw new AssertionError(defect);
                        });
    }

    Daemon daemon() {
        return daemon;
    }

    DockerMachines machines() {
        return machines;
    }

    /// The answer of an ECS operation, whatever its status.
    HttpResponse<String> answer(String operation, String input) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + "/"))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                        .POST(HttpRequest.BodyPublishers.ofString(input))
                        .build();
        return send(request);
    }

    /// What an ECS operation answers.
    JsonNode ecs(String operation, String input) {
        HttpResponse<String> answer = answer(operation, input);
        if (answer.statusCode() != 200) {
            throw new AssertionError(operation + ": " + answer.body());
        }
        return json(answer.body());
    }

    /// What `kingtide status` shows.
    JsonNode status() {
        DataDirectory.Note note = DataDirectory.note(data);
        if (note == null) {
            throw new AssertionError("nobody runs on " + data);
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(daemon.endpoint() + "/kingtide/status"))
                        .header("Authorization", "Bearer " + note.token())
                        .build();
        return json(send(request).body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return TaskPlan.JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /// Starts one task of a definition; its id.
    String run(ObjectNode definition, String more) {
        ecs("RegisterTaskDefinition", definition.toString());
        String family = definition.path("family").asText();
        JsonNode started = ecs("RunTask", "{\"taskDefinition\": \"" + family + "\"" + more + "}");
        String arn = started.path("tasks").path(0).path("taskArn").asText();
        if (arn.isEmpty()) {
            throw new AssertionError(started.toString());
        }
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    JsonNode task(String id) {
        return ecs("DescribeTasks", "{\"tasks\": [\"" + id + "\"], \"include\": [\"TAGS\"]}")
                .path("tasks")
                .path(0);
    }

    JsonNode awaitStatus(String id, String status) {
        return await(() -> task(id), task -> task.path("lastStatus").asText().equals(status));
    }

    /// The Docker name of a container.
    String container(String task, String name) {
        return machines.whereabouts(task).dockerIds().getOrDefault(name, "");
    }

    /// All that a container has written so far.
    String logs(String dockerId) {
        return TestEngine.logs(engine, dockerId);
    }

    /// Looks until something is as it is wanted.
    static <T> T await(Callable<T> look, Predicate<T> wanted) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            T seen;
            try {
                seen = look.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("it stays at " + seen);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    String owner() {
        try {
            return Files.readString(data.resolve("identity")).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        daemon.close();
        client.close();
        TestEngine.removeAll(engine, owner());
    }
}
