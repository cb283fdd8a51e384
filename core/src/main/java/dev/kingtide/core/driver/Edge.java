package dev.kingtide.core.driver;

/// Whoever carries traffic and probes targets: load balancers on real ports, or simulated traffic.
///
/// Takes commands without blocking, in order; a change takes effect for the next request. What it
/// sees of targets and traffic comes back as [EdgeObservation]s.
public interface Edge {

    /// Takes one command.
    void accept(EdgeCommand command);
}
