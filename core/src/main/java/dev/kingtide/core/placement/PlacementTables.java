package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Table;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What placement keeps in step with tasks and instances: it has no rows of its own.
///
/// Only tasks that nobody wants to stop are counted.
public final class PlacementTables {
    private final LinkedHashMap<String, ClusterIndex> clusters = new LinkedHashMap<>();
    private final LinkedHashMap<String, Host> hosts = new LinkedHashMap<>();
    private final Search search = new Search();

    /// In step with tasks and instances from now on.
    public PlacementTables(Table<Task> tasks, Table<ContainerInstance> instances) {
        instances.watch(this::instanceChanged);
        tasks.watch(this::taskChanged);
    }

    /// How many tasks of a group are in a zone.
    public int count(String clusterName, String group, String zone) {
        Group found = group(clusterName, group);
        return found == null ? 0 : found.tasksIn(zone);
    }

    /// How many instances of a cluster in a zone take tasks.
    public int takers(String clusterName, String zone) {
        ClusterIndex cluster = clusters.get(clusterName);
        int count = 0;
        for (InstanceClass of : cluster == null ? List.<InstanceClass>of() : cluster.classes()) {
            count += of.traits.zone().equals(zone) ? of.open() : 0;
        }
        return count;
    }

    /// How many tasks of a group are on a container instance.
    public int countOn(String instanceId, String clusterName, String group) {
        Host host = hosts.get(instanceId);
        Group found = group(clusterName, group);
        return host == null || found == null ? 0 : host.tasksOf(found);
    }

    /// Whether an expression holds for a container instance, which must be there.
    public boolean holds(Expression expression, String instanceId) {
        Host host = hosts.get(instanceId);
        Invariant.require(host != null, () -> "no host " + instanceId);
        return host != null && expression.holds(host);
    }

    /// The cluster's instances and groups, or null when it never had any.
    @Nullable ClusterIndex cluster(String clusterName) {
        return clusters.get(clusterName);
    }

    /// What is known of an instance, or null.
    @Nullable Host host(String instanceId) {
        return hosts.get(instanceId);
    }

    /// The one search at a time that a single writer needs.
    Search search() {
        return search;
    }

    /// The group of a cluster, or null when it has no tasks.
    @Nullable Group group(String clusterName, String group) {
        ClusterIndex cluster = clusters.get(clusterName);
        return cluster == null ? null : cluster.group(group);
    }

    private void instanceChanged(
            @Nullable ContainerInstance before, @Nullable ContainerInstance after) {
        if (after != null) {
            Host host = hosts.computeIfAbsent(after.id(), id -> new Host());
            if (before != null && sameTraits(before, after)) {
                host.update(after);
            } else {
                host.leave();
                ClusterIndex cluster = clusterIndex(after.clusterName());
                host.arrive(cluster.classOf(InstanceClass.Traits.of(after)), after);
            }
        } else if (before != null) {
            Host host = hosts.get(before.id());
            if (host != null) {
                host.leave();
                forget(before.id(), host);
            }
        }
    }

    private static boolean sameTraits(ContainerInstance before, ContainerInstance after) {
        return before.attributes().equals(after.attributes())
                && before.identity().equals(after.identity());
    }

    private void taskChanged(@Nullable Task before, @Nullable Task after) {
        boolean was = before != null && !before.state().stopWanted();
        boolean is = after != null && !after.state().stopWanted();
        if (before != null && was && !is) {
            change(before, -1);
        } else if (after != null && is && !was) {
            change(after, 1);
        }
    }

    private void change(Task task, int by) {
        String instanceId = task.place().instanceId();
        Host host = instanceId == null ? null : hosts.computeIfAbsent(instanceId, id -> new Host());
        clusterIndex(task.identity().clusterName())
                .change(task.identity().group(), task.place().zone(), host, by);
        if (host != null && instanceId != null && by < 0) {
            forget(instanceId, host);
        }
    }

    private void forget(String instanceId, Host host) {
        if (host.isForgotten()) {
            hosts.remove(instanceId);
        }
    }

    private ClusterIndex clusterIndex(String clusterName) {
        return clusters.computeIfAbsent(clusterName, name -> new ClusterIndex());
    }
}
