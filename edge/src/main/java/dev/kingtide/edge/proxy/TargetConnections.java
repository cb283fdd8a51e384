package dev.kingtide.edge.proxy;

import dev.kingtide.edge.route.LiveTarget;

/// The connections of one event loop to one target, of whatever kind.
interface TargetConnections {

    LiveTarget target();

    /// No new requests will come.
    void drain();

    /// The target is gone: answers that are not complete never will be.
    void cut();
}
