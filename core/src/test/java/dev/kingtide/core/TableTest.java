package dev.kingtide.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tables and indexes against maps and sets that do the same slowly.
class TableTest {

    private record Item(String key, int group, boolean odd) implements Row {}

    @Test
    void any_changes_leave_rows_and_groups_as_maps_and_sets_would() {
        for (int seed = 0; seed < 50; seed++) {
            new Run(seed).check();
        }
    }

    @Test
    void an_index_made_late_holds_the_rows_that_are_there() {
        Table<Item> table = new Table<>("item", Item.class);
        table.set("a", new Item("a", 1, true));
        Index<Integer, Item> byGroup = table.index(Item::group);
        table.set("b", new Item("b", 1, false));
        table.set("a", new Item("a", 2, true));
        assertThat(byGroup.get(1)).extracting(Item::key).containsExactly("b");
        assertThat(byGroup.get(2)).extracting(Item::key).containsExactly("a");
    }

    @Test
    void keys_whose_hashes_collide_are_told_apart() {
        Table<Item> table = new Table<>("item", Item.class);
        for (String key : List.of("AaAa", "BBBB", "AaBB", "BBAa")) {
            table.set(key, new Item(key, 0, false));
        }
        table.set("AaBB", null);
        assertThat(table.rows()).extracting(Item::key).containsExactly("AaAa", "BBBB", "BBAa");
        assertThat(table.get("AaBB")).isNull();
        assertThat(table.require("BBAa").key()).isEqualTo("BBAa");
    }

    @Test
    void a_group_that_changes_while_it_is_walked_is_found_out() {
        Table<Item> table = new Table<>("item", Item.class);
        Index<Integer, Item> byGroup = table.index(Item::group);
        table.set("a", new Item("a", 1, true));
        table.set("b", new Item("b", 1, true));
        assertThatThrownBy(
                        () -> {
                            for (Item item : byGroup.get(1)) {
                                table.set(item.key(), new Item(item.key(), 2, true));
                            }
                        })
                .isInstanceOf(Invariant.class);
    }

    /// A table with two indexes and what they should hold.
    private static final class Run {
        private final Table<Item> table = new Table<>("item", Item.class);
        private final Index<Integer, Item> byGroup = table.index(Item::group);
        private final Index<String, Item> odd = table.index(i -> i.odd() ? "odd" : null);
        private final Map<String, Item> rows = new LinkedHashMap<>();
        private final Map<Integer, Set<String>> groups = new LinkedHashMap<>();
        private final int seed;

        Run(int seed) {
            this.seed = seed;
        }

        void check() {
            Dice dice = new Dice(seed);
            for (int i = 0; i < 600; i++) {
                String key = "k" + (int) (dice.uniform("key", i) * 80);
                boolean remove = dice.uniform("remove", i) < 0.3;
                change(
                        key,
                        remove
                                ? null
                                : new Item(
                                        key,
                                        (int) (dice.uniform("group", i) * 5),
                                        dice.uniform("odd", i) < 0.5));
                if (i % 20 == 0) {
                    same();
                }
            }
        }

        private void change(String key, @Nullable Item item) {
            Item before = item == null ? rows.remove(key) : rows.put(key, item);
            assertThat(table.set(key, item)).as("seed %s", seed).isEqualTo(before);
            if (before != null && (item == null || item.group() != before.group())) {
                groups.getOrDefault(before.group(), Set.of()).remove(key);
            }
            if (item != null) {
                groups.computeIfAbsent(item.group(), g -> new LinkedHashSet<>()).add(key);
            }
        }

        private void same() {
            assertThat(table.rows()).as("seed %s", seed).containsExactlyElementsOf(rows.values());
            assertThat(table.size()).isEqualTo(rows.size());
            assertThat(odd.count("odd"))
                    .isEqualTo((int) rows.values().stream().filter(Item::odd).count());
            groups.forEach((group, keys) -> {
                List<Item> expected = keys.stream().map(rows::get).toList();
                List<Item> backwards = new ArrayList<>();
                byGroup.newestFirst(group).forEach(backwards::add);
                assertThat(byGroup.list(group)).as("seed %s", seed).isEqualTo(expected);
                assertThat(backwards).isEqualTo(expected.reversed());
                assertThat(byGroup.count(group)).isEqualTo(expected.size());
                assertThat(byGroup.first(group))
                        .isEqualTo(expected.isEmpty() ? null : expected.getFirst());
                assertThat(byGroup.last(group))
                        .isEqualTo(expected.isEmpty() ? null : expected.getLast());
                assertThat(byGroup.keys().contains(group)).isEqualTo(!expected.isEmpty());
            });
        }
    }
}
