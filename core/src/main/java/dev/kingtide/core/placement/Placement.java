package dev.kingtide.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to an [Ask].
public sealed interface Placement {

    /// There is room.
    ///
    /// @param instanceId the container instance
    /// @param zone its availability zone
    record Placed(String instanceId, String zone) implements Placement {}

    /// There is none.
    ///
    /// @param reasons what instances lack, each once, in the order of [Reason]
    /// @param closest the instance that lacks least, or null when there is no instance
    record Unplaceable(List<Reason> reasons, @Nullable Closest closest) implements Placement {}

    /// An instance and the first thing that it lacks.
    record Closest(String instanceId, Reason reason) {}
}
