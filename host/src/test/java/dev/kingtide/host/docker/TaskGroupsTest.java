package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks whose containers are held to one size together.
class TaskGroupsTest {
    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "sleeper", "/busybox sleep 1000");
    @TempDir private Path data;

    @Test
    void containers_of_a_task_share_its_cpu_and_memory_and_the_group_goes_with_them()
            throws Exception {
        assumeTrue(
                TaskGroups.of(engine, engine.info(), AgentSettings.of(Map.of())) != null,
                "control groups of this machine can be made, and its Engine takes them");
        try (LiveDaemon daemon = new LiveDaemon(engine, data, TestEngine.settings())) {
            String definition =
                    """
                    {"family": "two", "networkMode": "none", "cpu": "256", "memory": "64",
                     "containerDefinitions": [
                      {"name": "one", "image": "%s", "stopTimeout": 2},
                      {"name": "other", "image": "%s", "memory": 16, "stopTimeout": 2}]}
                    """
                            .formatted(image, image);
            String task = daemon.run((ObjectNode) LiveDaemon.json(definition), "");
            daemon.awaitStatus(task, "RUNNING");
            for (String name : new String[] {"one", "other"}) {
                String id = daemon.container(task, name);
                assertThat(engine.describe(id).at("/HostConfig/CgroupParent").asText())
                        .isEqualTo("/ecs/" + task);
            }
            assertThat(limits(task)).isEqualTo("25000 100000 " + (64L << 20));
            daemon.ecs("StopTask", "{\"task\": \"" + task + "\"}");
            daemon.awaitStatus(task, "STOPPED");
            LiveDaemon.await(() -> groups(task), there -> !there);
        }
    }

    private static boolean groups(String task) {
        return Stream.of("memory/ecs", "pids/ecs", "ecs")
                .anyMatch(place -> Files.exists(Path.of("/sys/fs/cgroup", place, task)));
    }

    /// Quota, period and bytes.
    private static String limits(String task) throws Exception {
        Path unified = Path.of("/sys/fs/cgroup/ecs/" + task);
        if (Files.exists(unified)) {
            return Files.readString(unified.resolve("cpu.max")).strip()
                    + " "
                    + Files.readString(unified.resolve("memory.max")).strip();
        }
        Path cpu = Path.of("/sys/fs/cgroup/cpu/ecs/" + task);
        return Files.readString(cpu.resolve("cpu.cfs_quota_us")).strip()
                + " "
                + Files.readString(cpu.resolve("cpu.cfs_period_us")).strip()
                + " "
                + Files.readString(
                                Path.of("/sys/fs/cgroup/memory/ecs/" + task)
                                        .resolve("memory.limit_in_bytes"))
                        .strip();
    }
}
