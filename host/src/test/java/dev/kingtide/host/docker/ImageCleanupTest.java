package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which images of a real Engine are removed, and which stay.
class ImageCleanupTest {
    private static final long HOUR = 3_600_000;
    private final Engine engine = TestEngine.get();
    private final List<String> images =
            List.of(
                    TestEngine.image(engine, "clean-a", "exit 0"),
                    TestEngine.image(engine, "clean-b", "exit 0"),
                    TestEngine.image(engine, "clean-c", "exit 0"));
    private final String stranger = TestEngine.image(engine, "clean-stranger", "exit 0");
    @TempDir private Path directory;
    private ImageCleanup cleanup;

    @BeforeEach
    void begin() {
        cleanup =
                new ImageCleanup(
                        engine,
                        new ImageCleanup.Settings(
                                true, Duration.ofMinutes(30), Duration.ofHours(1), 2),
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
        cleanup.brought(images.get(1), 1_000);
        cleanup.brought(images.get(2), 2_000);
        cleanup.used(images.get(0), 3_000);
        cleanup.used(stranger, 3_000);
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
