package dev.kingtide.core.task;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import org.jspecify.annotations.Nullable;

/// The tasks by what a caller may list them by: cluster, service, family, starter, container
/// instance or network interface, those that are to run apart from those that are to stop or have
/// stopped.
///
/// Made when somebody first lists tasks, so that a World that nobody lists, such as a rehearsal's,
/// does not pay for keeping it.
public final class TaskLists {

    /// By cluster.
    public final Index<Group, Task> byCluster;

    /// By service.
    public final Index<Group, Task> byService;

    /// By cluster and family.
    public final Index<Family, Task> byFamily;

    /// By whoever started them, whatever their cluster.
    public final Index<Group, Task> byStarter;

    /// By container instance.
    public final Index<Group, Task> byInstance;

    /// Those that are to run, by cluster and capacity provider.
    public final Index<Provided, Task> byProvider;

    /// Those with a network interface, by its digits.
    public final Index<String, Task> byInterface;

    /// All of those in one group.
    public final Index<Boolean, Task> attached;

    /// The tasks of a cluster on a capacity provider.
    public record Provided(String clusterName, String capacityProvider) {}

    /// A group: the tasks of an owner.
    ///
    /// @param owner a cluster's name, a service's key, `startedBy`, or an instance's id
    /// @param ending whether they are to stop or have stopped
    public record Group(String owner, boolean ending) {}

    /// The tasks of a family in a cluster.
    public record Family(String clusterName, String family, boolean ending) {}

    TaskLists(Table<Task> tasks) {
        byCluster = tasks.index(t -> group(t.identity().clusterName(), t));
        byService = tasks.index(t -> group(t.identity().serviceKey(), t));
        byFamily = tasks.index(TaskLists::family);
        byStarter = tasks.index(t -> group(t.identity().startedBy(), t));
        byProvider = tasks.index(TaskLists::provided);
        byInterface = tasks.index(t -> t.hasInterface() ? t.interfaceDigits() : null);
        attached = tasks.index(t -> t.hasInterface() ? true : null);
        byInstance = tasks.index(t -> group(t.place().instanceId(), t));
    }

    private static @Nullable Group group(@Nullable String owner, Task task) {
        return owner == null ? null : new Group(owner, task.isEnding());
    }

    private static @Nullable Provided provided(Task task) {
        String provider = task.place().capacityProvider();
        return provider == null || task.isEnding()
                ? null
                : new Provided(task.identity().clusterName(), provider);
    }

    private static Family family(Task task) {
        String definition = task.identity().definition();
        return new Family(
                task.identity().clusterName(),
                definition.substring(0, definition.lastIndexOf(':')),
                task.isEnding());
    }
}
