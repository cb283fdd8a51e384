package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.ServiceMode.Controller;
import dev.kingtide.core.service.ServiceMode.Scheduling;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Services whose tasks are moved until the availability zones have equally many.
class ZoneBalanceTest {
    private final ServiceWorld given = new ServiceWorld(1);

    private void join(int number, String zone) {
        given.loop.decide(turn -> {
            ContainerInstance made =
                    Instances.register(
                            turn,
                            new Registration(
                                    "shop",
                                    "i-%017x".formatted(number),
                                    "m5.large",
                                    zone,
                                    null,
                                    false,
                                    "1.105.1",
                                    "x86_64",
                                    new Resources(1024, 4096, 10),
                                    new TreeMap<>()));
            Services.instanceJoined(turn, made);
            return made;
        });
    }

    private void create(int desired, int maximum, boolean rebalancing) {
        given.bridge(1);
        given.create(
                desired,
                new ServiceSettings(
                        LaunchType.EC2,
                        CapacityStrategy.NONE,
                        PlacementRules.SERVICE_DEFAULT,
                        new DeploymentConfiguration(100, maximum, CircuitBreaker.OFF),
                        0,
                        new ServiceMode(Scheduling.REPLICA, Controller.ECS, rebalancing)),
                new ServiceRevision("web:1", "", ServiceNetwork.NONE, List.of()));
    }

    private List<Long> perZone(String... zones) {
        return List.of(zones).stream()
                .map(zone ->
                        given.world.tasks().table.rows().stream()
                                .filter(Task::isRunning)
                                .filter(t -> t.place().zone().equals(zone))
                                .count())
                .toList();
    }

    @Test
    void tasks_move_to_a_zone_that_comes_late_and_never_too_few_run() {
        join(1, "us-east-1a");
        join(2, "us-east-1a");
        create(5, 200, true);
        given.runSeconds(120);
        assertThat(perZone("us-east-1a", "us-east-1b")).containsExactly(5L, 0L);
        join(3, "us-east-1b");
        for (int i = 0; i < 300; i++) {
            given.runSeconds(1);
            assertThat(given.healthy()).isGreaterThanOrEqualTo(5);
            assertThat(given.all()).isLessThanOrEqualTo(10);
        }
        assertThat(perZone("us-east-1a", "us-east-1b")).containsExactly(3L, 2L);
        assertThat(given.all()).isEqualTo(5);
        assertThat(given.world.services().serviceDeployments.size()).isEqualTo(1);
        assertThat(given.messages())
                .anyMatch(m ->
                        m.equals(
                                "(service web) is not AZ balanced with 5 tasks in us-east-1a and 0"
                                        + " in us-east-1b. AZ Rebalancing in progress."))
                .anyMatch(m -> m.contains("has started 2 tasks in us-east-1b to AZ Rebalance: "))
                .anyMatch(m ->
                        m.contains(
                                "has stopped 2 running tasks in us-east-1a due to AZ rebalancing"))
                .anyMatch(m ->
                        m.equals(
                                "(service web) is AZ balanced with 3 tasks in us-east-1a and 2 in"
                                        + " us-east-1b."));
        assertThat(given.world.tasks().table.rows())
                .anyMatch(t ->
                        String.valueOf(t.state().stoppedReason())
                                .startsWith("Availability-zone rebalancing initiated by"));
    }

    @Test
    void the_upper_bound_says_how_many_move_at_once() {
        join(1, "us-east-1a");
        join(2, "us-east-1a");
        create(8, 125, true);
        given.runSeconds(120);
        join(3, "us-east-1b");
        for (int i = 0; i < 900; i++) {
            given.runSeconds(1);
            assertThat(given.healthy()).isGreaterThanOrEqualTo(8);
            assertThat(given.all()).isLessThanOrEqualTo(10);
        }
        assertThat(perZone("us-east-1a", "us-east-1b")).containsExactly(4L, 4L);
    }

    @Test
    void nothing_moves_without_room_or_wish() {
        for (int maximum : new int[] {100, 200}) {
            ZoneBalanceTest one = new ZoneBalanceTest();
            one.join(1, "us-east-1a");
            one.join(2, "us-east-1a");
            one.create(4, maximum, maximum == 100);
            one.given.runSeconds(120);
            one.join(3, "us-east-1b");
            one.given.runSeconds(600);
            assertThat(one.perZone("us-east-1a", "us-east-1b")).containsExactly(4L, 0L);
        }
    }

    @Test
    void a_deployment_that_comes_between_ends_the_move() {
        join(1, "us-east-1a");
        join(2, "us-east-1a");
        create(4, 200, true);
        given.bridge(2);
        given.runSeconds(120);
        join(3, "us-east-1b");
        given.runSeconds(5);
        assertThat(given.service().progress().moving()).isEqualTo(2);
        given.deploy(new ServiceRevision("web:2", "", ServiceNetwork.NONE, List.of()));
        given.runSeconds(600);
        assertThat(given.running(2)).isEqualTo(4);
        assertThat(given.all()).isEqualTo(4);
        assertThat(perZone("us-east-1a", "us-east-1b")).containsExactly(2L, 2L);
        assertThat(given.messages()).anyMatch(m -> m.endsWith("stopped AZ Rebalancing."));
    }

    @Test
    void a_service_whose_light_zone_is_full_moves_when_an_instance_joins_there() {
        join(1, "us-east-1a");
        join(2, "us-east-1a");
        create(8, 200, true);
        given.runSeconds(120);
        given.loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "shop",
                                "full",
                                4,
                                given.service().settings(),
                                new ServiceRevision("web:1", "", ServiceNetwork.NONE, List.of()),
                                null)));
        given.runSeconds(60);
        join(3, "us-east-1b");
        given.runSeconds(600);
        join(4, "us-east-1b");
        given.runSeconds(600);
        long web =
                given.world.tasks().table.rows().stream()
                        .filter(t -> t.isRunning() && t.place().zone().equals("us-east-1b"))
                        .filter(t -> ServiceWorld.KEY.equals(t.identity().serviceKey()))
                        .count();
        assertThat(web).isEqualTo(4);
    }
}
