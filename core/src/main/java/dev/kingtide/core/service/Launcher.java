package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.admission.LaunchPool;
import dev.kingtide.core.admission.LaunchRates;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.placement.Ask;
import dev.kingtide.core.placement.Placement;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.placement.Placer;
import dev.kingtide.core.placement.Reason;
import dev.kingtide.core.placement.Reservations;
import dev.kingtide.core.placement.Zones;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskLife;
import dev.kingtide.core.task.TaskOptions;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskTables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts tasks: provider, place, launch rate, reservation, task.
public final class Launcher {

    private Launcher() {}

    /// What came of an attempt to launch.
    ///
    /// @param started the tasks that were created
    /// @param againAtMillis when a launch rate allows more, 0 when it is not what binds
    /// @param obstacle why there is no place for the next task, or null
    public record Outcome(List<Task> started, long againAtMillis, @Nullable Obstacle obstacle) {}

    /// Why there is no place for a task.
    public sealed interface Obstacle {

        /// No container instance can take it.
        record NoInstance(Placement.Unplaceable why) implements Obstacle {}

        /// The account's Fargate vCPU quota is used up (AWS Fargate service quotas).
        record VcpuQuota() implements Obstacle {}
    }

    /// What one kind of task needs, whoever asks for it.
    ///
    /// @param clusterName where
    /// @param serviceKey the service, or null for standalone tasks
    /// @param deploymentId its deployment, or null
    /// @param startedBy what `startedBy` shows, or null
    /// @param group `service:...` or `family:...` or the caller's
    /// @param definition what to run
    /// @param network the awsvpc configuration
    /// @param launchType where, when there is no strategy
    /// @param strategy over which providers
    /// @param rules for container instances
    /// @param options what the tasks get besides their definition
    /// @param tags the tasks' tags
    public record Request(
            String clusterName,
            @Nullable String serviceKey,
            @Nullable String deploymentId,
            @Nullable String startedBy,
            String group,
            TaskDefinition definition,
            ServiceNetwork network,
            LaunchType launchType,
            CapacityStrategy strategy,
            PlacementRules rules,
            TaskOptions options,
            List<Tag> tags) {

        /// Tasks that get nothing but their definition.
        public Request(
                String clusterName,
                @Nullable String serviceKey,
                @Nullable String deploymentId,
                @Nullable String startedBy,
                String group,
                TaskDefinition definition,
                ServiceNetwork network,
                LaunchType launchType,
                CapacityStrategy strategy,
                PlacementRules rules) {
            this(
                    clusterName,
                    serviceKey,
                    deploymentId,
                    startedBy,
                    group,
                    definition,
                    network,
                    launchType,
                    strategy,
                    rules,
                    TaskOptions.NONE,
                    List.of());
        }

        private Reservation needs() {
            return Reservations.of(definition, options.overrides());
        }
    }

    /// Starts up to `count` tasks, as many as places and launch rates allow.
    public static Outcome launch(Turn turn, Request request, int count) {
        List<Task> started = new ArrayList<>();
        String definition = request.definition().key();
        int granted = 0;
        int most = request.strategy().isEmpty() ? count : 1;
        for (int i = 0; i < count; i++) {
            String provider =
                    request.strategy().isEmpty()
                            ? null
                            : request.strategy().choose(p -> tasksOn(turn, request, p, started));
            String taskId = turn.ids().hex(32);
            TaskPlace place;
            if (onFargate(request, provider)) {
                String zone =
                        Zones.choose(
                                turn.world(),
                                request.clusterName(),
                                request.group(),
                                request.network().zones());
                place = new TaskPlace(LaunchType.FARGATE, provider, zone, null);
                if (!withinVcpuQuota(turn, request, place)) {
                    giveBack(turn, request, granted);
                    return new Outcome(started, 0, new Obstacle.VcpuQuota());
                }
            } else {
                switch (Placer.place(turn.world(), ask(request, provider, taskId))) {
                    case Placement.Unplaceable none -> {
                        giveBack(turn, request, granted);
                        return new Outcome(started, 0, new Obstacle.NoInstance(none));
                    }
                    case Placement.Placed placed ->
                            place =
                                    new TaskPlace(
                                            LaunchType.EC2,
                                            provider,
                                            placed.zone(),
                                            placed.instanceId());
                }
            }
            if (most > 1) {
                granted = take(turn, request, place, count).granted();
                most = 1; // what is left when a part was granted comes one by one
            }
            if (granted == 0) {
                LaunchRates.Grant one = take(turn, request, place, 1);
                if (one.granted() == 0) {
                    return new Outcome(started, one.nextMillis(), null);
                }
                granted = 1;
            }
            granted--;
            started.add(create(turn, request, definition, taskId, place));
        }
        return new Outcome(started, 0, null);
    }

    /// Starts one task on a container instance that the caller has chosen, whatever strategies and
    /// constraints say (ECS API reference, StartTask).
    public static Outcome start(Turn turn, Request request, ContainerInstance instance) {
        Reason reason = obstacle(instance, request.needs());
        if (reason != null) {
            return new Outcome(
                    List.of(),
                    0,
                    new Obstacle.NoInstance(
                            new Placement.Unplaceable(
                                    List.of(reason),
                                    new Placement.Closest(instance.id(), reason))));
        }
        TaskPlace place = new TaskPlace(LaunchType.EC2, null, instance.zone(), instance.id());
        String id = turn.ids().hex(32);
        Task task = create(turn, request, request.definition().key(), id, place);
        return new Outcome(List.of(task), 0, null);
    }

    private static @Nullable Reason obstacle(ContainerInstance instance, Reservation needs) {
        if (!instance.agentConnected()) {
            return Reason.AGENT;
        }
        Resources left = instance.remaining();
        if (left.cpuUnits() < needs.cpuUnits()) {
            return Reason.CPU;
        }
        if (left.memoryMib() < needs.memoryMib()) {
            return Reason.MEMORY;
        }
        if (left.networkInterfaces() < needs.networkInterfaces()) {
            return Reason.ENI;
        }
        if (left.gpus().size() < needs.gpus()) {
            return Reason.GPU;
        }
        return instance.hasRoomFor(needs) ? null : Reason.PORTS;
    }

    /// Takes note on its instance that a task runs.
    static void started(Turn turn, Task task) {
        String instanceId = task.place().instanceId();
        if (instanceId != null) {
            Instances.started(turn, instanceId);
        }
    }

    /// Gives back what a task had of its instance, and wakes the services that wait for room.
    static void release(Turn turn, Task task) {
        String instanceId = task.place().instanceId();
        if (instanceId != null) {
            Instances.release(
                    turn,
                    instanceId,
                    Reservations.of(TaskLife.definition(turn, task), task.options().overrides()),
                    task.options().gpus(),
                    task.times().startedAtMillis() > 0);
        }
        if (task.place().launchType() == LaunchType.FARGATE) {
            Services.fargateFreed(turn);
        } else {
            Services.capacityFreed(turn, task.identity().clusterName());
            if (instanceId != null) {
                Daemons.taskGone(turn, instanceId);
            }
        }
    }

    static LaunchRates.Grant take(Turn turn, Request request, TaskPlace place, int wanted) {
        return LaunchRates.take(turn, request.serviceKey(), poolOf(place), wanted);
    }

    /// Gives back launches that were granted but found no place.
    private static void giveBack(Turn turn, Request request, int unused) {
        if (unused > 0) {
            LaunchPool pool =
                    request.launchType() == LaunchType.FARGATE
                            ? LaunchPool.FARGATE
                            : LaunchPool.INSTANCES;
            LaunchRates.giveBack(turn, request.serviceKey(), pool, unused);
        }
    }

    static Task create(
            Turn turn, Request request, String definition, String taskId, TaskPlace place) {
        List<String> gpus =
                place.instanceId() == null
                        ? List.of()
                        : Instances.reserve(turn, place.instanceId(), request.needs());
        String subnet =
                request.definition().networkMode() == NetworkMode.AWSVPC
                        ? request.network().subnetIn(place.zone())
                        : null;
        Task task =
                TaskLife.create(
                        turn,
                        new TaskIdentity(
                                taskId,
                                request.clusterName(),
                                definition,
                                request.group(),
                                request.serviceKey(),
                                request.deploymentId(),
                                request.startedBy()),
                        place,
                        request.options()
                                .in(subnet, request.network().securityGroups())
                                .withGpus(gpus),
                        request.definition());
        if (!request.tags().isEmpty()) {
            Tags.set(turn, task.resource(), request.tags());
        }
        return task;
    }

    /// Subnets bind only tasks with network interfaces of their own; others use their instance's
    /// (ECS API reference: networkConfiguration, "required for ... awsvpc ... not supported for
    /// other network modes").
    private static List<String> zones(Request request) {
        return request.definition().networkMode() == NetworkMode.AWSVPC
                ? request.network().zones()
                : List.of();
    }

    static Ask ask(Request request, @Nullable String provider, String taskId) {
        return new Ask(
                taskId,
                request.clusterName(),
                request.group(),
                request.needs(),
                request.rules(),
                provider,
                zones(request));
    }

    private static LaunchPool poolOf(TaskPlace place) {
        if (place.launchType() != LaunchType.FARGATE) {
            return LaunchPool.INSTANCES;
        }
        return place.isFargateSpot() ? LaunchPool.FARGATE_SPOT : LaunchPool.FARGATE;
    }

    private static boolean withinVcpuQuota(Turn turn, Request request, TaskPlace place) {
        Quota quota = place.isFargateSpot() ? Quota.FARGATE_SPOT_VCPUS : Quota.FARGATE_VCPUS;
        long units =
                turn.world().tasks().fargateCpuUnits(place.isFargateSpot())
                        + request.options().overrides().cpuUnits(request.definition());
        return units <= 1024L * turn.world().admission().limit(quota);
    }

    private static boolean onFargate(Request request, @Nullable String provider) {
        return provider == null
                ? request.launchType() == LaunchType.FARGATE
                : provider.startsWith("FARGATE");
    }

    /// How many tasks a provider has: of the service, or of this call.
    private static int tasksOn(Turn turn, Request request, String provider, List<Task> startedNow) {
        String serviceKey = request.serviceKey();
        if (serviceKey != null) {
            return turn.world()
                    .tasks()
                    .byProvider
                    .count(new TaskTables.Provided(serviceKey, provider));
        }
        return (int)
                startedNow.stream()
                        .filter(t -> provider.equals(t.place().capacityProvider()))
                        .count();
    }
}
