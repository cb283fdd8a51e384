package dev.kingtide.core.placement;

import dev.kingtide.core.Table;
import dev.kingtide.core.task.Task;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// What placement keeps in step with tasks and instances: it has no rows of its own.
public final class PlacementTables {
    private final LinkedHashMap<ZoneGroup, Integer> byZone = new LinkedHashMap<>();

    private record ZoneGroup(String clusterName, String group, String zone) {}

    /// In step with tasks from now on.
    public PlacementTables(Table<Task> tasks) {
        tasks.watch(this::changed);
    }

    /// How many tasks of a group that nobody wants to stop are in a zone.
    public int count(String clusterName, String group, String zone) {
        return byZone.getOrDefault(new ZoneGroup(clusterName, group, zone), 0);
    }

    private void changed(@Nullable Task before, @Nullable Task after) {
        ZoneGroup from = zoneGroup(before);
        ZoneGroup to = zoneGroup(after);
        if (from != null && !from.equals(to)) {
            byZone.computeIfPresent(from, (k, n) -> n == 1 ? null : n - 1);
        }
        if (to != null && !to.equals(from)) {
            byZone.merge(to, 1, Integer::sum);
        }
    }

    private static @Nullable ZoneGroup zoneGroup(@Nullable Task task) {
        return task == null || task.state().stopWanted()
                ? null
                : new ZoneGroup(
                        task.identity().clusterName(),
                        task.identity().group(),
                        task.place().zone());
    }
}
