package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @ParameterizedTest
    @CsvSource({"AWSVPC, 0", "BRIDGE, 1", "HOST, 1", "NONE, 1"})
    void subnets_keep_only_tasks_with_own_interfaces_off_instances_in_other_zones(
            NetworkMode mode, int started) {
        ServiceWorld it = new ServiceWorld(1);
        TaskDefinition web = it.world.tasks().definitions.require("web:1");
        TaskDefinition definition =
                new TaskDefinition(
                        "web",
                        3,
                        DefinitionStatus.ACTIVE,
                        mode,
                        web.cpuUnits(),
                        web.memoryMib(),
                        web.containers(),
                        web.constraints(),
                        web.cpuArchitecture(),
                        web.operatingSystem(),
                        web.ephemeralStorageGib(),
                        null);
        Launcher.Outcome outcome =
                it.loop.decide(turn -> {
                    turn.put(it.world.tasks().definitions, definition);
                    Instances.register(
                            turn,
                            new Registration(
                                    "shop",
                                    "i-0123456789abcdef0",
                                    "m5.large",
                                    "us-east-1c",
                                    null,
                                    false,
                                    "1.105.1",
                                    "x86_64",
                                    new Resources(2048, 8192, 2),
                                    new TreeMap<>()));
                    return Launcher.launch(turn, request(definition), 1);
                });
        assertThat(outcome.started()).hasSize(started);
    }

    private static Launcher.Request request(TaskDefinition definition) {
        return new Launcher.Request(
                "shop",
                null,
                null,
                null,
                "family:web",
                definition,
                ServiceWorld.revision(1, false).network(),
                LaunchType.EC2,
                CapacityStrategy.NONE,
                PlacementRules.SERVICE_DEFAULT);
    }
}
