package dev.kingtide.aws.ecs;

import dev.kingtide.core.service.CircuitBreaker;
import dev.kingtide.core.service.CircuitBreaker.Threshold;
import dev.kingtide.core.service.DeploymentConfiguration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ThresholdConfiguration;

/// The deployment configuration between AWS's shape and the core's record (botocore ecs model,
/// DeploymentConfiguration).
final class DeploymentShape {
    private static final int PERCENT_MAX = 100;

    private DeploymentShape() {}

    /// Refuses a controller that Kingtide does not have.
    static void check(@Nullable DeploymentController controller) {
        if (controller != null && controller.type() != DeploymentControllerType.ECS) {
            throw EcsErrors.unsupported("The deployment controller " + controller.typeAsString());
        }
    }

    /// What a caller asks for; what it does not name stays as it was.
    static DeploymentConfiguration read(
            software.amazon.awssdk.services.ecs.model.@Nullable DeploymentConfiguration asked,
            DeploymentConfiguration before) {
        if (asked == null) {
            return before;
        }
        if (asked.strategy() != null && asked.strategy() != DeploymentStrategy.ROLLING) {
            throw EcsErrors.unsupported("The deployment strategy " + asked.strategyAsString());
        }
        int min = or(asked.minimumHealthyPercent(), before.minimumHealthyPercent());
        int max = or(asked.maximumPercent(), before.maximumPercent());
        if (min < 0 || min > PERCENT_MAX) {
            throw EcsErrors.outside("minimumHealthyPercent", 0, PERCENT_MAX);
        }
        if (max < PERCENT_MAX || max > 1_000_000) {
            throw EcsErrors.parameter("maximumPercent must be greater than or equal to 100.");
        }
        return new DeploymentConfiguration(
                min, max, read(asked.deploymentCircuitBreaker(), before.circuitBreaker()));
    }

    private static CircuitBreaker read(
            @Nullable DeploymentCircuitBreaker asked, CircuitBreaker before) {
        if (asked == null) {
            return before;
        }
        ThresholdConfiguration threshold = asked.thresholdConfiguration();
        return new CircuitBreaker(
                asked.enable(),
                asked.rollback(),
                asked.resetOnHealthyTask() == null || asked.resetOnHealthyTask(),
                threshold == null || threshold.type() == null
                        ? Threshold.BOUNDED_PERCENT
                        : Threshold.valueOf(threshold.typeAsString()),
                threshold == null || threshold.value() == null ? 50 : value(threshold.value()));
    }

    private static int value(int value) {
        if (value < 1) {
            throw EcsErrors.parameter("The circuit breaker's threshold must be 1 or more.");
        }
        return value;
    }

    /// The configuration in AWS's shape.
    static software.amazon.awssdk.services.ecs.model.DeploymentConfiguration write(
            DeploymentConfiguration configuration) {
        CircuitBreaker breaker = configuration.circuitBreaker();
        return software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .minimumHealthyPercent(configuration.minimumHealthyPercent())
                .maximumPercent(configuration.maximumPercent())
                .strategy(DeploymentStrategy.ROLLING)
                .deploymentCircuitBreaker(
                        DeploymentCircuitBreaker.builder()
                                .enable(breaker.enable())
                                .rollback(breaker.rollback())
                                .build())
                .build();
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
