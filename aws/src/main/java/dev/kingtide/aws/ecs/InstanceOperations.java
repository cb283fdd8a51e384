package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.InstanceStatus;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.placement.Expression;
import dev.kingtide.core.service.Draining;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/// The operations on container instances.
final class InstanceOperations {
    private static final int CHANGED_MAX = 10;
    private static final int DESCRIBED_MAX = 100;
    private static final List<ContainerInstanceField> TAGS = List.of(ContainerInstanceField.TAGS);
    private final Turns turns;
    private final Zones zones;

    InstanceOperations(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Adds a machine to a cluster: the call that a container agent makes when it starts.
    RegisterContainerInstanceResponse register(RegisterContainerInstanceRequest request) {
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            ContainerInstance again = again(world, cluster, request.containerInstanceArn());
            if (again != null) {
                Services.instanceJoined(turn, Instances.connected(turn, again.id(), true));
                return RegisterContainerInstanceResponse.builder()
                        .containerInstance(shown(turn, again.id(), List.of()))
                        .build();
            }
            int max = world.admission().limit(Quota.CONTAINER_INSTANCES_PER_CLUSTER);
            if (world.clusters().instancesByCluster.count(cluster.name()) >= max) {
                throw ClusterErrors.tooManyInstances();
            }
            ContainerInstance made =
                    Instances.register(
                            turn, MachineShape.read(turn, cluster.name(), request, zones));
            Tags.set(turn, made.resource(), tags);
            Services.instanceJoined(turn, made);
            return RegisterContainerInstanceResponse.builder()
                    .containerInstance(shown(turn, made.id(), TAGS))
                    .build();
        });
    }

    /// The instance that an agent says it is, because it registered before.
    private static @Nullable ContainerInstance again(
            World world, Cluster cluster, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            return null;
        }
        ContainerInstance found = find(world, cluster, arn);
        if (found == null) {
            throw ClusterErrors.instanceNotFound();
        }
        return found;
    }

    /// Takes an instance out of its cluster; one with tasks only by force.
    DeregisterContainerInstanceResponse deregister(DeregisterContainerInstanceRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            ContainerInstance found = find(world, cluster, request.containerInstance());
            if (found == null) {
                throw ClusterErrors.instanceNotFound();
            }
            boolean busy = found.runningTasks() + found.pendingTasks() > 0;
            if (busy && !Boolean.TRUE.equals(request.force())) {
                throw ClusterErrors.instanceBusy();
            }
            var shown = shown(turn, found.id(), TAGS);
            Draining.deregister(turn, found.id());
            return DeregisterContainerInstanceResponse.builder()
                    .containerInstance(
                            shown.toBuilder().status(InstanceStatus.INACTIVE.name()).build())
                    .build();
        });
    }

    /// Takes instances out of use or back into it.
    UpdateContainerInstancesStateResponse updateState(
            UpdateContainerInstancesStateRequest request) {
        ContainerInstanceStatus status = request.status();
        if (status != ContainerInstanceStatus.ACTIVE
                && status != ContainerInstanceStatus.DRAINING) {
            throw EcsErrors.parameter("Container instance status should be ACTIVE or DRAINING.");
        }
        checkCount(request.containerInstances(), CHANGED_MAX);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<software.amazon.awssdk.services.ecs.model.ContainerInstance> changed =
                    new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.containerInstances()) {
                ContainerInstance found = find(world, cluster, name);
                if (found == null) {
                    failures.add(missing(world, cluster, name));
                    continue;
                }
                if (status == ContainerInstanceStatus.DRAINING) {
                    Draining.drain(turn, found.id());
                } else {
                    Draining.activate(turn, found.id());
                }
                changed.add(shown(turn, found.id(), TAGS));
            }
            return UpdateContainerInstancesStateResponse.builder()
                    .containerInstances(changed)
                    .failures(failures)
                    .build();
        });
    }

    /// Instances by id or ARN; those that are not there as failures.
    DescribeContainerInstancesResponse describe(DescribeContainerInstancesRequest request) {
        checkCount(request.containerInstances(), DESCRIBED_MAX);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<software.amazon.awssdk.services.ecs.model.ContainerInstance> found =
                    new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.containerInstances()) {
                ContainerInstance instance = find(world, cluster, name);
                if (instance == null) {
                    failures.add(missing(world, cluster, name));
                } else {
                    found.add(shown(turn, instance.id(), request.include()));
                }
            }
            return DescribeContainerInstancesResponse.builder()
                    .containerInstances(found)
                    .failures(failures)
                    .build();
        });
    }

    /// The ARNs of a cluster's instances, of all states or of one, that a filter holds for.
    ListContainerInstancesResponse list(ListContainerInstancesRequest request) {
        var asked =
                Page.Asked.of(
                        "ListContainerInstances",
                        request.nextToken(),
                        request.maxResults(),
                        DESCRIBED_MAX);
        Expression filter =
                request.filter() == null ? null : PlacementShape.expression(request.filter());
        InstanceStatus status =
                request.status() == null ? null : InstanceStatus.valueOf(request.statusAsString());
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Page<ContainerInstance> page =
                    Page.of(
                            asked,
                            world.clusters().instancesByCluster,
                            cluster.name(),
                            i -> i.identity().registeredAtMillis(),
                            i ->
                                    (status == null || i.status() == status)
                                            && (filter == null
                                                    || world.placement().holds(filter, i.id())));
            return ListContainerInstancesResponse.builder()
                    .containerInstanceArns(
                            page.map(i -> Names.instanceArn(world.scope(), cluster.name(), i.id())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static void checkCount(List<String> asked, int max) {
        if (asked.isEmpty()) {
            throw EcsErrors.empty("Container instances");
        }
        if (asked.size() > max) {
            throw EcsErrors.tooMany("instanceIds", max);
        }
    }

    private static String id(World world, Cluster cluster, String nameOrArn) {
        return Names.inCluster(world.scope(), "container-instance", cluster.name(), nameOrArn);
    }

    private static software.amazon.awssdk.services.ecs.model.ContainerInstance shown(
            Turn turn, String id, List<ContainerInstanceField> fields) {
        return InstanceView.of(
                turn.world(),
                turn.world().clusters().instances.require(id),
                fields,
                turn.nowMillis());
    }

    /// The instance of a cluster that a caller names by id or ARN, or null.
    static @Nullable ContainerInstance find(World world, Cluster cluster, String name) {
        ContainerInstance found = world.clusters().instances.get(id(world, cluster, name));
        return found == null || !found.clusterName().equals(cluster.name()) ? null : found;
    }

    /// The failure of a caller's instance that is not there.
    static Failure missing(World world, Cluster cluster, String name) {
        return Failure.builder()
                .arn(Names.instanceArn(world.scope(), cluster.name(), id(world, cluster, name)))
                .reason("MISSING")
                .build();
    }
}
