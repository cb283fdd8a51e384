package dev.kingtide.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.Store;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a turn promises, on a table of its own.
class TurnTest {

    private record Fruit(String key, String colour) implements Row {}

    private final World world = new World(Scope.DEFAULT, 7);
    private final MemoryStore store = new MemoryStore();
    private final Core core = new Core(world, store);
    private final Table<Fruit> fruits = new Table<>("fruit", Fruit.class);
    private final Index<String, Fruit> byColour = fruits.index(Fruit::colour);

    @Test
    void a_change_is_seen_by_the_turn_itself_and_by_its_indexes() {
        core.decide(
                0,
                turn -> {
                    turn.put(fruits, new Fruit("apple", "green"));
                    turn.put(fruits, new Fruit("apple", "red"));
                    assertThat(byColour.count("green")).isZero();
                    assertThat(byColour.get("red")).containsExactly(new Fruit("apple", "red"));
                    return "";
                });
        assertThat(fruits.require("apple").colour()).isEqualTo("red");
    }

    @Test
    void a_refused_turn_leaves_nothing_behind() {
        core.decide(0, put("apple", "green"));
        core.decide(0, put("cherry", "red"));
        core.commit();
        long ids = world.ids().count();

        assertThatThrownBy(() ->
                        core.decide(
                                5,
                                turn -> {
                                    turn.put(fruits, new Fruit("apple", "red"));
                                    turn.remove(fruits, "cherry");
                                    turn.put(fruits, new Fruit("plum", "blue"));
                                    turn.timer(TimerKind.TASK_FORGET, "x", 9);
                                    turn.ids().hex(32);
                                    throw new Refusal("ClientException", "no fruit");
                                }))
                .isInstanceOf(Refusal.class)
                .hasMessage("no fruit");

        assertThat(fruits.rows())
                .containsExactlyInAnyOrder(new Fruit("apple", "green"), new Fruit("cherry", "red"));
        assertThat(byColour.keys()).containsExactlyInAnyOrder("green", "red");
        assertThat(world.timers().next()).isNull();
        assertThat(world.ids().count()).isEqualTo(ids);
        assertThat(core.commit()).isEmpty();
        assertThat(stored()).hasSize(2);
    }

    @Test
    void the_store_gets_the_newest_version_of_each_row_and_forgets_removed_ones() {
        core.decide(0, put("apple", "green"));
        core.decide(0, put("apple", "red"));
        core.decide(0, put("plum", "blue"));
        core.decide(
                0,
                turn -> {
                    turn.remove(fruits, "plum");
                    return "";
                });
        core.commit();
        assertThat(stored()).containsExactly(new Fruit("apple", "red"));
    }

    @Test
    void a_group_keeps_the_place_of_a_row_that_changes_within_it() {
        core.decide(0, put("apple", "red"));
        core.decide(0, put("cherry", "red"));
        core.decide(0, put("apple", "red"));
        assertThat(byColour.get("red")).extracting(Fruit::key).containsExactly("apple", "cherry");
        assertThat(byColour.first("red")).isEqualTo(new Fruit("apple", "red"));
        assertThat(byColour.last("red")).isEqualTo(new Fruit("cherry", "red"));
    }

    private Decision<String> put(String key, String colour) {
        return turn -> {
            turn.put(fruits, new Fruit(key, colour));
            return key;
        };
    }

    private List<Row> stored() {
        List<Row> rows = new ArrayList<>();
        store.load(change -> {
            if (change.row() != null) {
                rows.add(change.row());
            }
        });
        return rows;
    }

    @Test
    void a_rollback_leaves_the_world_as_the_store_has_it() {
        core.decide(0, put("apple", "green"));
        core.commit();
        core.decide(1, put("apple", "red"));
        core.decide(1, put("plum", "blue"));
        core.decide(
                2,
                turn -> {
                    turn.remove(fruits, "apple");
                    return "";
                });
        assertThat(core.hasChanged()).isTrue();
        core.rollback();
        assertThat(core.hasChanged()).isFalse();
        assertThat(fruits.rows()).containsExactly(new Fruit("apple", "green"));
        assertThat(byColour.keys()).containsExactly("green");
        assertThat(core.commit()).isEmpty();
        List<Change> kept = new ArrayList<>();
        store.load(kept::add);
        assertThat(kept).containsExactly(new Change("fruit", "apple", new Fruit("apple", "green")));
    }

    @Test
    void a_commit_names_each_row_once_as_it_is_now() {
        List<Change> committed = new ArrayList<>();
        Core other =
                new Core(
                        world,
                        new Store() {
                            @Override
                            public void commit(List<Change> changes) {
                                committed.addAll(changes);
                            }

                            @Override
                            public void load(Consumer<Change> each) {}
                        });
        other.decide(0, put("apple", "green"));
        other.decide(0, put("apple", "red"));
        other.decide(0, put("plum", "blue"));
        other.commit();
        assertThat(committed)
                .containsExactly(
                        new Change("fruit", "apple", new Fruit("apple", "red")),
                        new Change("fruit", "plum", new Fruit("plum", "blue")));
    }
}
