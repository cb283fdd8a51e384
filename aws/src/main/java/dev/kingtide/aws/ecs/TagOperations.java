package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/// The operations on tags, of whatever has an ARN.
final class TagOperations {
    private final Turns turns;

    TagOperations(Turns turns) {
        this.turns = turns;
    }

    /// Gives a resource more tags, or other values of those that it has.
    TagResourceResponse tag(TagResourceRequest request) {
        List<dev.kingtide.core.tag.Tag> asked = TagShape.read(request.tags());
        if (asked.isEmpty()) {
            throw EcsErrors.empty("Tags");
        }
        return turns.decide(turn -> {
            World world = turn.world();
            String resource = resource(world, request.resourceArn());
            List<dev.kingtide.core.tag.Tag> all = new ArrayList<>(Tags.of(world, resource));
            for (dev.kingtide.core.tag.Tag tag : asked) {
                all.removeIf(t -> t.key().equals(tag.key()));
                all.add(tag);
            }
            TagShape.check((int) all.stream().filter(t -> !isManaged(t.key())).count());
            Tags.set(turn, resource, all);
            return TagResourceResponse.builder().build();
        });
    }

    /// Takes tags off a resource; ones that it does not have are no error.
    UntagResourceResponse untag(UntagResourceRequest request) {
        for (String key : request.tagKeys()) {
            if (isManaged(key)) {
                throw EcsErrors.reservedTag(key);
            }
        }
        return turns.decide(turn -> {
            World world = turn.world();
            String resource = resource(world, request.resourceArn());
            List<dev.kingtide.core.tag.Tag> all = new ArrayList<>(Tags.of(world, resource));
            all.removeIf(t -> request.tagKeys().contains(t.key()));
            Tags.set(turn, resource, all);
            return UntagResourceResponse.builder().build();
        });
    }

    /// The tags of a resource.
    ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            return ListTagsForResourceResponse.builder()
                    .tags(TagShape.of(world, resource(world, request.resourceArn())))
                    .build();
        });
    }

    private static boolean isManaged(String key) {
        return key.startsWith("aws:");
    }

    /// What the ARN of a resource that is there says after the account.
    private static String resource(World world, String arn) {
        String resource = Names.resource(world.scope(), arn);
        String[] words = resource.split("/", -1);
        String name = words[words.length - 1];
        switch (words[0]) {
            case "cluster" -> cluster(world, name);
            case "service" -> service(world, of(words));
            case "task" -> task(world, of(words));
            case "container-instance" -> instance(world, of(words));
            case "task-definition" -> definition(world, name);
            case "capacity-provider" -> ProviderOperations.require(world, name);
            default -> throw EcsErrors.invalidIdentifier(arn);
        }
        return resource;
    }

    /// A resource of a cluster.
    private record InCluster(String cluster, String name) {}

    private static InCluster of(String[] words) {
        if (words.length != 3) {
            throw EcsErrors.longArnNeeded();
        }
        return new InCluster(words[1], words[2]);
    }

    private static void cluster(World world, String name) {
        Cluster found = world.clusters().table.get(name);
        if (found == null) {
            throw ClusterErrors.clusterNotFound();
        }
        if (!found.isActive()) {
            throw EcsErrors.taggedInactive("cluster");
        }
    }

    private static void service(World world, InCluster name) {
        cluster(world, name.cluster());
        Service found = world.services().table.get(Service.keyOf(name.cluster(), name.name()));
        if (found == null) {
            throw EcsErrors.taggedMissing("service");
        }
        if (found.status() == ServiceStatus.INACTIVE) {
            throw EcsErrors.taggedInactive("service");
        }
    }

    private static void task(World world, InCluster name) {
        cluster(world, name.cluster());
        Task found = world.tasks().table.get(name.name());
        if (found == null || !found.identity().clusterName().equals(name.cluster())) {
            throw EcsErrors.taggedMissing("task");
        }
        if (found.status().compareTo(TaskStatus.STOPPED) >= 0) {
            throw EcsErrors.taggedStopped();
        }
    }

    private static void instance(World world, InCluster name) {
        cluster(world, name.cluster());
        ContainerInstance found = world.clusters().instances.get(name.name());
        if (found == null || !found.clusterName().equals(name.cluster())) {
            throw EcsErrors.taggedMissing("container instance");
        }
    }

    private static void definition(World world, String key) {
        TaskDefinition found = world.tasks().definitions.get(key);
        if (found == null) {
            throw EcsErrors.taggedMissing("task definition");
        }
    }
}
