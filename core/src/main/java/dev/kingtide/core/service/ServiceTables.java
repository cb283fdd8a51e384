package dev.kingtide.core.service;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;

/// Services and their events, with the indexes through which they are found.
public final class ServiceTables {

    /// Services by `cluster/service`.
    public final Table<Service> table = new Table<>("service");

    /// Service events by service.
    public final Table<ServiceEvents> events = new Table<>("service-events");

    /// Services by cluster, INACTIVE ones too.
    public final Index<String, Service> byCluster = table.index(Service::clusterName);

    /// Services that wait for room on a container instance, by cluster.
    public final Index<String, Service> waiting =
            table.index(s -> s.progress().waitingForCapacity() ? s.clusterName() : null);

    private SchedulerTimings timings = SchedulerTimings.DEFAULT;

    /// How fast the scheduler reacts.
    public SchedulerTimings timings() {
        return timings;
    }

    /// Says how fast the scheduler reacts; to be called before the first turn.
    public void use(SchedulerTimings newTimings) {
        timings = newTimings;
    }
}
