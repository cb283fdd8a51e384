package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskLists;
import dev.kingtide.core.time.TimerKind;
import org.junit.jupiter.api.Test;

/// Who gets a try when capacity comes free.
class WaitingServicesTest {
    private static final int SMALL = 256;
    private static final int MANY = 30;

    private final ServiceWorld it = new ServiceWorld(1);

    /// An account with 16 vCPUs, all of them taken, a big service that wants 8 of them and many
    /// that want a quarter each.
    WaitingServicesTest() {
        it.loop.decide(turn -> {
            var quotas = it.world.admission();
            turn.put(quotas.quotasTable, Quotas.DEFAULT.with(Quota.FARGATE_VCPUS, 16));
            return "";
        });
        create("holder", SMALL, 64);
        it.loop.runUntil(600_000);
        create("big", 8192, 1);
        it.loop.runUntil(660_000);
        for (int i = 0; i < MANY; i++) {
            create("small-" + i, SMALL, 1);
        }
        it.loop.runUntil(900_000);
        assertThat(waiting()).isEqualTo(MANY + 1);
    }

    @Test
    void whoever_fits_gets_what_came_free_whatever_those_before_it_need() {
        scale("holder", 64 - 10);
        it.loop.runUntil(1_500_000);
        assertThat(waiting()).isEqualTo(MANY + 1 - 10);
        assertThat(running("big")).isZero();

        scale("holder", 0);
        it.loop.runUntil(2_500_000);
        assertThat(waiting()).isZero();
        assertThat(running("big")).isEqualTo(1);
        for (int i = 0; i < MANY; i++) {
            assertThat(running("small-" + i)).isEqualTo(1);
        }
    }

    @Test
    void one_turn_wakes_one_service_which_wakes_the_next() {
        int before = it.world.timers().of(TimerKind.SERVICE_RECONCILE).size();
        it.loop.decide(turn -> {
            Services.fargateFreed(turn);
            return "";
        });
        assertThat(it.world.timers().of(TimerKind.SERVICE_RECONCILE).size()).isEqualTo(before + 1);
        long looksBefore = it.core.turns();
        it.loop.runUntil(1_500_000);
        assertThat(it.core.turns() - looksBefore).isBetween(MANY + 1L, 2L * MANY + 10);
        assertThat(waiting()).isEqualTo(MANY + 1);
    }

    @Test
    void a_service_that_stops_waiting_for_one_thing_has_the_next_one_tried() {
        scale("holder", 64 - 2);
        it.loop.decide(turn -> Services.delete(turn, "shop/big"));
        it.loop.runUntil(1_500_000);
        assertThat(waiting()).isEqualTo(MANY - 2);
    }

    private int waiting() {
        return it.world.services().waiting.count(ServiceTables.FARGATE);
    }

    private int running(String service) {
        return (int)
                it
                        .world
                        .tasks()
                        .lists()
                        .byService
                        .get(new TaskLists.Group("shop/" + service, false))
                        .stream()
                        .filter(t -> t.isRunning())
                        .count();
    }

    private void scale(String service, int count) {
        it.loop.decide(turn -> Services.setDesiredCount(turn, "shop/" + service, count));
    }

    private void create(String name, int cpuUnits, int desired) {
        TaskDefinition web = it.world.tasks().definitions.require("web:1");
        it.loop.decide(turn -> {
            turn.put(
                    it.world.tasks().definitions,
                    new TaskDefinition(
                            name,
                            1,
                            DefinitionStatus.ACTIVE,
                            NetworkMode.AWSVPC,
                            cpuUnits,
                            web.memoryMib(),
                            web.containers(),
                            web.constraints(),
                            web.cpuArchitecture(),
                            web.operatingSystem(),
                            web.ephemeralStorageGib(),
                            null));
            ServiceRevision revision = ServiceWorld.revision(1, false);
            return Services.create(
                    turn,
                    new Services.NewService(
                            "shop",
                            name,
                            desired,
                            new ServiceSettings(
                                    LaunchType.FARGATE,
                                    CapacityStrategy.NONE,
                                    PlacementRules.SERVICE_DEFAULT,
                                    DeploymentConfiguration.DEFAULT,
                                    0),
                            new ServiceRevision(
                                    name + ":1",
                                    revision.platformVersion(),
                                    revision.network(),
                                    revision.loadBalancers()),
                            null));
        });
    }
}
