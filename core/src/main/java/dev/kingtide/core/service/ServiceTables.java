package dev.kingtide.core.service;

import dev.kingtide.core.Index;
import dev.kingtide.core.Table;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.traffic.MultiIndex;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
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

    /// Services with one task on every instance, by cluster; those that are deleted no longer.
    final Index<String, Service> daemons =
            table.index(s ->
                    Daemons.is(s) && s.status() != ServiceStatus.INACTIVE ? s.clusterName() : null);

    /// Services whose zones are not balanced, and that nothing is moved of, by cluster.
    final Index<String, Service> unbalanced =
            table.index(s ->
                    s.progress().unbalanced() && s.progress().moving() == 0
                            ? s.clusterName()
                            : null);

    /// Services that wait for room on a container instance, by cluster; those that wait for the
    /// account's Fargate quota, whatever their cluster, under [#FARGATE]. Who has tried last is
    /// last.
    public final Index<String, Service> waiting = table.index(ServiceTables::waitsFor);

    /// Service deployments by `cluster/service/id`, finished ones too.
    public final Table<ServiceDeployment> serviceDeployments =
            new Table<>("service-deployment", ServiceDeployment.class);

    /// Service revisions by `cluster/service/number`.
    public final Table<StoredRevision> revisions =
            new Table<>("service-revision", StoredRevision.class);

    /// Task sets by `cluster/service/ecs-svc/number`.
    public final Table<TaskSet> taskSets = new Table<>("task-set", TaskSet.class);

    /// Task sets by service, oldest first.
    public final Index<String, TaskSet> taskSetsOf = taskSets.index(TaskSet::serviceKey);

    /// Service deployments by service, oldest first.
    public final Index<String, ServiceDeployment> deploymentsOf =
            serviceDeployments.index(ServiceDeployment::serviceKey);

    /// Service deployments in progress by service: at most one each.
    public final Index<String, ServiceDeployment> openDeployments =
            serviceDeployments.index(d -> d.isOpen() ? d.serviceKey() : null);

    /// Service deployments in progress by the names of the alarms that may end them.
    final MultiIndex<ServiceDeployment> watching =
            new MultiIndex<>(serviceDeployments, ServiceDeployment::watchedAlarms);

    /// Service deployments by the deployments, `service-key ecs-svc/...`, that they name.
    final MultiIndex<ServiceDeployment> deploymentsFrom =
            new MultiIndex<>(serviceDeployments, ServiceTables::named);

    private static List<String> named(ServiceDeployment deployment) {
        SequencedSet<String> names = new LinkedHashSet<>(deployment.sources());
        names.add(deployment.target());
        return names.stream().map(id -> deployment.serviceKey() + ' ' + id).toList();
    }

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

    private final AlarmSight alarms;
    private final Map<String, Integer> servicesByDefinition = new TreeMap<>();
    private SchedulerTimings timings = SchedulerTimings.DEFAULT;

    /// No services, which see these alarms.
    public ServiceTables(AlarmSight alarms) {
        table.watch(this::countDefinitions);
        this.alarms = alarms;
    }

    /// What deployments see of alarms.
    AlarmSight alarms() {
        return alarms;
    }

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

    /// How many services deploy a task definition; INACTIVE ones do not.
    int servicesOf(String definition) {
        return servicesByDefinition.getOrDefault(definition, 0);
    }

    private void countDefinitions(@Nullable Service before, @Nullable Service after) {
        if (before != null
                && after != null
                && before.status() == after.status()
                && before.deployments().equals(after.deployments())) {
            return; // by far the most frequent change
        }
        if (after != null) {
            definitions(after).forEach(d -> servicesByDefinition.merge(d, 1, Integer::sum));
        }
        if (before != null) {
            for (String definition : definitions(before)) {
                servicesByDefinition.merge(definition, -1, (a, b) -> a + b == 0 ? null : a + b);
            }
        }
    }

    /// The task definitions that a service deploys.
    static List<String> definitions(Service service) {
        return service.status() == ServiceStatus.INACTIVE
                ? List.of()
                : service.deployments().stream()
                        .map(deployment -> deployment.revision().taskDefinition())
                        .distinct()
                        .toList();
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
        return List.of(
                table,
                taskOptions,
                namespaces,
                events,
                freed,
                waitingTargets,
                serviceDeployments,
                revisions,
                taskSets);
    }
}
