package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /// What the kernel would make of directories, files have to stand for.
    @Test
    void in_one_hierarchy_controllers_are_handed_down_and_limits_are_in_its_words()
            throws Exception {
        Path root = data.resolve("unified");
        Files.createDirectories(root.resolve("system.slice"));
        TaskGroups groups = TaskGroups.in(root, true);
        assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
        TaskPlan plan = sized("256", "64");
        String id = plan.task().id();
        assertThat(groups.provide(plan)).isEqualTo("/ecs/" + id);
        assertThat(root.resolve("ecs/cgroup.subtree_control")).hasContent("+cpu +memory");
        Path group = root.resolve("ecs").resolve(id);
        assertThat(group.resolve("cpu.max")).hasContent("25000 100000");
        assertThat(group.resolve("memory.max")).hasContent("" + (64L << 20));
        assertThat(groups.provide(plan)).as("of another container").isEqualTo("/ecs/" + id);
        Files.delete(group.resolve("cpu.max"));
        Files.delete(group.resolve("memory.max"));
        TaskGroups.remove(root, List.of(id, "another"));
        assertThat(group).doesNotExist();
    }

    @Test
    void in_two_hierarchies_each_has_its_limits() throws Exception {
        Path root = data.resolve("two");
        Files.createDirectories(root.resolve("cpu"));
        Files.createDirectories(root.resolve("memory"));
        TaskPlan plan = sized("512", "32");
        String id = plan.task().id();
        assertThat(TaskGroups.in(root, false).provide(plan)).isEqualTo("/ecs/" + id);
        Path cpu = root.resolve("cpu/ecs").resolve(id);
        assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent("50000");
        assertThat(cpu.resolve("cpu.cfs_period_us")).hasContent("100000");
        assertThat(root.resolve("memory/ecs").resolve(id).resolve("memory.limit_in_bytes"))
                .hasContent("" + (32L << 20));
    }

    @SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
    private static TaskPlan sized(String cpu, String memory) {
        return Plans.of(
                software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                        .family("web")
                        .networkMode("none")
                        .cpu(cpu)
                        .memory(memory)
                        .containerDefinitions(c -> c.name("web").image("web"))
                        .build(),
                TaskOverrides.NONE);
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
