package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.TaskDefinition;
import java.util.List;

/// What a service's new tasks get that no deployment deploys: tags, and whether commands may be run
/// in them (botocore ecs model: UpdateService's `propagateTags`, `enableECSManagedTags` and
/// `enableExecuteCommand` begin no deployment). A service without a row gives nothing.
///
/// @param serviceKey the service
/// @param propagated whose tags a new task gets
/// @param managedTags whether it gets the tags of ECS itself
/// @param executeCommand whether commands may be run in its containers
public record ServiceTaskOptions(
        String serviceKey, Propagated propagated, boolean managedTags, boolean executeCommand)
        implements Row {

    /// Whose tags a task gets when it is created.
    public enum Propagated {
        NONE,
        SERVICE,
        TASK_DEFINITION
    }

    @Override
    public String key() {
        return serviceKey;
    }

    /// The tags of a new task (ECS developer guide, ecs-using-tags: ECS's own are
    /// `aws:ecs:clusterName` and `aws:ecs:serviceName`).
    List<Tag> tags(World world, Service service, TaskDefinition definition) {
        List<Tag> own =
                managedTags
                        ? List.of(
                                new Tag("aws:ecs:serviceName", service.name()),
                                new Tag(Cluster.MANAGED_TAG, service.clusterName()))
                        : List.of();
        return switch (propagated) {
            case NONE -> own;
            case SERVICE -> Tags.merged(own, Tags.of(world, "service/" + serviceKey));
            case TASK_DEFINITION ->
                    Tags.merged(own, Tags.of(world, "task-definition/" + definition.key()));
        };
    }
}
