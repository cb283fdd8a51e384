package dev.kingtide.core.time;

import dev.kingtide.core.Row;

/// A named moment at which something is to be decided: stored data, not a callback.
///
/// There is one timer for a kind and a subject; setting it again moves it.
///
/// @param kind what is to be done; each kind has a table of its own
/// @param subject the key of what it is done to
/// @param dueMillis when, in milliseconds since the epoch
public record Timer(TimerKind kind, String subject, long dueMillis) implements Row {

    @Override
    public String key() {
        return subject;
    }
}
