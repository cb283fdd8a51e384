package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes images that nobody has used for a while, so that deployments do not fill the disk
/// (amazon-ecs-agent README, `ECS_IMAGE_CLEANUP_INTERVAL` and others; agent/engine
/// docker_image_manager.go).
///
/// Only images that Kingtide brought: which was not there before its pull. What any container of
/// the Engine is made of, the Engine keeps. Which images these are is kept in the data directory,
/// so that those of before a restart count.
final class ImageCleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCleanup.class);
    private final Engine engine;
    private final Settings settings;
    private final Path file;

    /// When each image was last used, in milliseconds since 1970.
    private final Map<String, Long> used = new TreeMap<>();

    private final Thread thread = Thread.ofVirtual().name("image clean-up").unstarted(this::run);

    /// What can be set.
    ///
    /// @param on the opposite of `ECS_DISABLE_IMAGE_CLEANUP`
    /// @param interval `ECS_IMAGE_CLEANUP_INTERVAL`
    /// @param minimumAge `ECS_IMAGE_MINIMUM_CLEANUP_AGE`
    /// @param perCycle `ECS_NUM_IMAGES_DELETE_PER_CYCLE`
    record Settings(boolean on, Duration interval, Duration minimumAge, int perCycle) {}

    ImageCleanup(Engine engine, Settings settings, Path file) {
        this.engine = engine;
        this.settings = settings;
        this.file = file;
        try {
            JsonNode kept =
                    Files.exists(file)
                            ? TaskPlan.JSON.readTree(Files.readString(file))
                            : TaskPlan.JSON.missingNode();
            kept.properties().forEach(one -> used.put(one.getKey(), one.getValue().asLong()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so images of before stay: {}", file, e.getMessage());
        }
    }

    /// Cleans up at every interval from now on.
    void begin() {
        if (settings.on()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settings.interval());
                cycle(System.currentTimeMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// An image was brought, and was not here before.
    synchronized void brought(String image, long nowMillis) {
        used.put(image, nowMillis);
        keep();
    }

    /// A container is to be made of an image; of one that was always here nothing is noted.
    synchronized void used(String image, long nowMillis) {
        if (used.containsKey(image)) {
            used.put(image, nowMillis);
        }
    }

    /// Removes what is old enough, the least recently used first.
    ///
    /// @return the images that are gone
    List<String> cycle(long nowMillis) {
        List<String> gone = new ArrayList<>();
        for (String image : candidates(nowMillis)) {
            if (gone.size() == settings.perCycle()) {
                break;
            }
            try {
                engine.removeImage(image);
                gone.add(image);
                LOG.info("removed the image {}, which nobody uses", image);
            } catch (EngineFailure failure) {
                LOG.debug("the image {} stays: {}", image, failure.text());
            }
        }
        synchronized (this) {
            used.keySet().removeAll(gone);
            keep();
        }
        return gone;
    }

    private synchronized List<String> candidates(long nowMillis) {
        long before = nowMillis - settings.minimumAge().toMillis();
        return used.entrySet().stream()
                .filter(one -> one.getValue() < before)
                .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void keep() {
        ObjectNode json = TaskPlan.JSON.createObjectNode();
        used.forEach(json::put);
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, json + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
