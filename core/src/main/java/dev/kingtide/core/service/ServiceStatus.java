package dev.kingtide.core.service;

/// A service's `status`.
public enum ServiceStatus {
    ACTIVE,
    /// Deleted while tasks still stop.
    DRAINING,
    /// Deleted; describable for a while.
    INACTIVE
}
