package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.LaunchRates;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.ServiceMode.Controller;
import dev.kingtide.core.service.TaskSet.Status;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What callers do to the task sets of a service that Amazon ECS itself does not deploy, and what
/// becomes of them (ECS developer guide, deployment-type-external).
public final class TaskSets {

    private TaskSets() {}

    /// What a new task set is made of.
    ///
    /// @param shape what is kept in AWS's shape and echoed, or null
    public record NewTaskSet(
            ServiceRevision revision,
            double scalePercent,
            LaunchType launchType,
            CapacityStrategy capacityStrategy,
            PlacementRules placement,
            @Nullable Object shape) {}

    /// Whether a service is deployed by task sets.
    public static boolean deploy(Service service) {
        return service.settings().mode().controller() == Controller.EXTERNAL;
    }

    /// Adds a task set to a service; the first one is PRIMARY.
    public static TaskSet create(Turn turn, Service service, NewTaskSet asked) {
        String id = Services.newDeploymentId(turn);
        long now = turn.nowMillis();
        boolean first = turn.world().services().taskSetsOf.count(service.key()) == 0;
        TaskSet made =
                new TaskSet(
                        service.key(),
                        id,
                        first ? Status.PRIMARY : Status.ACTIVE,
                        asked.scalePercent(),
                        asked.launchType(),
                        asked.capacityStrategy(),
                        asked.placement(),
                        false,
                        new TaskSet.Times(now, now, now),
                        asked.shape());
        turn.put(turn.world().services().taskSets, made);
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.add(Deployment.begin(id, asked.revision(), false, now).completed(now));
        changed(turn, service.with(deployments, null));
        return made;
    }

    /// Gives a task set another share of the desired count.
    public static TaskSet scale(Turn turn, TaskSet set, double percent) {
        TaskSet next = set.with(percent, turn.nowMillis());
        turn.put(turn.world().services().taskSets, next);
        changed(turn, turn.world().services().table.require(set.serviceKey()));
        return next;
    }

    /// Makes a task set the one that serves production traffic.
    public static TaskSet makePrimary(Turn turn, TaskSet set) {
        ServiceTables tables = turn.world().services();
        for (TaskSet other : tables.taskSetsOf.list(set.serviceKey())) {
            if (other.status() == Status.PRIMARY && !other.id().equals(set.id())) {
                turn.put(tables.taskSets, other.with(Status.ACTIVE, turn.nowMillis()));
            }
        }
        TaskSet next = set.with(Status.PRIMARY, turn.nowMillis());
        turn.put(tables.taskSets, next);
        Service service = tables.table.require(set.serviceKey());
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.sort(
                (a, b) -> Boolean.compare(b.id().equals(set.id()), a.id().equals(set.id())));
        changed(turn, service.with(deployments, null));
        return next;
    }

    /// Deletes a task set: DRAINING until its tasks are gone.
    public static TaskSet delete(Turn turn, TaskSet set) {
        TaskSet next = set.with(Status.DRAINING, turn.nowMillis());
        turn.put(turn.world().services().taskSets, next);
        changed(turn, turn.world().services().table.require(set.serviceKey()));
        return next;
    }

    private static void changed(Turn turn, Service service) {
        Retirement.keep(turn, service);
        Services.wake(turn, service);
    }

    /// The task set of a deployment, or null.
    public static @Nullable TaskSet of(World world, Service service, String deploymentId) {
        return world.services().taskSets.get(TaskSet.keyOf(service.key(), deploymentId));
    }

    /// How many tasks the task set of a deployment is to have.
    static int wanted(World world, Service service, Deployment deployment) {
        TaskSet set = of(world, service, deployment.id());
        return set == null ? 0 : set.wanted(service.wanted());
    }

    /// Ends a deleted service without task sets once nothing of it is left.
    static void idle(Turn turn, Service service) {
        boolean over =
                service.status() == ServiceStatus.DRAINING
                        && turn.world().tasks().count(service.key(), Standing.STOPPING) == 0;
        if (over) {
            LaunchRates.forget(turn, service.key());
            Retirement.keep(turn, service.with(ServiceStatus.INACTIVE));
        }
    }

    /// Takes note of which task sets are stable after a pass, and forgets those that are drained.
    static Service settle(Turn turn, Service service) {
        ServiceTables tables = turn.world().services();
        TaskTables tasks = turn.world().tasks();
        List<Deployment> left = new ArrayList<>();
        for (Deployment deployment : service.deployments()) {
            TaskSet set = of(turn.world(), service, deployment.id());
            boolean gone =
                    set == null
                            || set.status() == Status.DRAINING
                            || service.status() != ServiceStatus.ACTIVE;
            if (gone && !Services.hasTasks(turn, deployment)) {
                turn.remove(tables.taskSets, TaskSet.keyOf(service.key(), deployment.id()));
                continue;
            }
            left.add(deployment);
            if (set != null) {
                int all = 0;
                for (Standing standing : Standing.values()) {
                    all += tasks.count(deployment.id(), standing);
                }
                int wanted = set.wanted(service.wanted());
                int healthy = tasks.count(deployment.id(), Standing.HEALTHY);
                settle(turn, service, set, all == wanted && healthy == wanted);
            }
        }
        return left.size() == service.deployments().size() ? service : service.with(left, null);
    }

    private static void settle(Turn turn, Service service, TaskSet set, boolean stable) {
        if (stable == set.stable()) {
            return;
        }
        turn.put(turn.world().services().taskSets, set.with(stable, turn.nowMillis()));
        if (stable) {
            ServiceEvents.record(
                    turn,
                    service,
                    "(service "
                            + service.name()
                            + ", taskSet "
                            + set.id()
                            + ") has reached a steady state.");
        }
    }
}
