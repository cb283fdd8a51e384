package dev.kingtide.core.service;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import dev.kingtide.core.task.LaunchType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Services and their events, with the indexes through which they are found.
public final class ServiceTables {

    /// Services by `cluster/service`.
    public final Table<Service> table = new Table<>("service", Service.class);

    /// Service events by service.
    public final Table<ServiceEvents> events = new Table<>("service-events", ServiceEvents.class);

    /// What services' tasks get besides what deployments deploy, by service.
    public final Table<ServiceTaskOptions> taskOptions =
            new Table<>("service-task-options", ServiceTaskOptions.class);

    /// The namespaces that services are in, by service.
    public final Table<NamespaceUse> namespaces =
            new Table<>("service-namespace", NamespaceUse.class);

    /// The same by namespace.
    public final Index<String, NamespaceUse> byNamespace =
            namespaces.index(NamespaceUse::namespace);

    /// Services by cluster, INACTIVE ones too.
    public final Index<String, Service> byCluster = table.index(Service::clusterName);

    /// Services by cluster, status and launch type.
    public final Index<State, Service> byState =
            table.index(s -> new State(s.clusterName(), s.status(), s.settings().launchType()));

    /// A group of [#byState].
    public record State(String clusterName, ServiceStatus status, LaunchType launchType) {}

    /// Services that wait for room on a container instance, by cluster; those that wait for the
    /// account's Fargate quota, whatever their cluster, under [#FARGATE]. Who has tried last is
    /// last.
    public final Index<String, Service> waiting = table.index(ServiceTables::waitsFor);

    /// When capacity came free that some service waited for, by the groups of [#waiting].
    final Table<FreedCapacity> freed = new Table<>("freed-capacity", FreedCapacity.class);

    /// Running tasks that a target group had no room for.
    public final Table<WaitingTarget> waitingTargets =
            new Table<>("waiting-target", WaitingTarget.class);

    /// The same by target group.
    public final Index<String, WaitingTarget> waitingTargetsFor =
            waitingTargets.index(w -> w.balancer().targetGroupArn());

    /// The same by task.
    public final Index<String, WaitingTarget> waitingTargetsOf =
            waitingTargets.index(WaitingTarget::taskId);

    /// The key in [#waiting] of services that wait for Fargate; no cluster has this name.
    static final String FARGATE = "/fargate";

    private SchedulerTimings timings = SchedulerTimings.DEFAULT;

    /// The group of [#waiting] that a service is in, or null.
    static @Nullable String waitsFor(Service service) {
        if (!service.progress().waitingForCapacity()) {
            return null;
        }
        ServiceSettings settings = service.settings();
        boolean fargate =
                settings.capacityStrategy().isEmpty()
                        ? settings.launchType() == LaunchType.FARGATE
                        : settings.capacityStrategy().isFargate();
        return fargate ? FARGATE : service.clusterName();
    }

    /// How many services of a cluster have a status.
    public int count(String clusterName, ServiceStatus status) {
        int count = 0;
        for (LaunchType type : LaunchType.values()) {
            count += byState.count(new State(clusterName, status, type));
        }
        return count;
    }

    /// How fast the scheduler reacts.
    public SchedulerTimings timings() {
        return timings;
    }

    /// Says how fast the scheduler reacts; to be called before the first turn.
    public void use(SchedulerTimings newTimings) {
        timings = newTimings;
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(table, taskOptions, namespaces, events, freed, waitingTargets);
    }
}
