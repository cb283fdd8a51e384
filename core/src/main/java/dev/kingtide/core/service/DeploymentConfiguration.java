package dev.kingtide.core.service;

/// How a service may be changed while it serves (ECS developer guide, service definition
/// parameters).
///
/// @param minimumHealthyPercent how many of the desired tasks must stay healthy, in percent
/// @param maximumPercent how many tasks there may be, in percent of the desired ones
/// @param circuitBreaker when a deployment is given up
public record DeploymentConfiguration(
        int minimumHealthyPercent, int maximumPercent, CircuitBreaker circuitBreaker) {

    /// The defaults of the REPLICA strategy.
    public static final DeploymentConfiguration DEFAULT =
            new DeploymentConfiguration(100, 200, CircuitBreaker.OFF);

    /// The healthy tasks to keep: rounded up.
    public int lowerBound(int desiredCount) {
        return Math.ceilDiv(Math.multiplyExact(desiredCount, minimumHealthyPercent), 100);
    }

    /// The tasks that may exist, those that stop included: rounded down.
    public int upperBound(int desiredCount) {
        return (int) Math.min(Integer.MAX_VALUE, (long) desiredCount * maximumPercent / 100);
    }
}
