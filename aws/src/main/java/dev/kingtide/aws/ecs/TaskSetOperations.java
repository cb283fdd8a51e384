package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.service.TaskSet;
import dev.kingtide.core.service.TaskSets;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/// The operations on task sets.
final class TaskSetOperations {
    private static final double ALL = 100;
    private final Turns turns;
    private final Zones zones;

    TaskSetOperations(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Adds a task set to a service; the first one is PRIMARY.
    CreateTaskSetResponse create(CreateTaskSetRequest request) {
        double percent = percent(request.scale(), ALL);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Service service = require(world, cluster, request.service());
            TaskDefinition definition =
                    TaskDefinitionOperations.require(world, request.taskDefinition());
            var capacity =
                    ServiceOperations.capacity(
                            cluster,
                            request.launchTypeAsString(),
                            request.hasCapacityProviderStrategy()
                                    ? request.capacityProviderStrategy()
                                    : null);
            ServiceExtras.checkRoleOfSet(service, definition);
            Platforms.check(request.platformVersion(), capacity.fargate(), definition);
            var shape = ServiceView.shape(service);
            ServiceShape.placement(
                    capacity.fargate(), shape.placementStrategy(), shape.placementConstraints());
            ServiceRevision revision =
                    new ServiceRevision(
                            definition.key(),
                            request.platformVersion() == null
                                    ? "LATEST"
                                    : request.platformVersion(),
                            NetworkShape.read(turn, request.networkConfiguration(), zones),
                            BalancerShape.read(request.loadBalancers()));
            ServiceSettings settings =
                    new ServiceSettings(
                            capacity.launchType(),
                            capacity.strategy(),
                            PlacementShape.read(
                                    shape.placementStrategy(),
                                    shape.placementConstraints(),
                                    definition,
                                    PlacementStrategy.SERVICE_DEFAULT),
                            service.settings().deployment(),
                            0,
                            service.settings().mode());
            ServiceRules.check(world, definition, settings, revision, service.desiredCount());
            TaskSet made =
                    TaskSets.create(
                            turn,
                            service,
                            new TaskSets.NewTaskSet(
                                    revision,
                                    percent,
                                    settings.launchType(),
                                    settings.capacityStrategy(),
                                    settings.placement(),
                                    software.amazon.awssdk.services.ecs.model.TaskSet.builder()
                                            .externalId(request.externalId())
                                            .serviceRegistries(request.serviceRegistries())
                                            .tags(request.tags())
                                            .build()));
            return CreateTaskSetResponse.builder().taskSet(view(world, made)).build();
        });
    }

    /// Gives a task set another share of the service's desired count.
    UpdateTaskSetResponse update(UpdateTaskSetRequest request) {
        if (request.scale() == null) {
            throw EcsErrors.parameter("scale should not be null.");
        }
        double percent = percent(request.scale(), ALL);
        return turns.decide(turn -> {
            World world = turn.world();
            TaskSet set = require(world, request.cluster(), request.service(), request.taskSet());
            return UpdateTaskSetResponse.builder()
                    .taskSet(view(world, TaskSets.scale(turn, set, percent)))
                    .build();
        });
    }

    /// Makes a task set the one that serves production traffic.
    UpdateServicePrimaryTaskSetResponse makePrimary(UpdateServicePrimaryTaskSetRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            TaskSet set =
                    require(world, request.cluster(), request.service(), request.primaryTaskSet());
            if (set.status() == TaskSet.Status.DRAINING) {
                throw EcsErrors.parameter("A task set that is DRAINING cannot be PRIMARY.");
            }
            return UpdateServicePrimaryTaskSetResponse.builder()
                    .taskSet(view(world, TaskSets.makePrimary(turn, set)))
                    .build();
        });
    }

    /// Deletes a task set, which has no tasks to run unless the caller forces it.
    DeleteTaskSetResponse delete(DeleteTaskSetRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            TaskSet set = require(world, request.cluster(), request.service(), request.taskSet());
            Service service = world.services().table.require(set.serviceKey());
            boolean force = Boolean.TRUE.equals(request.force());
            if (set.status() == TaskSet.Status.PRIMARY && !force) {
                throw EcsErrors.parameter("The PRIMARY task set cannot be deleted without force.");
            }
            if (set.wanted(service.wanted()) > 0 && !force) {
                throw EcsErrors.parameter(
                        "The task set cannot be deleted while it is scaled above 0.");
            }
            return DeleteTaskSetResponse.builder()
                    .taskSet(view(world, TaskSets.delete(turn, set)))
                    .build();
        });
    }

    /// Task sets of a service: those that the caller names, or all; those that are not there as
    /// failures.
    DescribeTaskSetsResponse describe(DescribeTaskSetsRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Service service = require(world, cluster, request.service());
            List<TaskSet> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            if (request.taskSets().isEmpty()) {
                found.addAll(world.services().taskSetsOf.list(service.key()));
            }
            for (String name : request.taskSets()) {
                TaskSet set = find(world, service, name);
                if (set == null) {
                    failures.add(Failure.builder().arn(name).reason("MISSING").build());
                } else {
                    found.add(set);
                }
            }
            boolean tags = request.include().contains(TaskSetField.TAGS);
            return DescribeTaskSetsResponse.builder()
                    .taskSets(
                            found.stream()
                                    .map(set -> view(world, set))
                                    .map(set ->
                                            tags ? set : set.toBuilder().tags(List.of()).build())
                                    .toList())
                    .failures(failures)
                    .build();
        });
    }

    private static double percent(@Nullable Scale scale, double otherwise) {
        double percent = scale == null || scale.value() == null ? otherwise : scale.value();
        if (!(percent >= 0 && percent <= ALL)) {
            throw EcsErrors.parameter("scale must be between 0 and 100 percent.");
        }
        return percent;
    }

    private static software.amazon.awssdk.services.ecs.model.TaskSet view(
            World world, TaskSet set) {
        return TaskSetView.of(world, world.services().table.require(set.serviceKey()), set);
    }

    /// An ACTIVE service that is deployed by task sets.
    private static Service require(World world, Cluster cluster, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw EcsErrors.empty("Service");
        }
        Service service = ServiceOperations.require(world, cluster, name);
        if (service.status() != ServiceStatus.ACTIVE) {
            throw EcsErrors.serviceNotActive();
        }
        if (!TaskSets.deploy(service)) {
            throw EcsErrors.taskSetsUnsupported();
        }
        return service;
    }

    private static TaskSet require(
            World world,
            @Nullable String cluster,
            @Nullable String service,
            @Nullable String name) {
        Service of = require(world, ClusterOperations.require(world, cluster), service);
        TaskSet set = name == null ? null : find(world, of, name);
        if (set == null) {
            throw EcsErrors.taskSetNotFound();
        }
        return set;
    }

    /// A task set by id, by the number in it, or by ARN.
    private static @Nullable TaskSet find(World world, Service service, String name) {
        return TaskSets.of(world, service, "ecs-svc/" + Names.last(name));
    }
}
