package dev.kingtide.core.scaling;

/// Which scaling of a target is suspended. Source: Application Auto Scaling user guide, suspend and
/// resume scaling.
///
/// @param dynamicScalingIn policies do not scale in
/// @param dynamicScalingOut policies do not scale out
/// @param scheduledScaling scheduled actions do nothing, and are not made up for later
public record SuspendedState(
        boolean dynamicScalingIn, boolean dynamicScalingOut, boolean scheduledScaling) {

    /// Nothing is suspended.
    public static final SuspendedState NONE = new SuspendedState(false, false, false);
}
