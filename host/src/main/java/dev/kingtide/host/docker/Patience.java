package dev.kingtide.host.docker;

import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;

/// Asks the Engine again while none answers, less and less often, until it is back or this control
/// plane ends.
final class Patience implements AutoCloseable {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int TROUBLES_MAX = 20;
    private volatile boolean closed;

    /// A call to the Engine.
    interface Asking<T> {
        T ask() throws EngineFailure;
    }

    /// A call that answers nothing.
    interface Doing {
        void run() throws EngineFailure;
    }

    boolean isClosed() {
        return closed;
    }

    /// @throws EngineFailure when the Engine answers with a refusal, or this control plane ends
    <T> T ask(Asking<T> asking) throws EngineFailure {
        Duration pause = FIRST;
        while (true) {
            try {
                return asking.ask();
            } catch (EngineFailure failure) {
                if (!failure.isUnreachable() || closed || !wait(pause)) {
                    throw failure;
                }
            }
            pause = longer(pause);
        }
    }

    /// The same for what has to be known: an Engine in trouble, as one that ends is, is asked again
    /// too, so many times.
    <T> T insist(Asking<T> asking) throws EngineFailure {
        Duration pause = FIRST;
        for (int left = TROUBLES_MAX; ; left--) {
            try {
                return ask(asking);
            } catch (EngineFailure failure) {
                if (!failure.isTroubled() || left == 0 || closed || !wait(pause)) {
                    throw failure;
                }
            }
            pause = longer(pause);
        }
    }

    void run(Doing doing) throws EngineFailure {
        ask(() -> {
            doing.run();
            return true;
        });
    }

    /// False when interrupted.
    boolean wait(Duration pause) {
        try {
            Thread.sleep(pause);
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    @Override
    public void close() {
        closed = true;
    }
}
