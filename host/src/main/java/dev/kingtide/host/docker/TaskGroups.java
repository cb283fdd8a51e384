package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Control groups of tasks, `/ecs/<task id>`, which hold all containers of a task together to its
/// CPU and memory (ECS developer guide, task size; amazon-ecs-agent, agent/taskresource/cgroup).
///
/// Only where this process may write the groups of the machine that the Engine is on, and the
/// Engine takes names of groups as paths (its driver is `cgroupfs`, not `systemd`). Elsewhere each
/// container alone is held to the task's size.
final class TaskGroups {
    private static final Logger LOG = LoggerFactory.getLogger(TaskGroups.class);
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String PARENT = "ecs";
    private static final long UNITS_OF_A_CPU = 1024;
    private static final int MIB_SHIFT = 20;
    private final Path root;
    private final boolean unified;

    private TaskGroups(Path root, boolean unified) {
        this.root = root;
        this.unified = unified;
    }

    /// Those of the machine of an Engine; null where there can be none.
    static @Nullable TaskGroups of(Engine engine, EngineInfo info, AgentSettings settings) {
        boolean unified = info.cgroupVersion().equals("2");
        boolean own = engine.address().reachedAt().isLoopbackAddress();
        if (!settings.taskLimits() || !own || !info.cgroupDriver().equals("cgroupfs")) {
            return null;
        }
        try {
            return in(ROOT, unified);
        } catch (IOException e) {
            LOG.info("no control groups of tasks here: {}", e.getMessage());
            return null;
        }
    }

    /// Those under a directory.
    ///
    /// @param unified whether all that is controlled is in one hierarchy (version 2)
    /// @throws IOException when they may not be made
    static TaskGroups in(Path root, boolean unified) throws IOException {
        TaskGroups groups = new TaskGroups(root, unified);
        for (Path hierarchy : groups.hierarchies()) {
            groups.create(hierarchy, PARENT);
        }
        return groups;
    }

    /// Of the hierarchies for CPU and for memory, which may be one.
    private List<Path> hierarchies() {
        return unified ? List.of(root) : List.of(root.resolve("cpu"), root.resolve("memory"));
    }

    private Path create(Path parent, String name) throws IOException {
        Path group =
                Files.createDirectories(parent.resolve(name)); // another container may be first
        if (unified) {
            Files.writeString(parent.resolve("cgroup.subtree_control"), "+cpu +memory");
        }
        return group;
    }

    /// Makes the group of a task with a size, or finds it; null for a task that has none.
    @Nullable String provide(TaskPlan plan) {
        int cpu = plan.cpuUnits();
        long memory = (long) plan.memoryMib() << MIB_SHIFT;
        String id = plan.task().id();
        if (cpu == 0 && memory == 0) {
            return null;
        }
        long period = plan.settings().cpuPeriod().toNanos() / 1_000;
        long quota = period * cpu / UNITS_OF_A_CPU;
        try {
            List<Path> made = new ArrayList<>();
            for (Path hierarchy : hierarchies()) {
                made.add(create(hierarchy.resolve(PARENT), id));
            }
            Path first = made.getFirst();
            Path last = made.getLast();
            if (cpu > 0 && unified) {
                Files.writeString(first.resolve("cpu.max"), quota + " " + period);
            } else if (cpu > 0) {
                Files.writeString(first.resolve("cpu.cfs_period_us"), "" + period);
                Files.writeString(first.resolve("cpu.cfs_quota_us"), "" + quota);
            }
            if (memory > 0) {
                String file = unified ? "memory.max" : "memory.limit_in_bytes";
                Files.writeString(last.resolve(file), "" + memory);
            }
            return "/" + PARENT + "/" + id;
        } catch (IOException e) {
            LOG.warn("{} has no control group: {}", plan.arn(), e.getMessage());
            return null;
        }
    }

    /// Removes the groups of tasks that have no containers any more, in every hierarchy, since the
    /// Engine makes those that are missing; of others nothing happens.
    static void remove(Iterable<String> taskIds) {
        remove(ROOT, taskIds);
    }

    static void remove(Path root, Iterable<String> taskIds) {
        List<Path> hierarchies = new ArrayList<>(List.of(root));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, Files::isDirectory)) {
            all.forEach(hierarchies::add);
        } catch (IOException e) {
            return; // there are no control groups here
        }
        for (String id : taskIds) {
            hierarchies.forEach(one -> remove(one.resolve(PARENT).resolve(id)));
        }
    }

    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            LOG.debug("the control group stays: {}", e.getMessage());
        }
    }
}
