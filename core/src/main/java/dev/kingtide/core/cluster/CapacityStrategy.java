package dev.kingtide.core.cluster;

import dev.kingtide.core.Invariant;
import java.util.List;
import java.util.function.ToIntFunction;

/// A capacity-provider strategy: which provider the next task runs on.
///
/// Source: botocore ecs model, CapacityProviderStrategyItem (`base` 0-100,000 on one provider only,
/// `weight` 0-1,000; a provider of weight 0 gets nothing beyond its base).
///
/// @param items the providers in the caller's order; empty means that there is no strategy
public record CapacityStrategy(List<Item> items) {

    /// No strategy: tasks go by launch type.
    public static final CapacityStrategy NONE = new CapacityStrategy(List.of());

    /// One provider's share.
    ///
    /// @param provider its name, such as `FARGATE_SPOT`
    /// @param base how many tasks it gets before weights count
    /// @param weight its share of the tasks beyond all bases
    public record Item(String provider, int base, int weight) {}

    /// Copies its list.
    public CapacityStrategy {
        items = List.copyOf(items);
    }

    /// All tasks on one provider.
    public static CapacityStrategy of(String provider) {
        return new CapacityStrategy(List.of(new Item(provider, 0, 1)));
    }

    /// Whether there is no strategy.
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /// Whether every provider is AWS Fargate's; a strategy never mixes these with others (ECS
    /// developer guide, cluster-capacity-providers).
    public boolean isFargate() {
        return !items.isEmpty() && items.stream().allMatch(i -> i.provider().startsWith("FARGATE"));
    }

    /// The provider of the next task, given how many tasks each provider has now.
    ///
    /// First come the bases. Beyond them goes the task to the provider with the lowest ratio of
    /// tasks (less its base) to weight, on equal ratios to the one named first; AWS publishes the
    /// ratio (A1:B4 gives one on A for each four on B) but not the order within a round.
    public String choose(ToIntFunction<String> tasksOn) {
        Invariant.require(!items.isEmpty(), "an empty capacity-provider strategy cannot choose");
        Item best = null;
        long bestTasks = 0;
        for (Item item : items) {
            int tasks = tasksOn.applyAsInt(item.provider());
            if (tasks < item.base()) {
                return item.provider();
            }
            long beyond = (long) tasks - item.base();
            // beyond / weight < bestTasks / best.weight, without division
            if (item.weight() > 0
                    && (best == null || beyond * best.weight() < bestTasks * item.weight())) {
                best = item;
                bestTasks = beyond;
            }
        }
        return best == null ? items.getFirst().provider() : best.provider();
    }
}
