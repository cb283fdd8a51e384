package dev.kingtide.core;

/// One input as a function of a [Turn]: an API call, an observation, or a timer that is due.
///
/// @param <T> the reply
@FunctionalInterface
public interface Decision<T> {

    /// Reads the World, makes changes and effects, and returns the reply or throws a [Refusal].
    T decide(Turn turn);
}
