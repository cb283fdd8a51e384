package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.Retirement;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/// The operations on task definitions.
final class TaskDefinitionOperations {
    private static final int DELETED_MAX = 10;
    private static final String NOT_THERE =
            "The specified task definition does not exist. Specify a valid account, family,"
                    + " revision and try again.";
    private static final String STILL_ACTIVE =
            "The specified task definition is still in ACTIVE status. Please deregister the target"
                    + " and try again.";
    private final Turns turns;

    TaskDefinitionOperations(Turns turns) {
        this.turns = turns;
    }

    /// Adds a revision to a family.
    RegisterTaskDefinitionResponse register(Caller caller, RegisterTaskDefinitionRequest request) {
        TaskSize size = TaskSize.of(request.cpu(), request.memory());
        TaskDefinitionRules.check(request, size);
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            TaskDefinition definition =
                    TaskDefinitionShape.record(
                            caller,
                            request,
                            size,
                            turn.world().tasks().nextRevision(request.family()),
                            turn.nowMillis());
            turn.put(turn.world().tasks().definitions, definition);
            Tags.set(turn, "task-definition/" + definition.key(), tags);
            return RegisterTaskDefinitionResponse.builder()
                    .taskDefinition(TaskDefinitionView.of(turn.world().scope(), definition))
                    .tags(request.tags())
                    .build();
        });
    }

    /// One revision; the newest active one when only the family is given.
    DescribeTaskDefinitionResponse describe(DescribeTaskDefinitionRequest request) {
        return turns.decide(turn -> {
            TaskDefinition found = find(turn.world(), request.taskDefinition());
            if (found == null) {
                throw EcsErrors.taskDefinitionNotFound();
            }
            var answer =
                    DescribeTaskDefinitionResponse.builder()
                            .taskDefinition(TaskDefinitionView.of(turn.world().scope(), found));
            return request.include().contains(TaskDefinitionField.TAGS)
                    ? answer.tags(TagShape.of(turn.world(), "task-definition/" + found.key()))
                            .build()
                    : answer.build();
        });
    }

    /// Makes a revision INACTIVE: what uses it goes on, nothing new can.
    DeregisterTaskDefinitionResponse deregister(DeregisterTaskDefinitionRequest request) {
        return turns.decide(turn -> {
            TaskDefinition found =
                    Names.definition(turn.world().scope(), request.taskDefinition()).indexOf(':')
                                    < 0
                            ? null
                            : find(turn.world(), request.taskDefinition());
            if (found == null) {
                throw EcsErrors.taskDefinitionNotFound();
            }
            return DeregisterTaskDefinitionResponse.builder()
                    .taskDefinition(
                            TaskDefinitionView.of(turn.world().scope(), deactivate(turn, found)))
                    .build();
        });
    }

    /// The revision that a caller names by family, `family:revision` or ARN; null when there is
    /// none.
    static @Nullable TaskDefinition find(World world, String reference) {
        String name = Names.definition(world.scope(), reference);
        return name.indexOf(':') < 0
                ? world.tasks().newestActive(name)
                : world.tasks().definitions.get(name);
    }

    /// The active revision that a caller names in order to run it.
    static TaskDefinition require(World world, @Nullable String reference) {
        if (reference == null || reference.isEmpty()) {
            throw EcsErrors.parameter("TaskDefinition should not be null or empty.");
        }
        TaskDefinition found = find(world, reference);
        if (found == null) {
            throw EcsErrors.taskDefinitionMissing();
        }
        if (!found.active()) {
            throw EcsErrors.taskDefinitionInactive();
        }
        return found;
    }

    /// Begins to delete INACTIVE revisions: what runs of them goes on, and they are described but
    /// listed no more until nothing refers to them ([Retirement]).
    DeleteTaskDefinitionsResponse delete(DeleteTaskDefinitionsRequest request) {
        List<String> names = request.taskDefinitions();
        if (names.isEmpty()) {
            throw EcsErrors.empty("Task definitions");
        }
        if (names.size() > DELETED_MAX) {
            throw EcsErrors.tooMany("taskDefinitions", DELETED_MAX);
        }
        return turns.decide(turn -> {
            World world = turn.world();
            List<software.amazon.awssdk.services.ecs.model.TaskDefinition> deleted =
                    new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : names) {
                String key = Names.definition(world.scope(), name);
                TaskDefinition found = world.tasks().definitions.get(key);
                if (found == null || found.active()) {
                    failures.add(
                            Failure.builder()
                                    .arn(Names.definitionArn(world.scope(), key))
                                    .reason(found == null ? NOT_THERE : STILL_ACTIVE)
                                    .build());
                } else {
                    deleted.add(TaskDefinitionView.of(world.scope(), requested(turn, found)));
                }
            }
            return DeleteTaskDefinitionsResponse.builder()
                    .taskDefinitions(deleted)
                    .failures(failures)
                    .build();
        });
    }

    private static TaskDefinition requested(Turn turn, TaskDefinition found) {
        if (found.status() == DefinitionStatus.DELETE_IN_PROGRESS) {
            return found;
        }
        TaskDefinition deleted =
                put(
                        turn,
                        found.with(
                                DefinitionStatus.DELETE_IN_PROGRESS,
                                TaskDefinitionView.kept(found).toBuilder()
                                        .deleteRequestedAt(Instant.ofEpochMilli(turn.nowMillis()))
                                        .build()));
        Retirement.requested(turn, deleted);
        return deleted;
    }

    private static TaskDefinition deactivate(Turn turn, TaskDefinition found) {
        return !found.active()
                ? found
                : put(
                        turn,
                        found.with(
                                DefinitionStatus.INACTIVE,
                                TaskDefinitionView.kept(found).toBuilder()
                                        .deregisteredAt(Instant.ofEpochMilli(turn.nowMillis()))
                                        .build()));
    }

    private static TaskDefinition put(Turn turn, TaskDefinition definition) {
        turn.put(turn.world().tasks().definitions, definition);
        return definition;
    }
}
