package dev.kingtide.edge.proxy;

/// Something that waits, and ends its wait when it is asked too late.
interface Timed {

    /// Looks whether a wait is over.
    void check(long nowNanos);
}
