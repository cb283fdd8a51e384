package dev.kingtide.core.task;

import java.util.Locale;

/// A task definition's network mode (ECS developer guide, task-networking).
public enum NetworkMode {
    BRIDGE,
    HOST,
    AWSVPC,
    NONE;

    /// The word on the wire.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
