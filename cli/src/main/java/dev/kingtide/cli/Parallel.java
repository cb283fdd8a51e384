package dev.kingtide.cli;

import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Work on all cores.
final class Parallel {

    private Parallel() {}

    /// What a function gives for 0 to `count` - 1, in this order, whoever is ready first.
    ///
    /// The first failure, in the same order, is thrown and ends the rest.
    static <T> List<T> map(int count, int threads, IntFunction<T> each, Progress progress) {
        ExecutorService executor =
                Executors.newFixedThreadPool(
                        Math.min(count, threads), Thread.ofPlatform().daemon().factory());
        try {
            List<Future<T>> futures = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(executor.submit(() -> each.apply(number)));
            }
            List<T> results = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                results.add(futures.get(i).get());
                progress.at(i + 1, count);
            }
            return results;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Invariant.broken("interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw Invariant.broken("a rehearsal failed: " + failed.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
