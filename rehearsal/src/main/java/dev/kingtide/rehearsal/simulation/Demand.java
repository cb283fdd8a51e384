package dev.kingtide.rehearsal.simulation;

/// How many people want something, second by second.
@FunctionalInterface
public interface Demand {

    /// First attempts in the second that begins `second` seconds after the start of the rehearsal;
    /// chance is already in it.
    double requestsInSecond(long second);
}
