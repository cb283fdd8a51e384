package dev.kingtide.aws.ecs;

import dev.kingtide.core.service.CircuitBreaker;
import dev.kingtide.core.service.CircuitBreaker.Threshold;
import dev.kingtide.core.service.DeploymentAlarms;
import dev.kingtide.core.service.DeploymentConfiguration;
import dev.kingtide.core.service.DeploymentStrategy;
import dev.kingtide.core.service.DeploymentStrategy.BlueGreen;
import dev.kingtide.core.service.DeploymentStrategy.Canary;
import dev.kingtide.core.service.DeploymentStrategy.Linear;
import dev.kingtide.core.service.DeploymentStrategy.Rolling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;
import software.amazon.awssdk.services.ecs.model.ThresholdConfiguration;

/// The deployment configuration between AWS's shape and the core's record (botocore ecs model,
/// DeploymentConfiguration).
final class DeploymentShape {
    private static final int PERCENT_MAX = 100;
    private static final int MINUTES_MAX = 1_440;

    private DeploymentShape() {}

    /// What a caller asks for; what it does not name stays as it was.
    static DeploymentConfiguration read(
            software.amazon.awssdk.services.ecs.model.@Nullable DeploymentConfiguration asked,
            DeploymentConfiguration before) {
        if (asked == null) {
            return before;
        }
        int min = or(asked.minimumHealthyPercent(), before.minimumHealthyPercent());
        int max = or(asked.maximumPercent(), before.maximumPercent());
        if (min < 0 || min > PERCENT_MAX) {
            throw EcsErrors.outside("minimumHealthyPercent", 0, PERCENT_MAX);
        }
        if (max < PERCENT_MAX || max > 1_000_000) {
            throw EcsErrors.parameter("maximumPercent must be greater than or equal to 100.");
        }
        DeploymentStrategy strategy = strategy(asked, before.strategy());
        Integer bake = before.bakeMinutes();
        if (asked.bakeTimeInMinutes() != null) {
            bake = minutes("bakeTimeInMinutes", asked.bakeTimeInMinutes());
        }
        if (bake == null && strategy instanceof BlueGreen) {
            throw EcsErrors.parameter(
                    "bakeTimeInMinutes is required for the deployment strategy BLUE_GREEN.");
        }
        var hooks =
                asked.hasLifecycleHooks() ? HookShape.read(asked.lifecycleHooks()) : before.hooks();
        if (!hooks.isEmpty() && !strategy.shifts()) {
            if (asked.hasLifecycleHooks()) {
                throw EcsErrors.parameter(
                        "lifecycleHooks are not supported for the deployment strategy ROLLING.");
            }
            hooks = List.of();
        }
        return new DeploymentConfiguration(
                min,
                max,
                read(asked.deploymentCircuitBreaker(), before.circuitBreaker()),
                strategy,
                read(asked.alarms(), before.alarms()),
                bake,
                hooks);
    }

    private static DeploymentStrategy strategy(
            software.amazon.awssdk.services.ecs.model.DeploymentConfiguration asked,
            DeploymentStrategy before) {
        String word = asked.strategyAsString() == null ? word(before) : asked.strategyAsString();
        if (asked.linearConfiguration() != null && !word.equals("LINEAR")) {
            throw EcsErrors.parameter(
                    "linearConfiguration is only supported for the deployment strategy LINEAR.");
        }
        if (asked.canaryConfiguration() != null && !word.equals("CANARY")) {
            throw EcsErrors.parameter(
                    "canaryConfiguration is only supported for the deployment strategy CANARY.");
        }
        return switch (word) {
            case "ROLLING" -> new Rolling();
            case "BLUE_GREEN" -> new BlueGreen();
            case "LINEAR" -> linear(asked.linearConfiguration(), before);
            case "CANARY" -> canary(asked.canaryConfiguration(), before);
            default -> throw EcsErrors.unsupported("The deployment strategy " + word);
        };
    }

    private static Linear linear(@Nullable LinearConfiguration asked, DeploymentStrategy before) {
        Linear base = before instanceof Linear linear ? linear : new Linear(100, 6);
        if (asked == null) {
            return base;
        }
        Integer bake = asked.stepBakeTimeInMinutes();
        return new Linear(
                asked.stepPercent() == null
                        ? base.stepPermille()
                        : permille("stepPercent", asked.stepPercent(), 30),
                bake == null ? base.stepBakeMinutes() : minutes("stepBakeTimeInMinutes", bake));
    }

    private static Canary canary(@Nullable CanaryConfiguration asked, DeploymentStrategy before) {
        Canary base = before instanceof Canary canary ? canary : new Canary(50, 10);
        if (asked == null) {
            return base;
        }
        Integer bake = asked.canaryBakeTimeInMinutes();
        return new Canary(
                asked.canaryPercent() == null
                        ? base.canaryPermille()
                        : permille("canaryPercent", asked.canaryPercent(), 1),
                bake == null ? base.canaryBakeMinutes() : minutes("canaryBakeTimeInMinutes", bake));
    }

    private static int permille(String member, double percent, int least) {
        long permille = Math.round(percent * 10);
        boolean tenths = Math.abs(percent * 10 - permille) < 1e-6;
        if (!tenths || permille < least || permille > DeploymentStrategy.ALL) {
            throw EcsErrors.parameter(
                    member + " must be a multiple of 0.1 between " + least / 10.0 + " and 100.0.");
        }
        return (int) permille;
    }

    private static int minutes(String member, int minutes) {
        if (minutes < 0 || minutes > MINUTES_MAX) {
            throw EcsErrors.outside(member, 0, MINUTES_MAX);
        }
        return minutes;
    }

    private static DeploymentAlarms read(
            software.amazon.awssdk.services.ecs.model.@Nullable DeploymentAlarms asked,
            DeploymentAlarms before) {
        if (asked == null) {
            return before;
        }
        boolean enable = Boolean.TRUE.equals(asked.enable());
        if (enable && asked.alarmNames().isEmpty()) {
            throw EcsErrors.empty("alarmNames");
        }
        return new DeploymentAlarms(
                asked.alarmNames().stream().distinct().toList(),
                enable,
                Boolean.TRUE.equals(asked.rollback()));
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

    /// The configuration in AWS's shape; what has its default and was not there in 2024 is left
    /// out.
    static software.amazon.awssdk.services.ecs.model.DeploymentConfiguration write(
            DeploymentConfiguration configuration) {
        DeploymentStrategy strategy = configuration.strategy();
        DeploymentAlarms alarms = configuration.alarms();
        return software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .minimumHealthyPercent(configuration.minimumHealthyPercent())
                .maximumPercent(configuration.maximumPercent())
                .strategy(word(strategy))
                .deploymentCircuitBreaker(write(configuration.circuitBreaker()))
                .bakeTimeInMinutes(configuration.bakeMinutes())
                .alarms(
                        alarms.equals(DeploymentAlarms.NONE)
                                ? null
                                : software.amazon.awssdk.services.ecs.model.DeploymentAlarms
                                        .builder()
                                        .alarmNames(alarms.names())
                                        .enable(alarms.enable())
                                        .rollback(alarms.rollback())
                                        .build())
                .lifecycleHooks(
                        configuration.hooks().isEmpty()
                                ? null
                                : HookShape.write(configuration.hooks()))
                .linearConfiguration(
                        strategy instanceof Linear(int step, int bake)
                                ? LinearConfiguration.builder()
                                        .stepPercent(step / 10.0)
                                        .stepBakeTimeInMinutes(bake)
                                        .build()
                                : null)
                .canaryConfiguration(
                        strategy instanceof Canary(int small, int bake)
                                ? CanaryConfiguration.builder()
                                        .canaryPercent(small / 10.0)
                                        .canaryBakeTimeInMinutes(bake)
                                        .build()
                                : null)
                .build();
    }

    private static DeploymentCircuitBreaker write(CircuitBreaker breaker) {
        boolean plain = breaker.threshold() == Threshold.BOUNDED_PERCENT && breaker.value() == 50;
        return DeploymentCircuitBreaker.builder()
                .enable(breaker.enable())
                .rollback(breaker.rollback())
                .resetOnHealthyTask(breaker.resetOnHealthyTask() ? null : false)
                .thresholdConfiguration(
                        plain
                                ? null
                                : ThresholdConfiguration.builder()
                                        .type(breaker.threshold().name())
                                        .value(breaker.value())
                                        .build())
                .build();
    }

    private static String word(DeploymentStrategy strategy) {
        return switch (strategy) {
            case Rolling _ -> "ROLLING";
            case BlueGreen _ -> "BLUE_GREEN";
            case Linear _ -> "LINEAR";
            case Canary _ -> "CANARY";
        };
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
