package dev.kingtide.acceptance.clients;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asking again until an answer is as wanted; there is nothing to be told of it by.
final class Waiting {
    private static final long BETWEEN_MILLIS = 250;

    private Waiting() {}

    /// The first answer that is wanted.
    static <T> T until(Duration most, Supplier<T> ask, Predicate<T> wanted)
            throws InterruptedException {
        return until(most, BETWEEN_MILLIS, ask, wanted);
    }

    /// The same, asking as often as is said.
    static <T> T until(Duration most, long betweenMillis, Supplier<T> ask, Predicate<T> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            T seen = ask.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not in " + most + "; last seen: " + seen);
            }
            Thread.sleep(betweenMillis);
        }
    }
}
