package dev.kingtide.host.edge;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import org.jspecify.annotations.Nullable;

/// What the control plane and the process of the load balancers say to each other.
///
/// The control plane: [Hello]; everything that is to be, as [Change]s and [Keep]s; [Whole]; then a
/// [Change] for each that comes; [Quit] to end the process. The process: [Hello]; then [Seen] and
/// [Listening] as they come.
sealed interface Message {

    /// Who speaks; a process of another version is to be replaced.
    ///
    /// @param process its number
    record Hello(String version, long process) implements Message {}

    /// Something is to be otherwise.
    ///
    /// @param reach where a target that is added takes requests; null when that is nowhere, and for
    ///   all other commands
    record Change(Scope scope, EdgeCommand command, @Nullable Reach reach) implements Message {}

    /// A target is to stay as it is if it is known: where it takes requests is not known yet.
    record Keep(Scope scope, String targetKey) implements Message {}

    /// Everything that is to be has been said: what was not is to go.
    record Whole() implements Message {}

    /// Something was seen.
    record Seen(Scope scope, EdgeObservation observation) implements Message {}

    /// A listener is open, is not, or is open elsewhere than it should be.
    ///
    /// @param at where it listens; null when it does not
    /// @param fault why it does not listen, or not where it should; empty when all is well
    /// @param sharedPort of 127.0.0.1, where names of load balancers lead to it too
    record Listening(String listenerArn, @Nullable Reach at, String fault, int sharedPort)
            implements Message {}

    /// End.
    record Quit() implements Message {}

    /// An address and a port.
    record Reach(String host, int port) {}
}
