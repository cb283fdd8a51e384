package dev.kingtide.core.service;

/// When a rolling deployment is given up (ECS developer guide, deployment-circuit-breaker; botocore
/// ecs model).
///
/// @param enable whether failures are counted at all
/// @param rollback whether the last completed deployment comes back
/// @param resetOnHealthyTask whether a task that becomes healthy clears the count
/// @param threshold what the value means
/// @param value a count or a percentage of the desired count
public record CircuitBreaker(
        boolean enable,
        boolean rollback,
        boolean resetOnHealthyTask,
        Threshold threshold,
        int value) {

    /// No circuit breaker.
    public static final CircuitBreaker OFF =
            new CircuitBreaker(false, false, true, Threshold.BOUNDED_PERCENT, 50);

    /// What the threshold's value means.
    public enum Threshold {
        /// The value itself.
        COUNT,
        /// A percentage of the latest desired count, at least 3 and at most 200 failures.
        BOUNDED_PERCENT,
        /// A percentage of the latest desired count.
        UNBOUNDED_PERCENT
    }

    /// How many failed tasks end a deployment of a service of this size.
    public int failures(int desiredCount) {
        int percent = Math.ceilDiv(Math.multiplyExact(desiredCount, value), 100);
        return switch (threshold) {
            case COUNT -> value;
            case BOUNDED_PERCENT -> Math.clamp(percent, 3, 200);
            case UNBOUNDED_PERCENT -> Math.max(1, percent);
        };
    }
}
