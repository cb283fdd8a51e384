package dev.kingtide.aws.ecs;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.CapacityStrategy.Item;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;

/// Capacity-provider strategies between AWS's shape and the core's record (botocore ecs model,
/// CapacityProviderStrategy; ECS developer guide, cluster-capacity-providers).
final class StrategyShape {
    private static final int ITEMS_MAX = 20;

    private StrategyShape() {}

    /// The strategy of a caller, over the providers of its cluster.
    static CapacityStrategy read(
            List<CapacityProviderStrategyItem> asked, List<String> clusterProviders) {
        if (asked.size() > ITEMS_MAX) {
            throw EcsErrors.tooMany("capacityProviderStrategy", ITEMS_MAX);
        }
        List<Item> items = new ArrayList<>();
        for (CapacityProviderStrategyItem item : asked) {
            if (!clusterProviders.contains(item.capacityProvider())) {
                throw ClusterErrors.providerNotInCluster(item.capacityProvider());
            }
            items.add(
                    new Item(
                            item.capacityProvider(),
                            item.base() == null ? 0 : item.base(),
                            item.weight() == null ? 0 : item.weight()));
        }
        if (items.stream().filter(i -> i.base() > 0).count() > 1) {
            throw EcsErrors.parameter(
                    "Only one capacity provider in a capacity provider strategy can have a base"
                            + " defined.");
        }
        if (!items.isEmpty() && items.stream().allMatch(i -> i.weight() == 0)) {
            throw EcsErrors.parameter(
                    "At least one capacity provider in a capacity provider strategy must have a"
                            + " weight greater than zero.");
        }
        return new CapacityStrategy(items);
    }

    /// The strategy in AWS's shape.
    static List<CapacityProviderStrategyItem> write(CapacityStrategy strategy) {
        return strategy.items().stream()
                .map(i ->
                        CapacityProviderStrategyItem.builder()
                                .capacityProvider(i.provider())
                                .base(i.base())
                                .weight(i.weight())
                                .build())
                .toList();
    }
}
