package dev.kingtide.core;

import java.util.function.Supplier;

/// A broken promise of our own code: it stops the process; the store is intact and restart is the
/// handler.
public final class Invariant extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Invariant(String message) {
        super(message);
    }

    /// Stops the process with `message` unless `holds`.
    public static void require(boolean holds, String message) {
        if (!holds) {
            throw broken(message);
        }
    }

    /// The same with a message that is only made when it is needed.
    public static void require(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw broken(message.get());
        }
    }

    /// The failure to throw where a value cannot be had at all.
    public static Invariant broken(String message) {
        return new Invariant(message);
    }
}
