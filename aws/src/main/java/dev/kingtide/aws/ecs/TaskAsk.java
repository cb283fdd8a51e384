package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOptions;
import dev.kingtide.core.task.TaskOverrides;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// What RunTask and StartTask have in common: who starts the tasks and what they get besides their
/// definition.
///
/// @param startedBy as given, or null
/// @param group as given, or null
/// @param overrides as given, or null
/// @param executeCommand whether commands may be run in the containers
/// @param tags the caller's
/// @param definitionTags whether they get the definition's too
/// @param managedTags whether they get ECS's own too
record TaskAsk(
        @Nullable String startedBy,
        @Nullable String group,
        @Nullable TaskOverride overrides,
        boolean executeCommand,
        List<Tag> tags,
        boolean definitionTags,
        boolean managedTags) {
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9_/:.-]{0,128}");

    static TaskAsk of(RunTaskRequest asked) {
        return new TaskAsk(
                        asked.startedBy(),
                        asked.group(),
                        asked.overrides(),
                        Boolean.TRUE.equals(asked.enableExecuteCommand()),
                        TagShape.read(asked.tags()),
                        fromDefinition(asked.propagateTags()),
                        Boolean.TRUE.equals(asked.enableECSManagedTags()))
                .checked();
    }

    /// All that a start asks for has the same name in a run.
    static TaskAsk of(StartTaskRequest asked) {
        return of(Overlay.over(RunTaskRequest.builder(), asked).build());
    }

    private static boolean fromDefinition(@Nullable PropagateTags asked) {
        if (asked == PropagateTags.SERVICE) {
            throw TaskErrors.propagatedFromService();
        }
        return asked == PropagateTags.TASK_DEFINITION;
    }

    private TaskAsk checked() {
        if (startedBy != null && !STARTED_BY.matcher(startedBy).matches()) {
            throw TaskErrors.startedBy();
        }
        if (group != null && group.startsWith("service:")) {
            throw TaskErrors.group();
        }
        return this;
    }

    /// The group that tasks of a definition are in (ECS developer guide, task-groups).
    String group(TaskDefinition definition) {
        return group == null ? "family:" + definition.family() : group;
    }

    /// What tasks of a definition get besides it.
    TaskOptions options(TaskDefinition definition, boolean fargate) {
        TaskOverrides read = OverridesShape.read(overrides, definition, fargate);
        if (executeCommand
                && read.taskRoleArn() == null
                && TaskDefinitionView.kept(definition).taskRoleArn() == null) {
            throw TaskErrors.roleForCommands();
        }
        return new TaskOptions(read, executeCommand);
    }

    /// The tags of tasks of a definition.
    List<Tag> tags(World world, Cluster cluster, TaskDefinition definition) {
        List<Tag> own =
                managedTags
                        ? Tags.merged(List.of(new Tag(Cluster.MANAGED_TAG, cluster.name())), tags)
                        : tags;
        return definitionTags
                ? Tags.merged(own, Tags.of(world, "task-definition/" + definition.key()))
                : own;
    }
}
