package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What users and scaling do to services; the input is valid by now.
public final class Services {

    private Services() {}

    /// What a new service is made of.
    ///
    /// @param revision what it deploys first, or null when somebody else deploys it by task sets
    /// @param shape what is kept in AWS's shape and echoed, or null
    public record NewService(
            String clusterName,
            String name,
            int desiredCount,
            ServiceSettings settings,
            @Nullable ServiceRevision revision,
            @Nullable Object shape) {}

    /// What of a service is to change; null leaves a thing as it is.
    ///
    /// @param revision a revision that differs from the primary one, or null
    /// @param forceNewDeployment deploy again even if the revision is the same
    public record ServiceChange(
            @Nullable Integer desiredCount,
            @Nullable ServiceSettings settings,
            @Nullable ServiceRevision revision,
            boolean forceNewDeployment,
            @Nullable Object shape) {}

    /// Creates a service with its first deployment.
    public static Service create(Turn turn, NewService asked) {
        ServiceRevision revision = asked.revision();
        List<Deployment> first =
                revision == null ? List.of() : List.of(first(turn, asked, revision));
        Service service =
                new Service(
                        asked.clusterName(),
                        asked.name(),
                        ServiceStatus.ACTIVE,
                        asked.desiredCount(),
                        asked.settings(),
                        first,
                        null,
                        ServiceProgress.NEW,
                        turn.nowMillis(),
                        asked.shape());
        turn.put(turn.world().services().table, service);
        turn.remove(turn.world().services().events, service.key());
        if (revision != null) {
            ServiceDeployments.begin(turn, service, null);
        }
        wake(turn, service);
        return service;
    }

    private static Deployment first(Turn turn, NewService asked, ServiceRevision revision) {
        boolean alternate =
                asked.settings().deployment().strategy().shifts()
                        && ListenerTraffic.servesAlternate(turn.world(), revision);
        return Deployment.begin(newDeploymentId(turn), revision, alternate, turn.nowMillis());
    }

    /// Changes a service; another revision, or force, begins a new deployment.
    public static Service update(Turn turn, String key, ServiceChange change) {
        Service service = turn.world().services().table.require(key);
        String waitedFor = ServiceTables.waitsFor(service);
        ServiceSettings settings = change.settings();
        Service next =
                service.with(
                        settings == null ? service.settings() : settings,
                        change.shape() == null ? service.shape() : change.shape());
        Integer count = change.desiredCount();
        if (count != null) {
            next = next.desired(count);
        }
        ServiceRevision revision = change.revision();
        boolean differs = revision != null && !revision.equals(service.primary().revision());
        if (differs || change.forceNewDeployment()) {
            next = deploy(turn, next, revision == null ? service.primary().revision() : revision);
        }
        changed(turn, next);
        if (waitedFor != null) {
            wakeWaiting(turn, waitedFor); // it may wait for something else now
        }
        return next;
    }

    /// Sets how many tasks are wanted.
    public static Service setDesiredCount(Turn turn, String key, int count) {
        return changed(turn, turn.world().services().table.require(key).desired(count));
    }

    /// Deletes a service: DRAINING until its tasks are gone, INACTIVE then.
    public static Service delete(Turn turn, String key) {
        Service service = turn.world().services().table.require(key);
        ServiceDeployments.deleted(turn, service);
        return changed(turn, service.with(ServiceStatus.DRAINING).desired(0));
    }

    /// Has the reconciler look at a service soon; many reasons within one pass cost one look.
    static void wake(Turn turn, Service service) {
        wake(turn, service.key(), service);
    }

    /// The same for the service of a task, if it has one.
    static void wakeServiceOf(Turn turn, Task task) {
        String key = task.identity().serviceKey();
        Service service = TaskStops.serviceOf(turn, task);
        if (key != null && service != null) {
            wake(turn, key, service);
        }
    }

    private static void wake(Turn turn, String key, Service service) {
        long earliest =
                service.progress().reconciledAtMillis()
                        + turn.world().services().timings().passMillis();
        turn.timerNoLaterThan(
                TimerKind.SERVICE_RECONCILE, key, Math.max(turn.nowMillis(), earliest));
    }

    /// Has the reconciler look at the services of a cluster that wait for room on an instance, one
    /// after another: whoever has waited longest without a try first, and each, after its try, has
    /// the next one woken.
    public static void capacityFreed(Turn turn, String clusterName) {
        if (turn.world().services().waiting.count(clusterName) > 0) {
            turn.put(
                    turn.world().services().freed,
                    new FreedCapacity(clusterName, turn.nowMillis()));
            wakeWaiting(turn, clusterName);
        }
    }

    /// An instance joined a cluster: services that wait for room may have some, those with a task
    /// on every instance come to it, and those whose zones are not balanced may move tasks to it;
    /// the first one in its zone may put any service out of balance.
    public static void instanceJoined(Turn turn, ContainerInstance instance) {
        String clusterName = instance.clusterName();
        capacityFreed(turn, clusterName);
        Daemons.instancesChanged(turn, clusterName);
        ServiceTables tables = turn.world().services();
        boolean newZone = turn.world().placement().takers(clusterName, instance.zone()) == 1;
        for (Service service :
                newZone ? tables.byCluster.get(clusterName) : tables.unbalanced.get(clusterName)) {
            if (service.settings().mode().zoneRebalancing()) {
                wake(turn, service);
            }
        }
    }

    /// The same for the services that wait for the account's Fargate quota.
    static void fargateFreed(Turn turn) {
        capacityFreed(turn, ServiceTables.FARGATE);
    }

    /// Wakes the next service of a group of [ServiceTables#waiting] that has not tried since
    /// capacity came free, if there is one.
    static void wakeWaiting(Turn turn, String where) {
        ServiceTables tables = turn.world().services();
        Service next = tables.waiting.first(where);
        FreedCapacity freed = tables.freed.get(where);
        if (next != null
                && freed != null
                && next.progress().reconciledAtMillis() <= freed.atMillis()) {
            wake(turn, next);
        }
    }

    private static Service deploy(Turn turn, Service service, ServiceRevision revision) {
        Deployment blue = ServiceDeployments.inProduction(turn.world(), service);
        boolean shifts = service.settings().deployment().strategy().shifts();
        boolean alternate =
                blue == null
                        ? shifts && ListenerTraffic.servesAlternate(turn.world(), revision)
                        : shifts != blue.alternate();
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(
                Deployment.begin(newDeploymentId(turn), revision, alternate, turn.nowMillis()));
        for (Deployment old : service.deployments()) {
            if (old.id().equals(service.primary().id()) || hasTasks(turn, old)) {
                deployments.add(old);
            }
        }
        Service next =
                service.with(deployments, ServiceDeployments.lastCompleted(turn.world(), service))
                        .with(service.progress().launchesWork());
        ServiceDeployments.begin(turn, next, blue);
        return next;
    }

    /// Whether anything of a deployment is left to replace; one without is dropped when the next
    /// begins, so that deployments that never complete do not pile up.
    static boolean hasTasks(Turn turn, Deployment deployment) {
        for (Standing standing : Standing.values()) {
            if (turn.world().tasks().count(deployment.id(), standing) > 0) {
                return true;
            }
        }
        return false;
    }

    private static Service changed(Turn turn, Service service) {
        Retirement.keep(turn, service);
        wake(turn, service);
        return service;
    }

    static String newDeploymentId(Turn turn) {
        return "ecs-svc/" + turn.ids().digits19();
    }
}
