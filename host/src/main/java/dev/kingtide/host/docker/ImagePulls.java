package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
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
    private final AgentSettings.Pulls settings;
    private final Patience patience;
    private final RegistryLogins logins;
    private final ImageCleanup cleanup;
    private final Map<Wanted, Pull> underWay = new ConcurrentHashMap<>();
    private final Set<String> pulledBefore = ConcurrentHashMap.newKeySet();

    private record Wanted(String image, @Nullable String credentials) {}

    /// How a pull ended.
    ///
    /// @param trouble why there is no image, null when there is one
    /// @param digest of the image's manifest, null when nobody can tell
    record Result(@Nullable TaskFault trouble, @Nullable String digest) {}

    /// A pull that several tasks may wait for.
    static final class Pull {
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        private volatile @Nullable PullProgress progress;

        /// Its end, which never fails but in what it says.
        CompletableFuture<Result> result() {
            return result;
        }

        /// How far it is; null as long as nothing has to be brought.
        @Nullable ImagePull progress() {
            PullProgress now = progress;
            return now == null || !now.hasBegun() ? null : now.snapshot();
        }
    }

    ImagePulls(Engine engine, Patience patience, RegistryLogins logins, ImageCleanup cleanup) {
        this.cleanup = cleanup;
        this.engine = engine;
        this.settings = logins.settings().pulls();
        this.patience = patience;
        this.logins = logins;
    }

    /// What is known for the registry of an image; null for nothing.
    @Nullable String logins(String image) {
        return logins.of(image);
    }

    /// Begins a pull, or joins the one that is under way.
    ///
    /// @param credentials for the registry, as the Engine wants them, or null
    Pull pull(String image, @Nullable String credentials) {
        Wanted wanted = new Wanted(image, credentials);
        Pull mine = new Pull();
        Pull other = underWay.putIfAbsent(wanted, mine);
        if (other != null) {
            return other;
        }
        Thread thread =
                Thread.ofVirtual()
                        .name("pull " + image)
                        .start(() -> {
                            Result result = pullNow(wanted, mine);
                            underWay.remove(wanted);
                            mine.result.complete(result);
                        });
        CompletableFuture.delayedExecutor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .execute(thread::interrupt);
        return mine;
    }

    /// A container that was made of an image is no more.
    void used(String image) {
        cleanup.used(tagged(image), System.currentTimeMillis());
    }

    private Result pullNow(Wanted wanted, Pull pull) {
        String image = wanted.image();
        try {
            Engine.Image before = patience.ask(() -> engine.image(image));
            boolean here = before.isThere();
            used(image);
            boolean asIs =
                    switch (settings.behavior()) {
                        case DEFAULT, ALWAYS -> image.startsWith("sha256:") && here;
                        case ONCE -> here && pulledBefore.contains(image);
                        case PREFER_CACHED -> here;
                    };
            if (asIs) {
                return new Result(null, before.digest());
            }
            boolean willDo = here && settings.behavior() == AgentSettings.PullBehavior.DEFAULT;
            TaskFault trouble = remote(wanted, pull, willDo ? 1 : ATTEMPTS);
            if (trouble == null) {
                pulledBefore.add(image);
                if (!here) {
                    cleanup.brought(tagged(image), System.currentTimeMillis());
                }
                Engine.Image now = patience.ask(() -> engine.image(tagged(image)));
                return new Result(null, now.digest());
            }
            if (willDo) {
                LOG.info(
                        "{} could not be pulled, the one that is here is used: {}",
                        image,
                        trouble.reason());
                return new Result(null, before.digest());
            }
            return new Result(trouble, null);
        } catch (EngineFailure failure) {
            return new Result(new TaskFault.CannotPull(failure.text()), null);
        }
    }

    /// Why the image could not be pulled, or null when it was.
    private @Nullable TaskFault remote(Wanted wanted, Pull pull, int attempts)
            throws EngineFailure {
        String image = wanted.image();
        Engine.PullLimits limits =
                new Engine.PullLimits(settings.manifestTimeout(), settings.silence());
        Duration delay = FIRST_DELAY;
        for (int attempt = 1; ; attempt++) {
            PullProgress progress = new PullProgress();
            pull.progress = progress;
            try {
                engine.pull(tagged(image), wanted.credentials(), limits, progress::heard);
                LOG.info("pulled {}: {}", image, progress);
                return null;
            } catch (EngineFailure failure) {
                if (failure.isUnreachable() && !Thread.currentThread().isInterrupted()) {
                    patience.ask(() -> engine.hasImage(image)); // waits until it is back
                } else if (attempt >= attempts || isFinal(failure)) {
                    return fault(image, failure, progress);
                }
                double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
                if (!patience.wait(Duration.ofMillis((long) (delay.toMillis() * jitter)))) {
                    return timedOut();
                }
                Duration twice = delay.multipliedBy(2);
                delay = twice.compareTo(LONGEST_DELAY) < 0 ? twice : LONGEST_DELAY;
            }
        }
    }

    /// As the agent names it (amazon-ecs-agent, agent/dockerclient/dockerapi/docker_client.go).
    private TaskFault fault(String image, EngineFailure failure, PullProgress progress) {
        if (Thread.currentThread().isInterrupted()) {
            return timedOut();
        }
        if (!failure.isTimeout()) {
            return new TaskFault.CannotPull(said(failure));
        }
        return progress.hasBegun()
                ? new TaskFault.CannotPull("inactivity time exceeded timeout while pulling image")
                : new TaskFault.CannotPullManifest(
                        "the registry did not say what "
                                + image
                                + " is made of within "
                                + GoDuration.text(settings.manifestTimeout()));
    }

    private TaskFault timedOut() {
        return new TaskFault.TimedOut("pulled", GoDuration.text(settings.timeout()));
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

    /// The Engine's words, as its own client and therefore the agent begins them; those with which
    /// a pull broke off have no beginning there.
    static String said(EngineFailure failure) {
        return failure.isTimeout() || failure.isUnreachable() || failure.isBrokenOff()
                ? failure.text()
                : "Error response from daemon: " + failure.text();
    }

    /// Without a tag the Engine would pull every tag.
    static String tagged(String image) {
        int slash = image.lastIndexOf('/');
        boolean named = image.indexOf(':', slash + 1) >= 0 || image.indexOf('@') >= 0;
        return named ? image : image + ":latest";
    }
}
