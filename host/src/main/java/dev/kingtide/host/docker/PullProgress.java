package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.task.ImagePull;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a pull has brought so far, as the Engine says it line by line (Docker Engine API,
/// ImageCreate); from any thread.
final class PullProgress {
    private final long beganNanos = System.nanoTime();
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private boolean begun;

    private static final class Layer {
        long bytes;
        long total;
        boolean done;
        boolean cached;
    }

    /// Whether the registry has said what the image is made of.
    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized void heard(JsonNode line) {
        begun = true;
        String status = line.path("status").asText("");
        String id = line.path("id").asText("");
        switch (status) {
            case "Pulling fs layer", "Waiting" -> layer(id);
            case "Already exists" -> {
                Layer layer = layer(id);
                layer.cached = true;
                layer.done = true;
            }
            case "Downloading" -> {
                Layer layer = layer(id);
                JsonNode detail = line.path("progressDetail");
                layer.bytes = Math.max(layer.bytes, detail.path("current").asLong());
                layer.total = Math.max(layer.total, detail.path("total").asLong());
            }
            case "Download complete" -> {
                Layer layer = layer(id);
                layer.bytes = Math.max(layer.bytes, layer.total);
            }
            case "Extracting" -> { // what was brought at once is said here first
                Layer layer = layer(id);
                layer.total = Math.max(layer.total, line.at("/progressDetail/total").asLong());
                layer.bytes = layer.total;
            }
            case "Pull complete" -> layer(id).done = true;
            default -> {} // such as "Verifying Checksum", and lines about the whole
        }
    }

    private Layer layer(String id) {
        return layers.computeIfAbsent(id, _ -> new Layer());
    }

    /// As it is now.
    synchronized ImagePull snapshot() {
        long bytes = 0;
        long total = 0;
        int done = 0;
        int cached = 0;
        for (Layer layer : layers.values()) {
            bytes += layer.bytes;
            total += Math.max(layer.total, layer.bytes);
            done += layer.done ? 1 : 0;
            cached += layer.cached ? 1 : 0;
        }
        return new ImagePull(bytes, total, layers.size(), done, cached);
    }

    @Override
    public String toString() {
        ImagePull now = snapshot();
        return "%d layers, %d of them already here, %d bytes, in %d ms"
                .formatted(
                        now.layers(),
                        now.cachedLayers(),
                        now.bytes(),
                        (System.nanoTime() - beganNanos) / 1_000_000);
    }
}
