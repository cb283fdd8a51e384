package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Images;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which images of a real Engine are removed, and which stay.
class ImageCleanupTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private final Engine engine = TestEngine.get();
    private final List<String> images =
            List.of(
                    TestEngine.image(engine, "clean-a", "exit 0"),
                    TestEngine.image(engine, "clean-b", "exit 0"),
                    TestEngine.image(engine, "clean-c", "exit 0"));
    private final String stranger = TestEngine.image(engine, "clean-stranger", "exit 0");
    @TempDir private Path directory;
    @TempDir private Path home;
    private ImageCleanup cleanup;

    @BeforeEach
    void begin() {
        cleanup =
                cleanup(engine, new ImageCleanup.Untracked(false, Duration.ofHours(1), List.of()));
    }

    private ImageCleanup cleanup(Engine of, ImageCleanup.Untracked untracked) {
        return new ImageCleanup(
                of,
                new ImageCleanup.Settings(
                        true, Duration.ofMinutes(30), Duration.ofHours(1), 2, untracked),
                directory.resolve("images.json"));
    }

    @AfterEach
    void remove() throws EngineFailure {
        for (String image : images) {
            engine.removeImage(image);
        }
        engine.removeImage(stranger);
    }

    @Test
    void what_nobody_has_used_for_an_hour_goes_a_few_at_a_time_the_oldest_first()
            throws EngineFailure {
        cleanup.brought(images.get(0), 0);
        cleanup.brought(images.get(1), MINUTE);
        cleanup.brought(images.get(2), 2 * MINUTE);
        cleanup.used(images.get(0), 3 * MINUTE);
        cleanup.used(stranger, 3 * MINUTE);
        assertThat(cleanup.cycle(HOUR)).isEmpty();
        begin(); // another process
        assertThat(cleanup.cycle(2 * HOUR)).hasSize(2).contains(images.get(1));
        assertThat(cleanup.cycle(2 * HOUR)).hasSize(1);
        assertThat(cleanup.cycle(2 * HOUR)).isEmpty();
        for (String image : images) {
            assertThat(engine.hasImage(image)).isFalse();
        }
        assertThat(engine.hasImage(stranger)).isTrue();
    }

    @Test
    void a_use_counts_after_a_restart_too() {
        cleanup.brought(images.getFirst(), 0);
        cleanup.used(images.getFirst(), HOUR);
        begin(); // a process that was killed has not written anything since
        assertThat(cleanup.cycle(2 * HOUR)).isEmpty();
        assertThat(cleanup.cycle(2 * HOUR + 1)).containsExactly(images.getFirst());
    }

    /// On an Engine of its own, since it is of others' images.
    @Test
    void images_of_others_go_where_that_is_wanted_but_those_that_are_excluded() throws Exception {
        try (OwnEngine own = new OwnEngine(home)) {
            Engine theirs = own.engine();
            String old = TestEngine.image(theirs, "clean-old", "exit 0");
            String excluded = TestEngine.image(theirs, "clean-excluded", "exit 0");
            String tracked = TestEngine.image(theirs, "clean-tracked", "exit 0");
            String used = TestEngine.image(theirs, "clean-used", "exit 0");
            String wanted = TestEngine.image(theirs, "clean-wanted", "exit 0");
            DockerMachines.ownImage(theirs);
            theirs.create(
                    "kingtide-test-clean",
                    TaskPlan.JSON.createObjectNode().put("Image", used),
                    Duration.ofSeconds(30));
            ImageCleanup all =
                    cleanup(
                            theirs,
                            new ImageCleanup.Untracked(
                                    true, Duration.ofHours(1), List.of(excluded)));
            long now = System.currentTimeMillis();
            all.brought(tracked, now + HOUR);
            all.used(wanted, now + HOUR);
            assertThat(all.cycle(now)).as("they are young").isEmpty();
            assertThat(all.cycle(now + HOUR + MINUTE)).containsExactly(old);
            assertThat(new Images(theirs).all().stream().flatMap(one -> one.names().stream()))
                    .containsExactlyInAnyOrder(excluded, tracked, used, wanted, PauseImage.NAME);
        }
    }

    @Test
    void what_a_container_is_made_of_stays() throws EngineFailure {
        String id =
                engine.create(
                        "kingtide-test-clean",
                        TaskPlan.JSON.createObjectNode().put("Image", images.getFirst()),
                        Duration.ofSeconds(30));
        try {
            cleanup.brought(images.getFirst(), 0);
            assertThat(cleanup.cycle(2 * HOUR)).isEmpty();
            assertThat(engine.hasImage(images.getFirst())).isTrue();
        } finally {
            engine.remove(id);
        }
        assertThat(cleanup.cycle(2 * HOUR)).containsExactly(images.getFirst());
    }
}
