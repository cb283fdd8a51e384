package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What containers of a task use, as the metadata endpoint says it: the Engine's own statistics,
/// with `network_rate_stats` for tasks with a network of their own (ECS developer guide,
/// task-metadata-endpoint-v4). Those of network mode `awsvpc` share the counters of their common
/// network. An answer takes about a second, since it compares two samples.
///
/// @param engine the Engine
/// @param resident the task
record StatsDocument(Engine engine, Resident resident) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Those of a container; null while it does not run.
    JsonNode container(String name) throws EngineFailure {
        return of(List.of(name)).getOrDefault(name, JSON.nullNode());
    }

    /// Those of every container, by the Engine's id.
    JsonNode task() throws EngineFailure {
        ObjectNode all = JSON.createObjectNode();
        List<String> names = List.copyOf(resident.dockerNames().keySet());
        for (Map.Entry<String, JsonNode> each : of(names).entrySet()) {
            String id = each.getValue().path("id").asText("");
            all.set(id.isEmpty() ? idOf(each.getKey()) : id, each.getValue());
        }
        return all;
    }

    private String idOf(String container) throws EngineFailure {
        return engine.inspect(resident.dockerName(container)).id();
    }

    private Map<String, JsonNode> of(List<String> containers) throws EngineFailure {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String pause = resident.pauseName();
            Future<List<JsonNode>> shared =
                    pause == null ? null : threads.submit(() -> statistics(pause));
            Map<String, Future<List<JsonNode>>> asked = new TreeMap<>();
            for (String container : containers) {
                String name = resident.dockerName(container);
                asked.put(container, threads.submit(() -> statistics(name)));
            }
            List<JsonNode> network = shared == null ? List.of() : get(shared);
            Map<String, JsonNode> answers = new TreeMap<>();
            for (Map.Entry<String, Future<List<JsonNode>>> each : asked.entrySet()) {
                List<JsonNode> samples = get(each.getValue());
                answers.put(each.getKey(), document(samples, shared == null ? samples : network));
            }
            return answers;
        }
    }

    private List<JsonNode> statistics(String name) throws EngineFailure {
        try {
            return engine.statistics(name);
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return new ArrayList<>(); // not made yet, or removed
            }
            throw failure;
        }
    }

    private static List<JsonNode> get(Future<List<JsonNode>> asked) throws EngineFailure {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static JsonNode document(List<JsonNode> samples, List<JsonNode> network) {
        if (samples.isEmpty() || !(samples.getLast() instanceof ObjectNode last)) {
            return JSON.nullNode();
        }
        if (!network.isEmpty()) {
            JsonNode counters = network.getLast().path("networks");
            if (counters.isObject()) {
                last.set("networks", counters);
            }
            ObjectNode rates = rates(network.getFirst(), network.getLast());
            if (rates != null) {
                last.set("network_rate_stats", rates);
            }
        }
        return last;
    }

    private static @Nullable ObjectNode rates(JsonNode first, JsonNode last) {
        Duration between = Duration.between(time(first), time(last));
        if (between.isZero() || between.isNegative() || !last.path("networks").isObject()) {
            return null;
        }
        double seconds = between.toNanos() / 1e9;
        return JSON.createObjectNode()
                .put("rx_bytes_per_sec", (sum(last, "rx_bytes") - sum(first, "rx_bytes")) / seconds)
                .put(
                        "tx_bytes_per_sec",
                        (sum(last, "tx_bytes") - sum(first, "tx_bytes")) / seconds);
    }

    private static Instant time(JsonNode sample) {
        return Instant.parse(sample.path("read").asText());
    }

    private static double sum(JsonNode sample, String counter) {
        double sum = 0;
        for (JsonNode each : sample.path("networks")) {
            sum += each.path(counter).asDouble();
        }
        return sum;
    }
}
