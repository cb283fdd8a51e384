package dev.kingtide.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random clusters, tasks and asks: the indexed placer against the plain one.
class PlacerSeedsTest {
    private static final int SEEDS = 150;
    private static final List<String> GROUPS = List.of("service:a", "service:b", "family:c");
    private static final List<String> EXPRESSIONS =
            List.of(
                    "attribute:stack == blue",
                    "attribute:ecs.availability-zone in [za, zb]",
                    "attribute:rack exists and not attribute:stack == green",
                    "attribute:ecs.instance-type =~ c5.* or attribute:stack == blue",
                    "runningTasksCount < 3",
                    "task:group == service:a",
                    "task:group != service:b and agentConnected == true",
                    "not(task:group =~ service:.*)",
                    "registeredAt < 1970-01-01T00:00:05Z");

    @Test
    void the_indexed_placer_chooses_one_of_the_best_that_a_full_scan_finds() {
        int placed = 0;
        int unplaceable = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Generated generated = new Generated(seed);
            for (int step = 0; step < 40; step++) {
                generated.change();
                Ask ask = generated.ask(step);
                List<String> best = new ReferencePlacer(generated.fleet.world(), ask).best();
                String what = "seed " + seed + " step " + step + ": " + ask;
                switch (generated.fleet.place(ask)) {
                    case Placement.Placed(String instanceId, String zone) -> {
                        assertThat(best).as(what).contains(instanceId);
                        ContainerInstance row = generated.fleet.row(instanceId);
                        assertThat(zone).as(what).isEqualTo(row.zone());
                        generated.run(ask, instanceId);
                        placed++;
                    }
                    case Placement.Unplaceable no -> {
                        assertThat(best).as(what).isEmpty();
                        assertThat(no.reasons()).as(what).isNotEmpty();
                        unplaceable++;
                    }
                }
            }
        }
        assertThat(placed).isGreaterThan(SEEDS * 10);
        assertThat(unplaceable).isGreaterThan(SEEDS);
    }

    /// A cluster that changes at random.
    private static final class Generated {
        final Fleet fleet;
        private final SplittableRandom random;
        private final List<String> tasks = new ArrayList<>();
        private final List<String> instances = new ArrayList<>();

        Generated(int seed) {
            random = new SplittableRandom(seed);
            fleet = new Fleet(seed);
            int count = random.nextInt(1, seed % 20 == 0 ? 200 : 12);
            for (int i = 0; i < count; i++) {
                register();
            }
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private void register() {
            fleet.at(random.nextInt(1, 10) * 1000L);
            List<String> attributes = new ArrayList<>();
            attributes.add("ecs.instance-type=" + any(List.of("m5.large", "c5.large")));
            if (random.nextInt(3) > 0) {
                attributes.add("stack=" + any(List.of("blue", "green")));
            }
            if (random.nextInt(3) == 0) {
                attributes.add("rack=" + any(List.of("r1", "r2", "r3")));
            }
            if (random.nextInt(3) == 0) {
                attributes.add("provider=asg");
            }
            if (random.nextInt(4) == 0) {
                attributes.add("gpus=" + random.nextInt(1, 5));
            }
            instances.add(
                    fleet.instance(
                            any(List.of("za", "zb", "zc")),
                            any(List.of(1024, 2048)),
                            any(List.of(1000, 2000, 4000)),
                            attributes.toArray(String[]::new)));
        }

        void change() {
            switch (random.nextInt(10)) {
                case 0 -> register();
                case 1 -> fleet.connected(any(instances), random.nextInt(3) > 0);
                case 2 -> fleet.drain(any(instances));
                case 3 -> fleet.activate(any(instances));
                case 4, 5 -> {
                    if (!tasks.isEmpty()) {
                        fleet.end(tasks.remove(random.nextInt(tasks.size())));
                    }
                }
                case 6 -> {
                    if (!tasks.isEmpty()) {
                        fleet.stop(any(tasks));
                    }
                }
                case 7 -> {
                    if (instances.size() > 1 && random.nextInt(3) == 0) {
                        fleet.gone(instances.remove(random.nextInt(instances.size())));
                    }
                }
                default -> {}
            }
        }

        Ask ask(int step) {
            List<PlacementStrategy> strategies = new ArrayList<>();
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                strategies.add(
                        any(
                                List.of(
                                        new PlacementStrategy.SpreadAttribute(
                                                "ecs.availability-zone"),
                                        new PlacementStrategy.SpreadAttribute("rack"),
                                        new PlacementStrategy.SpreadInstance(),
                                        new PlacementStrategy.Binpack(PlacementStrategy.Packed.CPU),
                                        new PlacementStrategy.Binpack(
                                                PlacementStrategy.Packed.MEMORY),
                                        new PlacementStrategy.Random())));
            }
            List<PlacementConstraint> constraints = new ArrayList<>();
            if (random.nextInt(4) == 0) {
                constraints.add(new PlacementConstraint.DistinctInstance());
            }
            if (random.nextInt(3) == 0) {
                constraints.add(new PlacementConstraint.MemberOf(Fleet.parse(any(EXPRESSIONS))));
            }
            List<Requirement> requirements =
                    random.nextInt(8) == 0
                            ? List.of(new Requirement("stack", any(List.of("blue", "green"))))
                            : List.of();
            List<HostPort> ports = random.nextInt(5) == 0 ? List.of(HostPort.tcp(8080)) : List.of();
            return new Ask(
                    "task " + step,
                    Fleet.CLUSTER,
                    any(GROUPS),
                    new Reservation(
                            any(List.of(64, 128, 256)),
                            any(List.of(100, 300, 500)),
                            random.nextInt(6) == 0 ? 1 : 0,
                            ports,
                            random.nextInt(6) == 0 ? random.nextInt(1, 3) : 0),
                    new PlacementRules(strategies, constraints, requirements),
                    random.nextInt(6) == 0 ? "asg" : null,
                    random.nextInt(6) == 0 ? List.of("za", "zc") : List.of());
        }

        void run(Ask ask, String instanceId) {
            tasks.add(fleet.run(ask.group(), instanceId, ask.needs()));
        }
    }
}
