package dev.kingtide.aws;

import dev.kingtide.core.Decision;
import dev.kingtide.core.Refusal;

/// Something that runs decisions: a loop in virtual time, or the writer of a running control plane.
@FunctionalInterface
public interface Turns {

    /// Runs a decision and returns its reply.
    ///
    /// @throws Refusal when the caller is turned down; then nothing has changed
    /// @throws Unavailable when no decision can be made or kept at the moment; the same
    <T> T decide(Decision<T> decision);
}
