package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Index;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskLists;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

/// ListTasks: the tasks of a cluster, or of one service, family, instance or starter in it.
///
/// The narrowest filter that a caller gives chooses the index; the others only look at its rows.
final class TaskListing {
    private static final int LISTED_MAX = 100;
    private final Turns turns;

    TaskListing(Turns turns) {
        this.turns = turns;
    }

    /// The ARNs of a cluster's tasks; those that are to run, unless the caller says otherwise.
    ListTasksResponse list(ListTasksRequest request) {
        var asked =
                Page.Asked.of("ListTasks", request.nextToken(), request.maxResults(), LISTED_MAX);
        if (request.daemonName() != null) {
            throw EcsErrors.unsupported("A daemon");
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            // PENDING is a word that no task answers to (ECS API reference, ListTasks).
            Page<Task> page =
                    request.desiredStatus() == DesiredStatus.PENDING
                            ? new Page<>(List.of(), null)
                            : new Filters(world, cluster, request).page(asked);
            return ListTasksResponse.builder()
                    .taskArns(page.map(t -> Names.taskArn(world.scope(), cluster.name(), t.id())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    /// What a caller wants of the tasks, as the keys of what they belong to; null is any.
    private static final class Filters {
        private final TaskLists lists;
        private final String cluster;
        private final boolean ending;
        private final @Nullable String service;
        private final @Nullable String family;
        private final @Nullable String instance;
        private final @Nullable String starter;
        private final @Nullable String launchType;

        Filters(World world, Cluster cluster, ListTasksRequest request) {
            Scope scope = world.scope();
            this.lists = world.tasks().lists();
            this.cluster = cluster.name();
            this.ending = request.desiredStatus() == DesiredStatus.STOPPED;
            this.service = service(world, cluster, request.serviceName());
            this.family = request.family();
            this.instance =
                    request.containerInstance() == null
                            ? null
                            : Names.inCluster(
                                    scope,
                                    "container-instance",
                                    cluster.name(),
                                    request.containerInstance());
            this.starter = request.startedBy();
            this.launchType = request.launchTypeAsString();
        }

        private static @Nullable String service(
                World world, Cluster cluster, @Nullable String name) {
            if (name == null) {
                return null;
            }
            Service service = ServiceOperations.require(world, cluster, name);
            return service.key();
        }

        Page<Task> page(Page.Asked asked) {
            if (service != null) {
                return page(asked, lists.byService, new TaskLists.Group(service, ending));
            }
            if (instance != null) {
                return page(asked, lists.byInstance, new TaskLists.Group(instance, ending));
            }
            if (starter != null) {
                return page(asked, lists.byStarter, new TaskLists.Group(starter, ending));
            }
            return family != null
                    ? page(asked, lists.byFamily, new TaskLists.Family(cluster, family, ending))
                    : page(asked, lists.byCluster, new TaskLists.Group(cluster, ending));
        }

        private <K> Page<Task> page(Page.Asked asked, Index<K, Task> index, K group) {
            return Page.of(asked, index, group, t -> t.times().createdAtMillis(), wanted());
        }

        private Predicate<Task> wanted() {
            String prefix = family + ':';
            return task ->
                    cluster.equals(task.identity().clusterName())
                            && (service == null || service.equals(task.identity().serviceKey()))
                            && (family == null || task.identity().definition().startsWith(prefix))
                            && (starter == null || starter.equals(task.identity().startedBy()))
                            && (instance == null
                                    || Objects.equals(instance, task.place().instanceId()))
                            && (launchType == null
                                    || launchType.equals(task.place().launchType().name()));
        }
    }
}
