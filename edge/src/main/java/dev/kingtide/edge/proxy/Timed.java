package dev.kingtide.edge.proxy;

/// Something that waits, and ends its wait when it is asked too late.
interface Timed {
    /// There is no end to wait for now.
    long LATER = Long.MAX_VALUE;

    /// Looks whether a wait is over.
    ///
    /// @return nanoseconds until it may be over if nothing happens meanwhile, or [#LATER]
    long check(long nowNanos);
}
