package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Change;
import dev.kingtide.core.Core;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A control plane whose process ends at any moment, and the one that goes on from its store.
class RestartTest {
    private static final int SEEDS = 200;

    @Test
    void every_row_is_there_again() {
        ServiceWorld before = busy(1);
        before.runSeconds(37);
        ServiceWorld after = before.restarted(2);
        for (int i = 0; i < before.world.tables().size(); i++) {
            Table<?> kept = before.world.tables().get(i);
            assertThat(new ArrayList<Row>(after.world.tables().get(i).rows()))
                    .as(kept.name())
                    .containsExactlyElementsOf(new ArrayList<Row>(kept.rows()));
        }
        assertThat(after.core.nextDueMillis()).isEqualTo(before.core.nextDueMillis());
    }

    @Test
    void every_table_of_the_world_is_kept() throws IllegalAccessException {
        World world = new World(Scope.DEFAULT, 1);
        List<Table<?>> found = new ArrayList<>();
        for (Field field : World.class.getDeclaredFields()) {
            field.setAccessible(true);
            Object tables = field.get(world);
            for (Field inner : tables.getClass().getDeclaredFields()) {
                if (Table.class.isAssignableFrom(inner.getType())) {
                    inner.setAccessible(true);
                    found.add((Table<?>) inner.get(tables));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(15);
        assertThat(world.tables()).containsAll(found);
        assertThat(world.tables().stream().map(Table::name)).doesNotHaveDuplicates();
    }

    @Test
    void a_service_goes_on_to_its_steady_state_from_any_moment() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Dice dice = new Dice(seed);
            ServiceWorld it = busy(seed);
            for (int crash = 0; crash < 3; crash++) {
                it.loop.runUntil(
                        it.loop.nowMillis() + dice.below(60_000, "moment", "crash" + crash));
                it = it.restarted(seed * 10 + crash + 1_000);
            }
            it.runSeconds(1_200);
            assertThat(it.running(2)).as("seed %d", seed).isEqualTo(4);
            assertThat(it.all()).as("seed %d", seed).isEqualTo(4);
            assertThat(it.healthy()).as("seed %d", seed).isEqualTo(4);
            assertThat(it.service().deployments()).as("seed %d", seed).hasSize(1);
            assertThat(it.driver.alive()).as("seed %d", seed).hasSize(4);
            assertThat(it.edge.targets()).as("seed %d", seed).hasSize(4);
        }
    }

    @Test
    void rows_of_an_unknown_kind_are_not_passed_over() {
        MemoryStore store = new MemoryStore();
        Timer row = new Timer(TimerKind.TASK_FORGET, "a", 1);
        store.commit(List.of(new Change("unheard-of", row.key(), row)));
        Core core = new Core(new World(Scope.DEFAULT, 1), store);
        assertThatThrownBy(() -> core.restore(0))
                .isInstanceOf(Invariant.class)
                .hasMessageContaining("unheard-of");
    }

    private static ServiceWorld busy(long seed) {
        ServiceWorld it = new ServiceWorld(seed);
        it.balance(20);
        it.create(6, DeploymentConfiguration.DEFAULT, true, 0);
        it.runSeconds(120);
        it.deploy(2, true);
        it.desire(4);
        return it;
    }
}
