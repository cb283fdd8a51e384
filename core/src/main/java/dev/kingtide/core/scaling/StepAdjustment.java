package dev.kingtide.core.scaling;

import org.jspecify.annotations.Nullable;

/// One step of a step scaling policy.
///
/// @param lowerBound from how far above the alarm's threshold it applies; null: without bound
/// @param upperBound up to how far above; null: without bound
/// @param adjustment what to add, to set, or percent to add
public record StepAdjustment(
        @Nullable Double lowerBound, @Nullable Double upperBound, int adjustment) {

    /// Whether the step applies so far above the threshold (below it, when negative).
    ///
    /// Above the threshold the lower bound is inclusive and the upper exclusive; below it the lower
    /// bound is exclusive and the upper inclusive (Application Auto Scaling user guide, step
    /// adjustments).
    boolean covers(double breach) {
        if (breach >= 0) {
            return (lowerBound == null || breach >= lowerBound)
                    && (upperBound == null || breach < upperBound);
        }
        return (lowerBound == null || breach > lowerBound)
                && (upperBound == null || breach <= upperBound);
    }
}
