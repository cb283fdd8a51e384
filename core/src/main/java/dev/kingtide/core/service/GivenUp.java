package dev.kingtide.core.service;

import java.util.List;

/// Why a deployment was given up, and what is said of it.
///
/// What is said of the circuit breaker is AWS's own, as is what is said of networks and hooks (ECS
/// developer guide, troubleshooting-blue-green). The other texts are not published; they say the
/// same in the same manner.
sealed interface GivenUp {

    /// Too many tasks failed.
    record Breaker() implements GivenUp {}

    /// Alarms went to ALARM.
    record Alarmed(List<String> names) implements GivenUp {}

    /// Somebody called StopServiceDeployment.
    record Asked() implements GivenUp {}

    /// Nobody let a pause go on, or somebody had it rolled back.
    record Hook(DeploymentStage stage) implements GivenUp {}

    /// The traffic cannot be shifted.
    record Network(String problem) implements GivenUp {}

    /// The end of the service event `deployment failed: ...`.
    default String event() {
        return switch (this) {
            case Breaker() -> "tasks failed to start.";
            case Alarmed(_) -> "alarm detected.";
            case Asked() -> "stop requested.";
            case Hook(var stage) -> stage + " lifecycle hook(s) failed.";
            case Network(_) -> "invalid networking configuration.";
        };
    }

    /// The `rolloutStateReason` without its full stop, when nothing comes back.
    default String rolloutReason() {
        return switch (this) {
            case Breaker() -> "ECS deployment circuit breaker: tasks failed to start";
            case Alarmed(_) -> "ECS deployment alarms: alarm detected";
            case Asked() -> "ECS deployment stopped: stop requested";
            case Hook(var stage) -> "ECS deployment " + stage + " lifecycle hook(s) failed";
            case Network(_) -> "ECS deployment failed: invalid networking configuration";
        };
    }

    /// The start of the `rolloutStateReason` when another deployment comes back.
    default String rollbackReason() {
        return switch (this) {
            case Breaker() -> "ECS deployment circuit breaker:";
            case Alarmed(_) -> "ECS deployment alarms:";
            case Asked() -> "ECS deployment stopped:";
            case Hook(_) -> "ECS deployment lifecycle hooks:";
            case Network(_) -> "ECS deployment networking:";
        };
    }

    /// Why, as the end of a service deployment's `statusReason`.
    default String because() {
        return switch (this) {
            case Breaker() -> "because the circuit breaker threshold was exceeded.";
            case Alarmed(var names) ->
                    "because these alarms are in the ALARM state: "
                            + String.join(", ", names)
                            + ".";
            case Asked() -> "because StopServiceDeployment was called.";
            case Hook(var stage) -> "because " + stage + " lifecycle hook(s) failed.";
            case Network(var problem) -> "because of invalid networking configuration" + problem;
        };
    }

    /// Whether another deployment is to come back.
    default boolean rollsBack(DeploymentConfiguration configuration) {
        return configuration.strategy().shifts()
                || switch (this) {
                    case Breaker() -> configuration.circuitBreaker().rollback();
                    case Alarmed(_) -> configuration.alarms().rollback();
                    case Asked(), Hook(_), Network(_) -> true;
                };
    }
}
