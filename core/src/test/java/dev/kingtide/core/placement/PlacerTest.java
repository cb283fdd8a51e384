package dev.kingtide.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Refusal;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each strategy, each constraint, and why a task has no place.
class PlacerTest {
    private static final PlacementStrategy ZONES =
            new PlacementStrategy.SpreadAttribute("ecs.availability-zone");
    private static final PlacementStrategy INSTANCES = new PlacementStrategy.SpreadInstance();
    private static final PlacementRules DISTINCT =
            new PlacementRules(
                    List.of(), List.of(new PlacementConstraint.DistinctInstance()), List.of());

    private final Fleet fleet = new Fleet();

    private List<String> place(int count, Ask ask) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(fleet.placeAndRun(ask));
        }
        return places;
    }

    private static Reservation needs(int cpuUnits, int memoryMib) {
        return Reservation.of(cpuUnits, memoryMib);
    }

    @Test
    void the_default_of_services_fills_zones_evenly_and_in_them_instances() {
        String a1 = fleet.instance("a", 4000, 4000);
        String a2 = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        List<String> places = place(8, Fleet.ask("service:web", PlacementRules.SERVICE_DEFAULT));
        assertThat(places.stream().filter(b::equals)).hasSize(4);
        assertThat(places.stream().filter(a1::equals)).hasSize(2);
        assertThat(places.stream().filter(a2::equals)).hasSize(2);
    }

    @Test
    void spreading_counts_the_tasks_of_the_same_group_only() {
        String a = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        fleet.run("service:other", b);
        fleet.run("service:other", b);
        fleet.run("service:web", a);
        assertThat(fleet.placeAndRun(Fleet.ask("service:web", Fleet.strategies(ZONES))))
                .isEqualTo(b);
    }

    @Test
    void a_task_that_is_to_stop_counts_no_more() {
        String a = fleet.instance("a", 4000, 4000);
        String b = fleet.instance("b", 4000, 4000);
        String stopping = fleet.run("service:web", a);
        fleet.run("service:web", b);
        fleet.stop(stopping);
        assertThat(fleet.placeAndRun(Fleet.ask("service:web", Fleet.strategies(ZONES))))
                .isEqualTo(a);
        assertThat(fleet.world().placement().count(Fleet.CLUSTER, "service:web", "a")).isEqualTo(1);
    }

    @Test
    void spreading_over_an_attribute_takes_its_values_in_turn() {
        String r1 = fleet.instance("a", 4000, 4000, "rack=1");
        fleet.instance("a", 4000, 4000, "rack=1");
        String r2 = fleet.instance("b", 4000, 4000, "rack=2");
        fleet.run("service:web", r1);
        Ask ask =
                Fleet.ask(
                        "service:web",
                        Fleet.strategies(new PlacementStrategy.SpreadAttribute("rack")));
        assertThat(fleet.placeAndRun(ask)).isEqualTo(r2);
    }

    @Test
    void the_full_zone_is_passed_over() {
        fleet.instance("a", 10, 10);
        String b = fleet.instance("b", 4000, 4000);
        assertThat(place(3, Fleet.ask("service:web", PlacementRules.SERVICE_DEFAULT)))
                .containsOnly(b);
    }

    @ParameterizedTest(name = "binpack {0} goes to instance {1}")
    @CsvSource({"MEMORY, 1", "CPU, 2"})
    void binpack_takes_the_instance_with_the_least_left_of_the_resource(
            Packed resource, int expected) {
        List<String> ids =
                List.of(
                        fleet.instance("a", 3000, 3000),
                        fleet.instance("a", 2000, 1000),
                        fleet.instance("b", 1000, 2000),
                        fleet.instance("b", 50, 50));
        assertThat(fleet.placeAndRun(Fleet.ask("g", Fleet.strategies(new Binpack(resource)))))
                .isEqualTo(ids.get(expected));
    }

    @Test
    void binpack_fills_one_instance_before_the_next() {
        for (int i = 0; i < 5; i++) {
            fleet.instance("a", 1000, 1000);
        }
        Ask ask = Fleet.ask("g", needs(100, 250), Fleet.strategies(new Binpack(Packed.MEMORY)));
        List<String> places = place(8, ask);
        assertThat(new LinkedHashSet<>(places.subList(0, 4))).hasSize(1);
        assertThat(new LinkedHashSet<>(places.subList(4, 8))).hasSize(1);
    }

    @Test
    void later_strategies_decide_among_what_the_earlier_leave() {
        fleet.instance("a", 1000, 1000);
        String b1 = fleet.instance("b", 2000, 2000);
        String b2 = fleet.instance("b", 2000, 1500);
        fleet.run("service:web", fleet.instance("a", 1000, 500));
        Ask ask = Fleet.ask("service:web", Fleet.strategies(ZONES, new Binpack(Packed.MEMORY)));
        assertThat(fleet.placeAndRun(ask)).isEqualTo(b2);
        Ask other =
                Fleet.ask(
                        "service:web",
                        Fleet.strategies(ZONES, INSTANCES, new Binpack(Packed.MEMORY)));
        fleet.run("service:web", fleet.instance("a", 1000, 500));
        assertThat(fleet.placeAndRun(other)).isEqualTo(b1);
    }

    @Test
    void random_reaches_every_instance_about_as_often_and_depends_on_the_subject_only() {
        int instances = 10;
        int draws = 2000;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            ids.add(fleet.instance(i % 2 == 0 ? "a" : "b", 1000, 1000));
        }
        PlacementRules random = Fleet.strategies(new PlacementStrategy.Random());
        int[] counts = new int[instances];
        for (int i = 0; i < draws; i++) {
            Ask ask =
                    new Ask("task " + i, Fleet.CLUSTER, "g", needs(1, 1), random, null, List.of());
            assertThat(fleet.place(ask)).isEqualTo(fleet.place(ask));
            counts[ids.indexOf(((Placement.Placed) fleet.place(ask)).instanceId())]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(150, 250);
        }
    }

    @Test
    void distinct_instances_have_one_task_of_the_group_each_and_stopping_ones_do_not_bind() {
        String one = fleet.instance("a", 4000, 4000);
        String two = fleet.instance("a", 4000, 4000);
        fleet.run("service:other", one);
        assertThat(place(2, Fleet.ask("service:web", DISTINCT)))
                .containsExactlyInAnyOrder(one, two);
        assertThat(fleet.place(Fleet.ask("service:web", DISTINCT)))
                .isInstanceOfSatisfying(
                        Placement.Unplaceable.class,
                        no -> assertThat(no.reasons()).containsExactly(Reason.DISTINCT_INSTANCE));
        String onOne =
                fleet.world().tasks().byInstance.list(one).stream()
                        .filter(t -> t.identity().group().equals("service:web"))
                        .findFirst()
                        .orElseThrow()
                        .id();
        fleet.stop(onOne);
        assertThat(fleet.placeAndRun(Fleet.ask("service:web", DISTINCT))).isEqualTo(one);
    }

    @Test
    void no_task_is_put_where_it_does_not_fit_and_the_reason_names_what_is_short() {
        String id = fleet.instance("a", 1000, 1000);
        Reservation port = new Reservation(1, 1, 0, List.of(HostPort.tcp(80)));
        fleet.run("g", id, port);
        Reservation eni = new Reservation(1, 1, 3, List.of());
        record Case(Reservation needs, Reason reason) {}
        for (Case c :
                List.of(
                        new Case(needs(1001, 1), Reason.CPU),
                        new Case(needs(1, 1001), Reason.MEMORY),
                        new Case(port, Reason.PORTS),
                        new Case(new Reservation(1, 1, 0, List.of(HostPort.tcp(22))), Reason.PORTS),
                        new Case(eni, Reason.ENI),
                        new Case(new Reservation(1, 1, 0, List.of(), 1), Reason.GPU))) {
            assertThat(fleet.place(Fleet.ask("g", c.needs, PlacementRules.SERVICE_DEFAULT)))
                    .isEqualTo(
                            new Placement.Unplaceable(
                                    List.of(c.reason), new Placement.Closest(id, c.reason)));
        }
        assertThat(
                        fleet.place(
                                Fleet.ask(
                                        "g",
                                        new Reservation(1, 1, 0, List.of(new HostPort(80, "udp"))),
                                        PlacementRules.SERVICE_DEFAULT)))
                .isInstanceOf(Placement.Placed.class);
    }

    @Test
    void a_task_with_gpus_goes_where_as_many_are_free_and_gives_them_back() {
        for (int i = 0; i < 70; i++) {
            fleet.instance("a", 4000, 4000);
        }
        String id = fleet.instance("a", 1000, 1000, "gpus=3");
        Ask ask = Fleet.ask("g", new Reservation(1, 1, 0, List.of(), 2), Fleet.strategies());
        assertThat(fleet.placeAndRun(ask)).isEqualTo(id);
        assertThat(reasons(ask)).containsExactly(Reason.GPU);
        assertThat(fleet.row(id).remaining().gpus()).containsExactly("GPU-2");
        fleet.end(fleet.world().tasks().byInstance.list(id).getFirst().id());
        assertThat(fleet.row(id).remaining()).isEqualTo(fleet.row(id).registered());
        assertThat(fleet.placeAndRun(ask)).isEqualTo(id);
    }

    @Test
    void an_instance_that_takes_no_tasks_gets_none() {
        Ask ask = Fleet.ask("g", PlacementRules.SERVICE_DEFAULT);
        assertThat(reasons(ask)).containsExactly(Reason.NO_ACTIVE_INSTANCES);
        String id = fleet.instance("a", 1000, 1000);
        fleet.drain(id);
        assertThat(reasons(ask)).containsExactly(Reason.NO_ACTIVE_INSTANCES);
        fleet.activate(id);
        fleet.connected(id, false);
        assertThat(reasons(ask)).containsExactly(Reason.AGENT);
        fleet.connected(id, true);
        assertThat(fleet.placeAndRun(ask)).isEqualTo(id);
        fleet.gone(id);
        assertThat(reasons(ask)).containsExactly(Reason.NO_ACTIVE_INSTANCES);
    }

    @Test
    void zones_providers_attributes_and_expressions_bind() {
        fleet.instance("a", 1000, 1000, "provider=asg", "stack=blue");
        PlacementRules any = PlacementRules.SERVICE_DEFAULT;
        Reservation small = needs(1, 1);
        assertThat(reasons(new Ask("s", Fleet.CLUSTER, "g", small, any, null, List.of("b"))))
                .containsExactly(Reason.LOCATION);
        assertThat(reasons(new Ask("s", Fleet.CLUSTER, "g", small, any, "other", List.of())))
                .containsExactly(Reason.EMPTY_CAPACITY_PROVIDER);
        assertThat(reasons(Fleet.ask("g", Fleet.memberOf("attribute:stack == green"))))
                .containsExactly(Reason.MEMBER_OF);
        assertThat(reasons(Fleet.ask("g", Fleet.memberOf("runningTasksCount > 0"))))
                .containsExactly(Reason.MEMBER_OF);
        PlacementRules arm =
                new PlacementRules(
                        List.of(),
                        List.of(),
                        List.of(new Requirement("ecs.cpu-architecture", "arm64")));
        assertThat(reasons(Fleet.ask("g", arm))).containsExactly(Reason.ATTRIBUTE);
    }

    @Test
    void a_refused_turn_leaves_the_index_as_it_was() {
        String a = fleet.instance("a", 1000, 1000);
        Ask ask = Fleet.ask("g", Reservation.of(600, 600), PlacementRules.SERVICE_DEFAULT);
        try {
            fleet.core.decide(
                    1,
                    t -> {
                        Instances.reserve(t, a, ask.needs());
                        Instances.drain(t, a);
                        Instances.remove(t, a);
                        assertThat(Placer.place(t.world(), ask))
                                .isInstanceOf(Placement.Unplaceable.class);
                        throw new Refusal("Test", "no");
                    });
        } catch (Refusal refused) {
            assertThat(refused.code()).isEqualTo("Test");
        }
        assertThat(fleet.placeAndRun(ask)).isEqualTo(a);
        assertThat(reasons(ask)).containsExactly(Reason.CPU);
    }

    @Test
    void an_attribute_that_changes_takes_effect_at_once() {
        String id = fleet.instance("a", 1000, 1000);
        fleet.run("service:web", id);
        Ask blue = Fleet.ask("g", Fleet.memberOf("attribute:stack == blue"));
        assertThat(reasons(blue)).containsExactly(Reason.MEMBER_OF);
        java.util.TreeMap<String, String> stack = new java.util.TreeMap<>();
        stack.put("stack", "blue");
        fleet.core.decide(1, t -> Instances.putAttributes(t, id, stack));
        assertThat(fleet.placeAndRun(blue)).isEqualTo(id);
        assertThat(fleet.world().placement().countOn(id, Fleet.CLUSTER, "service:web"))
                .isEqualTo(1);
        fleet.core.decide(1, t -> Instances.deleteAttributes(t, id, List.of("stack")));
        assertThat(reasons(blue)).containsExactly(Reason.MEMBER_OF);
    }

    @Test
    void on_fargate_the_zone_with_the_fewest_tasks_of_the_service_is_next() {
        List<String> zones = List.of("a", "b", "c");
        List<String> chosen = new ArrayList<>();
        fleet.fargate("service:other", "a");
        for (int i = 0; i < 5; i++) {
            String zone = Zones.choose(fleet.world(), Fleet.CLUSTER, "service:web", zones);
            chosen.add(zone);
            fleet.fargate("service:web", zone);
        }
        assertThat(chosen).containsExactly("a", "b", "c", "a", "b");
    }

    private List<Reason> reasons(Ask ask) {
        return switch (fleet.place(ask)) {
            case Placement.Unplaceable no -> no.reasons();
            case Placement.Placed placed -> throw new AssertionError("found " + placed);
        };
    }
}
