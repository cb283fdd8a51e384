package dev.kingtide.aws.scaling;

import org.jspecify.annotations.Nullable;

/// The limits of a scalable target as callers give them.
final class Limits {

    private Limits() {}

    /// Refuses limits that AWS would refuse; null is not given.
    static void check(@Nullable Integer min, @Nullable Integer max) {
        if (min != null && min < 0) {
            throw ScalingErrors.validation("Minimum capacity cannot be less than 0");
        }
        if (max != null && max < 0) {
            throw ScalingErrors.validation("Maximum capacity cannot be less than 0");
        }
        if (min != null && max != null && min > max) {
            throw ScalingErrors.validation("Maximum capacity cannot be less than minimum capacity");
        }
    }
}
