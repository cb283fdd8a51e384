package dev.kingtide.core.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a service may be changed while it serves (ECS developer guide, service definition
/// parameters).
///
/// @param minimumHealthyPercent how many of the desired tasks must stay healthy, in percent
/// @param maximumPercent how many tasks there may be, in percent of the desired ones
/// @param circuitBreaker when a deployment is given up
/// @param strategy how a deployment replaces the revision before it
/// @param alarms which CloudWatch alarms fail a deployment
/// @param bakeMinutes how long a deployment that has done its work is still watched, or null
/// @param hooks where a deployment pauses
public record DeploymentConfiguration(
        int minimumHealthyPercent,
        int maximumPercent,
        CircuitBreaker circuitBreaker,
        DeploymentStrategy strategy,
        DeploymentAlarms alarms,
        @Nullable Integer bakeMinutes,
        List<LifecycleHook> hooks) {

    /// The defaults of the REPLICA strategy.
    public static final DeploymentConfiguration DEFAULT =
            new DeploymentConfiguration(100, 200, CircuitBreaker.OFF);

    /// The defaults of the DAEMON strategy.
    public static final DeploymentConfiguration DAEMON =
            new DeploymentConfiguration(0, 100, CircuitBreaker.OFF);

    /// Rolling deployments that only the circuit breaker watches.
    public DeploymentConfiguration(
            int minimumHealthyPercent, int maximumPercent, CircuitBreaker circuitBreaker) {
        this(
                minimumHealthyPercent,
                maximumPercent,
                circuitBreaker,
                new DeploymentStrategy.Rolling(),
                DeploymentAlarms.NONE,
                null,
                List.of());
    }

    /// The healthy tasks to keep: rounded up.
    public int lowerBound(int desiredCount) {
        return Math.ceilDiv(Math.multiplyExact(desiredCount, minimumHealthyPercent), 100);
    }

    /// The tasks that may exist, those that stop included: rounded down.
    public int upperBound(int desiredCount) {
        return (int) Math.min(Integer.MAX_VALUE, (long) desiredCount * maximumPercent / 100);
    }
}
