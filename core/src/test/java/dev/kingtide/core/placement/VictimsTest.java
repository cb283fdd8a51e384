package dev.kingtide.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import dev.kingtide.core.placement.PlacementStrategy.SpreadAttribute;
import dev.kingtide.core.placement.PlacementStrategy.SpreadInstance;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private List<Task> victims(List<PlacementStrategy> strategies, int count) {
        return Victims.choose(
                fleet.world(),
                new Victims.Candidates(Fleet.CLUSTER, WEB, WEB, Standing.STARTING, strategies),
                count);
    }

    private List<String> whereVictimsRun(List<PlacementStrategy> strategies, int count) {
        return victims(strategies, count).stream().map(t -> t.place().where()).toList();
    }

    @Test
    void the_zone_with_the_most_gives_first_and_in_it_the_instance_with_the_most() {
        String a1 = fleet.instance("a", 4000, 4000);
        String a2 = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        run(a1, 3);
        run(a2, 1);
        run(b, 2);
        assertThat(whereVictimsRun(PlacementStrategy.SERVICE_DEFAULT, 4))
                .containsExactly(a1, a1, a1, b);
    }

    @Test
    void tasks_that_stay_count_where_tasks_are_spread() {
        String a = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        run(a, 1);
        run(b, 1);
        Task kept = fleet.task(fleet.run(WEB, b));
        runs(kept);
        assertThat(whereVictimsRun(PlacementStrategy.SERVICE_DEFAULT, 1)).containsExactly(b);
    }

    @Test
    void on_fargate_the_zone_with_the_most_gives_first_and_in_it_the_newest_task() {
        List<String> a = List.of(fargate("a"), fargate("a"), fargate("a"), fargate("a"));
        String b = fargate("b");
        fargate("b");
        assertThat(victims(PlacementStrategy.SERVICE_DEFAULT, 3))
                .extracting(Task::id)
                .containsExactly(a.get(3), a.get(2), a.get(1));
        assertThat(victims(PlacementStrategy.SERVICE_DEFAULT, 5))
                .extracting(Task::id)
                .doesNotContain(b)
                .doesNotHaveDuplicates();
    }

    @Test
    void with_binpack_the_instance_that_would_have_the_most_left_gives_first() {
        String full = fleet.instance("a", 4000, 100);
        String empty = fleet.instance("a", 2000, 1000);
        run(full, 2);
        run(empty, 2);
        assertThat(whereVictimsRun(List.of(new Binpack(Packed.MEMORY)), 3))
                .containsExactly(empty, empty, full);
        assertThat(whereVictimsRun(List.of(new Binpack(Packed.CPU)), 3))
                .containsExactly(full, full, empty);
    }

    @Test
    void all_go_when_no_more_are_there_and_no_task_goes_twice() {
        String a = fleet.instance("a", 4000, 4000);
        run(a, 5);
        assertThat(victims(List.of(), 9)).containsExactlyElementsOf(tasks);
        List<PlacementStrategy> random = List.of(new PlacementStrategy.Random());
        assertThat(victims(random, 4)).containsExactlyElementsOf(tasks.reversed().subList(0, 4));
    }

    @Test
    void tasks_on_an_instance_that_was_deregistered_under_them_can_still_go() {
        String a = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        run(a, 3);
        run(b, 2);
        fleet.gone(a);
        assertThat(whereVictimsRun(PlacementStrategy.SERVICE_DEFAULT, 4))
                .containsExactly(b, b, a, a);
    }

    @Test
    void what_goes_leaves_every_zone_and_instance_as_even_as_a_choice_one_by_one_would() {
        for (int seed = 0; seed < 200; seed++) {
            new Random(seed).check();
        }
    }

    /// A fleet of some instances in some zones with tasks on them, some of which stay.
    private static final class Random {
        private final VictimsTest given = new VictimsTest();
        private final Dice dice;
        private final int seed;
        private int draws;

        Random(int seed) {
            this.seed = seed;
            this.dice = new Dice(seed);
        }

        private int below(int bound) {
            return (int) (dice.uniform("draw", draws++) * bound);
        }

        void check() {
            List<String> instances = new ArrayList<>();
            for (int i = 0; i < 1 + below(6); i++) {
                instances.add(given.fleet.instance("z" + below(3), 4000, 4000));
            }
            Map<String, Integer> where = new LinkedHashMap<>();
            Map<String, Integer> free = new LinkedHashMap<>();
            for (int i = 0; i < 2 + below(20); i++) {
                String instance = instances.get(below(instances.size()));
                Task task = given.fleet.task(given.fleet.run(WEB, instance));
                where.merge(instance, 1, Integer::sum);
                if (below(4) == 0) {
                    given.runs(task);
                } else {
                    free.merge(instance, 1, Integer::sum);
                    given.tasks.add(task);
                }
            }
            int count = below(given.tasks.size() + 1);
            List<PlacementStrategy> strategies =
                    below(2) == 0
                            ? PlacementStrategy.SERVICE_DEFAULT
                            : List.of(
                                    new SpreadAttribute("ecs.availability-zone"),
                                    new SpreadInstance());
            List<Task> chosen = given.victims(strategies, count);
            assertThat(chosen).as("seed %s", seed).hasSize(count).doesNotHaveDuplicates();
            assertThat(given.tasks).as("seed %s", seed).containsAll(chosen);
            if (count < given.tasks.size()) {
                chosen.forEach(task -> takeOne(task, where, free));
            }
        }

        /// Each victim comes from a zone with the most of those that can give, and in it from an
        /// instance with the most.
        private void takeOne(Task task, Map<String, Integer> where, Map<String, Integer> free) {
            String from = task.place().where();
            String zone = zoneOf(from);
            for (String other : free.keySet()) {
                if (free.getOrDefault(other, 0) > 0) {
                    assertThat(inZone(where, zone))
                            .as("seed %s", seed)
                            .isGreaterThanOrEqualTo(inZone(where, zoneOf(other)));
                    if (zoneOf(other).equals(zone)) {
                        assertThat(where.getOrDefault(from, 0))
                                .as("seed %s", seed)
                                .isGreaterThanOrEqualTo(where.getOrDefault(other, 0));
                    }
                }
            }
            where.merge(from, -1, Integer::sum);
            free.merge(from, -1, Integer::sum);
        }

        private int inZone(Map<String, Integer> where, String zone) {
            return where.entrySet().stream()
                    .filter(e -> zoneOf(e.getKey()).equals(zone))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        private String zoneOf(String instanceId) {
            return given.fleet.row(instanceId).zone();
        }
    }

    private String fargate(String zone) {
        return fleet.fargate(WEB, zone);
    }

    /// The task runs, so that it is not a candidate any more.
    private void runs(Task task) {
        fleet.core.decide(
                1_000,
                turn -> {
                    var state = task.state().to(TaskStatus.PENDING).to(TaskStatus.RUNNING);
                    turn.put(turn.world().tasks().table, task.with(state));
                    return task;
                });
    }
}
