package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes images that nobody has used for a while, so that deployments do not fill the disk
/// (amazon-ecs-agent README, `ECS_IMAGE_CLEANUP_INTERVAL` and others; agent/engine
/// docker_image_manager.go).
///
/// Only images that Kingtide brought: which was not there before its pull; those of others too
/// where somebody wants that. What any container of the Engine is made of, the Engine keeps. Which
/// images these are, and when each was last used, is kept in the data directory, so that a restart
/// makes no difference.
final class ImageCleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCleanup.class);

    /// Uses of an image that are nearer to each other are one, and the file is not written again.
    private static final long NEAR_MILLIS = 60_000;

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
    /// @param untracked images that others brought
    public record Settings(
            boolean on,
            Duration interval,
            Duration minimumAge,
            int perCycle,
            Untracked untracked) {}

    /// What can be set for images that Kingtide did not bring.
    ///
    /// @param on `ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP`
    /// @param minimumAge `NON_ECS_IMAGE_MINIMUM_CLEANUP_AGE`
    /// @param excluded `ECS_EXCLUDE_UNTRACKED_IMAGE`
    public record Untracked(boolean on, Duration minimumAge, List<String> excluded) {}

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

    /// A container is to be made of an image, or was removed; of one that was always here nothing
    /// is noted, unless those go too.
    synchronized void used(String image, long nowMillis) {
        Long before = used.get(image);
        boolean noted = before == null && settings.untracked().on();
        if (noted || (before != null && nowMillis - before >= NEAR_MILLIS)) {
            used.put(image, nowMillis);
            keep();
        }
    }

    /// Removes what is old enough, the least recently used first, then of what others brought the
    /// oldest.
    ///
    /// @return the images that are gone
    List<String> cycle(long nowMillis) {
        List<String> gone = new ArrayList<>();
        remove(candidates(nowMillis), gone);
        synchronized (this) {
            used.keySet().removeAll(gone);
            keep();
        }
        if (settings.untracked().on()) {
            remove(untracked(nowMillis), gone);
        }
        return gone;
    }

    private void remove(Iterable<String> images, List<String> gone) {
        for (String image : images) {
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
    }

    /// Images of others that may go: with several names none, as the agent has it
    /// (amazon-ecs-agent, agent/engine/docker_image_manager.go). Their age counts from when they
    /// got their name here: that of an image's making, which the agent takes, says nothing of how
    /// long it is wanted.
    private List<String> untracked(long nowMillis) {
        long before = nowMillis - settings.untracked().minimumAge().toMillis();
        Map<String, Long> since = new TreeMap<>();
        try {
            Images images = new Images(engine);
            for (Images.Listed one : images.all()) {
                String name = one.names().isEmpty() ? one.id() : one.names().getFirst();
                if (one.names().size() <= 1 && !isKept(name)) {
                    since.put(name, images.sinceMillis(one.id()));
                }
            }
        } catch (EngineFailure failure) {
            LOG.warn("the images could not be listed: {}", failure.text());
        }
        return oldest(since, before);
    }

    private synchronized boolean isKept(String image) {
        return used.containsKey(image)
                || image.equals(PauseImage.NAME)
                || settings.untracked().excluded().contains(image);
    }

    private synchronized List<String> candidates(long nowMillis) {
        long before = nowMillis - settings.minimumAge().toMillis();
        return oldest(used, before);
    }

    private static List<String> oldest(Map<String, Long> since, long beforeMillis) {
        return since.entrySet().stream()
                .filter(one -> one.getValue() < beforeMillis)
                .sorted(Map.Entry.comparingByValue())
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
