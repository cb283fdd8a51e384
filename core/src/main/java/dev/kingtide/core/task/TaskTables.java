package dev.kingtide.core.task;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Task definitions and tasks, with the indexes through which they are found.
public final class TaskTables {

    /// Task definitions by `family:revision`.
    public final Table<TaskDefinition> definitions =
            new Table<>("task-definition", TaskDefinition.class);

    /// Tasks by id.
    public final Table<Task> table = new Table<>("task", Task.class);

    /// Protections from scale-in, by task id.
    public final Table<TaskProtection> protections =
            new Table<>("task-protection", TaskProtection.class);

    /// Protections from scale-in, by deployment.
    public final Index<String, TaskProtection> protectionsOf =
            protections.index(TaskProtection::deploymentId);

    /// Task definitions by family, revisions in order.
    public final Index<String, TaskDefinition> byFamily = definitions.index(TaskDefinition::family);

    /// Those that are to be deleted, in one group.
    public final Index<Boolean, TaskDefinition> deleting =
            definitions.index(d -> d.status() == DefinitionStatus.DELETE_IN_PROGRESS ? true : null);

    /// Families that have lost their last revision.
    public final Table<RetiredFamily> retired = new Table<>("retired-family", RetiredFamily.class);

    /// Tasks by deployment and standing; those that stop by service instead, whatever their
    /// deployment.
    public final Index<Place, Task> byStanding = table.index(TaskTables::standingOf);

    /// The same by whereabouts as well: what a service may stop, there where it has too much.
    public final Index<Spot, Task> bySpot = table.index(TaskTables::spotOf);

    /// Tasks that are not STOPPED, by container instance.
    public final Index<String, Task> byInstance =
            table.index(t -> t.status() == TaskStatus.STOPPED ? null : t.place().instanceId());

    /// The families of task definitions, by name.
    public final Families families = new Families(definitions);

    /// How many tasks of a cluster run.
    public final TaskCounts counts = new TaskCounts(table);

    /// Tasks of services that nobody wants to stop, by service and capacity provider.
    public final Index<Provided, Task> byProvider = table.index(TaskTables::providedOf);

    private final Map<String, Integer> tasksByDefinition = new TreeMap<>();
    private @Nullable TaskLists lists;
    private long onDemandCpuUnits;
    private long spotCpuUnits;

    /// No tasks.
    public TaskTables() {
        table.watch(this::countFargate);
        table.watch(this::countDefinition);
    }

    /// The tasks by what a caller may list them by.
    public TaskLists lists() {
        if (lists == null) {
            lists = new TaskLists(table);
        }
        return lists;
    }

    /// The CPU units of all Fargate tasks that are not STOPPED, on demand or on Spot.
    public long fargateCpuUnits(boolean spot) {
        return spot ? spotCpuUnits : onDemandCpuUnits;
    }

    /// How many tasks there are of a definition, whatever their status.
    public int tasksOf(String definition) {
        return tasksByDefinition.getOrDefault(definition, 0);
    }

    private void countDefinition(@Nullable Task before, @Nullable Task after) {
        if (before == null && after != null) {
            tasksByDefinition.merge(after.identity().definition(), 1, Integer::sum);
        }
        if (before != null && after == null) {
            tasksByDefinition.merge(
                    before.identity().definition(), -1, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private void countFargate(@Nullable Task before, @Nullable Task after) {
        boolean had = before != null && before.status() != TaskStatus.STOPPED;
        boolean has = after != null && after.status() != TaskStatus.STOPPED;
        Task task = after == null ? before : after;
        if (had == has || task == null || task.place().launchType() != LaunchType.FARGATE) {
            return;
        }
        int units =
                task.options()
                        .overrides()
                        .cpuUnits(definitions.require(task.identity().definition()));
        if (task.place().isFargateSpot()) {
            spotCpuUnits += has ? units : -units;
        } else {
            onDemandCpuUnits += has ? units : -units;
        }
    }

    /// What the scheduler counts a service's task as.
    public enum Standing {
        /// It has not run yet.
        STARTING,
        /// It runs and is not known to be healthy or to need replacement.
        UNPROVEN,
        /// It runs and counts as healthy.
        HEALTHY,
        /// It runs, is unhealthy, and is to be replaced.
        CONDEMNED,
        /// It runs on an instance that is draining, and is to be replaced.
        LEAVING,
        /// It has been told to stop, or has ended, and is not gone yet.
        STOPPING
    }

    /// A group of [#byStanding]: the owner is a deployment id, for STOPPING a service key.
    public record Place(String owner, Standing standing) {}

    /// A group of [#bySpot]: where is an instance id, or for tasks on AWS Fargate a zone.
    public record Spot(String owner, Standing standing, String where) {}

    /// A group of [#byProvider].
    public record Provided(String serviceKey, String capacityProvider) {}

    /// How many tasks of an owner have a standing.
    public int count(String owner, Standing standing) {
        return byStanding.count(new Place(owner, standing));
    }

    /// The tasks of an owner that have a standing, copied.
    public List<Task> list(String owner, Standing standing) {
        return byStanding.list(new Place(owner, standing));
    }

    /// The newest active revision of a family, or null.
    public @Nullable TaskDefinition newestActive(String family) {
        for (TaskDefinition definition : byFamily.newestFirst(family)) {
            if (definition.active()) {
                return definition;
            }
        }
        return null;
    }

    /// The number of a family's next revision.
    public int nextRevision(String family) {
        TaskDefinition last = byFamily.last(family);
        RetiredFamily gone = retired.get(family);
        return Math.max(last == null ? 0 : last.revision(), gone == null ? 0 : gone.lastRevision())
                + 1;
    }

    private static @Nullable Place standingOf(Task task) {
        String deployment = task.identity().deploymentId();
        String service = task.identity().serviceKey();
        if (deployment == null || service == null || task.status() == TaskStatus.STOPPED) {
            return null;
        }
        Standing standing = standing(task);
        return new Place(standing == Standing.STOPPING ? service : deployment, standing);
    }

    private static @Nullable Spot spotOf(Task task) {
        Place place = standingOf(task);
        return place == null || place.standing == Standing.STOPPING
                ? null
                : new Spot(place.owner, place.standing, task.place().where());
    }

    private static Standing standing(Task task) {
        TaskState state = task.state();
        if (state.stopWanted() || state.lastStatus().compareTo(TaskStatus.RUNNING) > 0) {
            return Standing.STOPPING;
        }
        if (state.lastStatus().isStarting()) {
            return Standing.STARTING;
        }
        if (state.condemned() != null) {
            return Standing.CONDEMNED;
        }
        if (state.leaving()) {
            return Standing.LEAVING;
        }
        boolean healthy =
                state.trafficHealthy() && state.settled() && state.health() != Health.UNHEALTHY;
        return healthy ? Standing.HEALTHY : Standing.UNPROVEN;
    }

    private static @Nullable Provided providedOf(Task task) {
        String service = task.identity().serviceKey();
        String provider = task.place().capacityProvider();
        return service == null || provider == null || task.state().stopWanted()
                ? null
                : new Provided(service, provider);
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(definitions, retired, table, protections);
    }
}
