package dev.kingtide.core.placement;

import org.jspecify.annotations.Nullable;

/// An attribute that a task definition requires of an instance.
///
/// @param name such as `ecs.cpu-architecture`
/// @param value what it must be, or null if it need only be there
public record Requirement(String name, @Nullable String value) {}
