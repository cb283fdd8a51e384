package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls of images, as `ECS_IMAGE_PULL_BEHAVIOR` says (amazon-ecs-agent README): tasks that want
/// the same image at the same time share one pull.
///
/// A pull is tried five times, 1.1 to 5 s apart (amazon-ecs-agent,
/// agent/dockerclient/dockerapi/docker_client.go). Once only, when the registry has said that there
/// is no such image or no access to it, and when the image is here and will do: then waiting would
/// only delay the start.
final class ImagePulls {
    private static final Logger LOG = LoggerFactory.getLogger(ImagePulls.class);
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(1_100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final double JITTER = 0.2;
    private final Engine engine;
    private final AgentSettings settings;
    private final Patience patience;
    private final RegistryLogins logins;
    private final ImageCleanup cleanup;
    private final Map<Wanted, CompletableFuture<Result>> underWay = new ConcurrentHashMap<>();
    private final Set<String> pulledBefore = ConcurrentHashMap.newKeySet();

    private record Wanted(String image, @Nullable String credentials) {}

    /// How a pull ended.
    ///
    /// @param trouble why there is no image, null when there is one
    record Result(@Nullable String trouble) {}

    ImagePulls(Engine engine, Patience patience, RegistryLogins logins, ImageCleanup cleanup) {
        this.cleanup = cleanup;
        this.engine = engine;
        this.settings = logins.settings();
        this.patience = patience;
        this.logins = logins;
    }

    /// What is known for the registry of an image; null for nothing.
    @Nullable String logins(String image) {
        return logins.of(image);
    }

    /// Begins a pull, or joins the one that is under way; it never fails but in its result.
    ///
    /// @param credentials for the registry, as the Engine wants them, or null
    CompletableFuture<Result> pull(String image, @Nullable String credentials) {
        Wanted wanted = new Wanted(image, credentials);
        CompletableFuture<Result> mine = new CompletableFuture<>();
        CompletableFuture<Result> other = underWay.putIfAbsent(wanted, mine);
        if (other != null) {
            return other;
        }
        Thread thread =
                Thread.ofVirtual()
                        .name("pull " + image)
                        .start(() -> {
                            Result result = pullNow(image, credentials);
                            underWay.remove(wanted);
                            mine.complete(result);
                        });
        CompletableFuture.delayedExecutor(settings.pullTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .execute(thread::interrupt);
        return mine;
    }

    private Result pullNow(String image, @Nullable String credentials) {
        try {
            boolean here = patience.ask(() -> engine.hasImage(image));
            cleanup.used(tagged(image), System.currentTimeMillis());
            boolean asIs =
                    switch (settings.pullBehavior()) {
                        case DEFAULT, ALWAYS -> image.startsWith("sha256:") && here;
                        case ONCE -> here && pulledBefore.contains(image);
                        case PREFER_CACHED -> here;
                    };
            if (asIs) {
                return new Result(null);
            }
            boolean willDo = here && settings.pullBehavior() == AgentSettings.PullBehavior.DEFAULT;
            String trouble = remote(image, credentials, willDo ? 1 : ATTEMPTS);
            if (trouble == null) {
                pulledBefore.add(image);
                if (!here) {
                    cleanup.brought(tagged(image), System.currentTimeMillis());
                }
            } else if (willDo) {
                LOG.info(
                        "{} could not be pulled, the one that is here is used: {}", image, trouble);
                return new Result(null);
            }
            return new Result(trouble);
        } catch (EngineFailure failure) {
            return new Result(failure.text());
        }
    }

    /// Why the image could not be pulled, or null when it was.
    private @Nullable String remote(String image, @Nullable String credentials, int attempts)
            throws EngineFailure {
        Duration delay = FIRST_DELAY;
        for (int attempt = 1; ; attempt++) {
            Progress progress = new Progress(System.nanoTime());
            try {
                engine.pull(tagged(image), credentials, settings.pullSilence(), progress::heard);
                LOG.info("pulled {}: {}", image, progress);
                return null;
            } catch (EngineFailure failure) {
                if (failure.isUnreachable() && !Thread.currentThread().isInterrupted()) {
                    patience.ask(() -> engine.hasImage(image)); // waits until it is back
                } else if (attempt >= attempts || isFinal(failure)) {
                    return said(failure);
                }
                double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
                if (!patience.wait(Duration.ofMillis((long) (delay.toMillis() * jitter)))) {
                    return "pulling took longer than " + settings.pullTimeout();
                }
                Duration twice = delay.multipliedBy(2);
                delay = twice.compareTo(LONGEST_DELAY) < 0 ? twice : LONGEST_DELAY;
            }
        }
    }

    private static boolean isFinal(EngineFailure failure) {
        String text = failure.text().toLowerCase(Locale.ROOT);
        return failure.isMissing()
                || text.contains("denied")
                || text.contains("unauthorized")
                || text.contains("not found")
                || text.contains("manifest unknown")
                || text.contains("no space left");
    }

    /// The Engine's words, as its own client and therefore the agent begins them.
    static String said(EngineFailure failure) {
        return failure.isTimeout() || failure.isUnreachable()
                ? failure.text()
                : "Error response from daemon: " + failure.text();
    }

    /// Without a tag the Engine would pull every tag.
    static String tagged(String image) {
        int slash = image.lastIndexOf('/');
        boolean named = image.indexOf(':', slash + 1) >= 0 || image.indexOf('@') >= 0;
        return named ? image : image + ":latest";
    }

    /// What a pull has brought so far.
    private static final class Progress {
        private final long beganNanos;
        private final Map<String, Long> bytes = new LinkedHashMap<>();
        private int cached;

        Progress(long beganNanos) {
            this.beganNanos = beganNanos;
        }

        void heard(JsonNode line) {
            String status = line.path("status").asText("");
            String layer = line.path("id").asText("");
            if (status.equals("Already exists")) {
                cached++;
            } else if (status.equals("Downloading")) {
                bytes.merge(layer, line.path("progressDetail").path("total").asLong(), Math::max);
            } else if (status.equals("Download complete")) {
                bytes.putIfAbsent(layer, 0L);
            }
        }

        @Override
        public String toString() {
            long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
            long millis = (System.nanoTime() - beganNanos) / 1_000_000;
            return "%d layers, %d of them already here, %d bytes, in %d ms"
                    .formatted(bytes.size() + cached, cached, sum, millis);
        }
    }
}
