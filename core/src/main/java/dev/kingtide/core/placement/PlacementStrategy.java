package dev.kingtide.core.placement;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One placement strategy: how to prefer one fit instance to another.
///
/// A list of them narrows the choice one after another. Source: ECS developer guide,
/// task-placement-strategies; botocore ecs model, PlacementStrategy.
public sealed interface PlacementStrategy {

    /// Prefers instances whose value of an attribute is shared with the fewest tasks of the group.
    record SpreadAttribute(String name) implements PlacementStrategy {}

    /// Prefers instances that have the fewest tasks of the group (`instanceId` or `host`).
    record SpreadInstance() implements PlacementStrategy {}

    /// Prefers instances that have the least left of a resource.
    record Binpack(Packed resource) implements PlacementStrategy {}

    /// Prefers none: chance decides.
    record Random() implements PlacementStrategy {}

    /// What [Binpack] looks at.
    enum Packed {
        CPU,
        MEMORY
    }

    /// What a service's tasks get that names no strategy: zones first, then instances (ECS
    /// developer guide, ecs_services: the zone with the fewest tasks of the service, in it the
    /// instance with the fewest).
    List<PlacementStrategy> SERVICE_DEFAULT =
            List.of(new SpreadAttribute("ecs.availability-zone"), new SpreadInstance());

    /// What standalone tasks get that name no strategy (ECS developer guide,
    /// task-placement-strategies: "randomly placed with RunTask").
    List<PlacementStrategy> STANDALONE_DEFAULT = List.of(new Random());

    /// The strategy of AWS's `type` and `field`, or null when there is no such strategy.
    static @Nullable PlacementStrategy of(String type, String field) {
        return switch (type) {
            case "random" -> new Random();
            case "spread" -> spread(field);
            case "binpack" ->
                    switch (field.toLowerCase(Locale.ROOT)) {
                        case "cpu" -> new Binpack(Packed.CPU);
                        case "memory" -> new Binpack(Packed.MEMORY);
                        default -> null;
                    };
            default -> null;
        };
    }

    private static @Nullable PlacementStrategy spread(String field) {
        if (field.equals("instanceId") || field.equals("host")) {
            return new SpreadInstance();
        }
        String prefix = "attribute:";
        return field.startsWith(prefix) && field.length() > prefix.length()
                ? new SpreadAttribute(field.substring(prefix.length()))
                : null;
    }
}
