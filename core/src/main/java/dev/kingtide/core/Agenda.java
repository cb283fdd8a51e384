package dev.kingtide.core;

import dev.kingtide.core.driver.Observation;

/// What a driver does with time: it asks what time it is, puts what will happen on the agenda, and
/// says what it saw. In virtual time a [VirtualLoop], in a running control plane its writer.
///
/// Everything on the agenda runs on the thread that decides, in the order of its moments.
public interface Agenda {

    /// The present, in milliseconds since the epoch.
    long nowMillis();

    /// Puts something on the agenda; a moment in the past means now.
    void at(long dueMillis, Runnable event);

    /// Hands the core something that the driver saw; from an event of the agenda only.
    void observe(Observation observation);
}
