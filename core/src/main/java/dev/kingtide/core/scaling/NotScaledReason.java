package dev.kingtide.core.scaling;

import org.jspecify.annotations.Nullable;

/// Why an alarm changed nothing. Source: botocore application-autoscaling model, `NotScaledReason`.
///
/// @param minCapacity the minimum where that is the reason, else null
/// @param maxCapacity the maximum where that is the reason, else null
/// @param currentCapacity the capacity that stays
public record NotScaledReason(
        Code code,
        @Nullable Integer minCapacity,
        @Nullable Integer maxCapacity,
        int currentCapacity) {

    /// The reasons.
    public enum Code {
        /// Scaling in would make the metric rise above the target again.
        ANTICIPATED_FLAPPING("AutoScalingAnticipatedFlapping"),
        /// The maximum does not allow more.
        AT_MAX("AlreadyAtMaxCapacity"),
        /// The minimum does not allow less.
        AT_MIN("AlreadyAtMinCapacity"),
        /// The capacity is what the policy wants.
        AT_DESIRED("AlreadyAtDesiredCapacity");

        private final String wireName;

        Code(String wireName) {
            this.wireName = wireName;
        }

        /// AWS's name, such as `AlreadyAtMaxCapacity`.
        public String wireName() {
            return wireName;
        }
    }

    static NotScaledReason atMax(ScalableTarget target, int current) {
        return new NotScaledReason(Code.AT_MAX, null, target.maxCapacity(), current);
    }

    static NotScaledReason atMin(ScalableTarget target, int current) {
        return new NotScaledReason(Code.AT_MIN, target.minCapacity(), null, current);
    }

    static NotScaledReason of(Code code, int current) {
        return new NotScaledReason(code, null, null, current);
    }
}
