package dev.kingtide.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which tasks go first.
class VictimsTest {
    private static final String WEB = "service:web";

    private final Fleet fleet = new Fleet();
    private final List<Task> tasks = new ArrayList<>();

    private void run(String instanceId, int count) {
        for (int i = 0; i < count; i++) {
            tasks.add(fleet.task(fleet.run(WEB, instanceId)));
        }
    }

    private List<String> instancesOfVictims(List<PlacementStrategy> strategies, int count) {
        return Victims.choose(fleet.world(), strategies, tasks, List.of(), count).stream()
                .map(t -> String.valueOf(t.place().instanceId()))
                .toList();
    }

    @Test
    void the_zone_with_the_most_gives_first_and_in_it_the_instance_with_the_most() {
        String a1 = fleet.instance("a", 4000, 4000);
        String a2 = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        run(a1, 3);
        run(a2, 1);
        run(b, 2);
        assertThat(instancesOfVictims(PlacementStrategy.SERVICE_DEFAULT, 4))
                .containsExactly(a1, a1, a1, b);
    }

    @Test
    void tasks_that_stay_count_where_tasks_are_spread() {
        String a = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        run(b, 1);
        Task kept = fleet.task(fleet.run(WEB, b));
        run(a, 1);
        assertThat(
                        Victims.choose(
                                fleet.world(),
                                PlacementStrategy.SERVICE_DEFAULT,
                                tasks,
                                List.of(kept),
                                1))
                .containsExactly(tasks.getFirst());
    }

    @Test
    void with_binpack_the_instance_that_would_have_the_most_left_gives_first() {
        String full = fleet.instance("a", 4000, 100);
        String empty = fleet.instance("a", 2000, 1000);
        run(full, 2);
        run(empty, 2);
        assertThat(instancesOfVictims(List.of(new Binpack(Packed.MEMORY)), 3))
                .containsExactly(empty, empty, full);
        assertThat(instancesOfVictims(List.of(new Binpack(Packed.CPU)), 3))
                .containsExactly(full, full, empty);
    }

    @Test
    void without_strategies_the_callers_order_decides_and_no_task_goes_twice() {
        String a = fleet.instance("a", 4000, 4000);
        run(a, 5);
        assertThat(Victims.choose(fleet.world(), List.of(), tasks, List.of(), 9))
                .containsExactlyElementsOf(tasks);
        List<PlacementStrategy> random = List.of(new PlacementStrategy.Random());
        assertThat(Victims.choose(fleet.world(), random, tasks, List.of(), 5))
                .containsExactlyInAnyOrderElementsOf(tasks);
    }
}
