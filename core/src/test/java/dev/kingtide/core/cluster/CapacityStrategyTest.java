package dev.kingtide.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.CapacityStrategy.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Base first, then weights (botocore ecs model, CapacityProviderStrategyItem).
class CapacityStrategyTest {

    /// A strategy is `provider:base:weight`, the outcome how many each has in the end.
    @ParameterizedTest(name = "{0}, {1} tasks: {2}")
    @CsvSource({
        "A:0:1,              5,  A5",
        "A:0:1 B:0:1,        10, A5 B5",
        "A:0:1 B:0:4,        10, A2 B8",
        "A:0:1 B:0:3,        100, A25 B75",
        "A:2:0 B:0:1,        10, A2 B8",
        "A:10:0 B:0:1,       4,  A4",
        "A:2:1 B:0:1,        10, A6 B4",
        "A:0:1 B:5:1,        5,  B5",
        "A:0:0 B:0:1,        3,  B3",
        "A:0:1 B:0:2 C:0:3,  60, A10 B20 C30"
    })
    void tasks_are_shared_by_base_and_weight(String items, int tasks, String expected) {
        CapacityStrategy strategy = strategy(items);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < tasks; i++) {
            String chosen = strategy.choose(p -> counts.getOrDefault(p, 0));
            counts.merge(chosen, 1, Integer::sum);
        }
        List<String> outcome = new ArrayList<>();
        strategy.items().stream()
                .filter(i -> counts.containsKey(i.provider()))
                .forEach(i -> outcome.add(i.provider() + counts.get(i.provider())));
        assertThat(String.join(" ", outcome)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "FARGATE:0:1 FARGATE_SPOT:0:3, true",
        "asg:0:1, false",
        "FARGATE:0:1 asg:0:1, false"
    })
    void knows_fargate(String items, boolean fargate) {
        assertThat(strategy(items).isFargate()).isEqualTo(fargate);
    }

    private static CapacityStrategy strategy(String items) {
        List<Item> list = new ArrayList<>();
        for (String item : List.of(items.split(" ", -1))) {
            List<String> parts = List.of(item.split(":", -1));
            list.add(
                    new Item(
                            parts.get(0),
                            Integer.parseInt(parts.get(1)),
                            Integer.parseInt(parts.get(2))));
        }
        return new CapacityStrategy(list);
    }
}
