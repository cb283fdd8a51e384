package dev.kingtide.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Core;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What an instance has, and what is left of it.
class InstancesTest {
    private static final Reservation WEB =
            new Reservation(512, 1024, 1, List.of(HostPort.tcp(8080)), 2);
    private static final List<String> WEB_GPUS = List.of("GPU-a", "GPU-b");

    private final Core core = new Core(new World(Scope.DEFAULT, 1), new MemoryStore());
    private final String id =
            core.decide(
                            5,
                            t ->
                                    Instances.register(
                                            t,
                                            new Registration(
                                                    "shop",
                                                    "i-1",
                                                    "m5.large",
                                                    "us-east-1a",
                                                    null,
                                                    true,
                                                    "1.105.1",
                                                    "x86_64",
                                                    new Resources(
                                                            2048,
                                                            7800,
                                                            2,
                                                            List.of("GPU-b", "GPU-c", "GPU-a")),
                                                    new TreeMap<>())))
                    .id();

    private ContainerInstance row() {
        return core.world().clusters().instances.require(id);
    }

    @Test
    void registration_gives_the_built_in_attributes_and_reserved_ports() {
        assertThat(row().attributes())
                .containsEntry("ecs.availability-zone", "us-east-1a")
                .containsEntry("ecs.instance-type", "m5.large")
                .containsEntry("ecs.os-type", "linux")
                .containsEntry("ecs.cpu-architecture", "x86_64");
        assertThat(row().portsInUse()).contains(HostPort.tcp(22), HostPort.tcp(51678));
        assertThat(row().takesTasks()).isTrue();
        assertThat(core.world().clusters().byEc2InstanceId.first("i-1")).isEqualTo(row());
    }

    @Test
    void what_is_reserved_is_taken_and_what_is_released_is_back() {
        ContainerInstance before = row();
        reserve();
        assertThat(row().remaining()).isEqualTo(new Resources(1536, 6776, 1, List.of("GPU-c")));
        assertThat(row().portsInUse()).contains(HostPort.tcp(8080)).isSorted();
        assertThat(row().pendingTasks()).isEqualTo(1);
        core.decide(6, t -> started(t));
        assertThat(row().pendingTasks()).isZero();
        assertThat(row().runningTasks()).isEqualTo(1);
        core.decide(7, t -> release(t, true));
        assertThat(row()).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
        assertThat(row().version()).as("changes").isEqualTo(before.version() + 3);
    }

    @Test
    void a_port_is_taken_by_one_task_only() {
        reserve();
        assertThatThrownBy(this::reserve).isInstanceOf(Invariant.class);
    }

    @Test
    void releasing_on_an_instance_that_is_gone_does_nothing() {
        reserve();
        core.decide(
                8,
                t -> {
                    Instances.remove(t, id);
                    Instances.release(t, id, WEB, WEB_GPUS, false);
                    Instances.started(t, id);
                    return id;
                });
        assertThat(core.world().clusters().instances.size()).isZero();
    }

    private void reserve() {
        core.decide(
                5,
                t -> {
                    assertThat(Instances.reserve(t, id, WEB)).isEqualTo(WEB_GPUS);
                    return id;
                });
    }

    private String started(dev.kingtide.core.Turn turn) {
        Instances.started(turn, id);
        return id;
    }

    private String release(dev.kingtide.core.Turn turn, boolean hadStarted) {
        Instances.release(turn, id, WEB, WEB_GPUS, hadStarted);
        return id;
    }
}
