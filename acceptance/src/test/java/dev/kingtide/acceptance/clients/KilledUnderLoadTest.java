package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several clients write to a `kingtide up` and note each write that was acknowledged; it is killed
/// at a random moment and started again on the same data; then everything noted is there, and what
/// was under way is there wholly or not at all.
///
/// `-Dkingtide.kills=N` and `-Dkingtide.seed=N` say how often, and at which moments.
class KilledUnderLoadTest {
    private static final int KILLS = Integer.getInteger("kingtide.kills", 25);
    private static final long SEED = Long.getLong("kingtide.seed", 4);
    private static final int WRITERS = 4;
    private static final int LOAD_MILLIS_MOST = 200;

    /// One start in so many is killed before it serves.
    private static final int STARTING = 8;

    private static final int STARTING_MILLIS_MOST = 600;
    private static final int SECONDS_MOST = 60;

    /// How often all that was ever written is looked at, and not only what the last kill met.
    private static final int ALL_EVERY = 20;

    @TempDir private Path data = Path.of("");

    @Test
    void no_acknowledged_write_is_lost_whenever_it_is_killed()
            throws IOException, InterruptedException {
        Random moments = new Random(SEED);
        List<LoadWriter> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new LoadWriter("writer" + i, new Random(moments.nextLong())));
        }
        Map<String, String> environment = environment();
        for (int kill = 1; kill <= KILLS; kill++) {
            if (moments.nextInt(STARTING) == 0) {
                try (Kingtide starting = Kingtide.launch(data)) {
                    killAfter(
                            new CountDownLatch(0), starting, moments.nextInt(STARTING_MILLIS_MOST));
                }
            }
            String where = "seed %d, kill %d".formatted(SEED, kill);
            boolean all = kill % ALL_EVERY == 0;
            int millis = moments.nextInt(LOAD_MILLIS_MOST);
            try (Kingtide kingtide = Kingtide.start(data)) {
                Sdk sdk = new Sdk(kingtide.endpoint(), environment);
                eachOf(writers, where, kingtide, writer -> writer.check(sdk, all));
                CountDownLatch begun = new CountDownLatch(1);
                Thread killer = Thread.startVirtualThread(() -> killAfter(begun, kingtide, millis));
                eachOf(writers, where, kingtide, writer -> writer.writeUntilKilled(sdk, begun));
                killer.join();
            }
        }
        try (Kingtide kingtide = Kingtide.start(data)) {
            Sdk sdk = new Sdk(kingtide.endpoint(), environment);
            eachOf(writers, "seed %d, the end".formatted(SEED), kingtide, w -> w.check(sdk, true));
        }
        int writes = writers.stream().mapToInt(LoadWriter::acknowledged).sum();
        int kept = writers.stream().mapToInt(LoadWriter::kept).sum();
        int undone = writers.stream().mapToInt(LoadWriter::undone).sum();
        System.out.printf(
                "%d kills, seed %d: %d acknowledged writes, all there; of those under way"
                        + " %d were kept and %d were not%n",
                KILLS, SEED, writes, kept, undone);
        assertThat(writes).as("acknowledged writes").isGreaterThanOrEqualTo(KILLS);
    }

    /// The key that the first start makes holds for all later ones.
    private Map<String, String> environment() throws IOException, InterruptedException {
        try (Kingtide kingtide = Kingtide.start(data)) {
            return kingtide.environment();
        }
    }

    /// Kills it so long after the first write was acknowledged; the load does not end before.
    private static void killAfter(CountDownLatch begun, Kingtide kingtide, int millis) {
        try {
            if (!begun.await(SECONDS_MOST, TimeUnit.SECONDS)) {
                System.err.println("nothing was acknowledged:\n" + kingtide.tail());
            }
            TimeUnit.MILLISECONDS.sleep(millis);
            kingtide.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What all writers do at once; what fails says where, and shows what the process printed.
    private static void eachOf(
            List<LoadWriter> writers, String where, Kingtide kingtide, Consumer<LoadWriter> work)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (LoadWriter writer : writers) {
                running.add(threads.submit(() -> work.accept(writer)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(
                    "%s: %s%n%s".formatted(where, failed.getCause(), kingtide.tail()), failed);
        }
    }
}
