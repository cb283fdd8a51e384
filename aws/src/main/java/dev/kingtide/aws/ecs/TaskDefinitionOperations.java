package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/// The operations on task definitions.
final class TaskDefinitionOperations {
    private final Turns turns;

    TaskDefinitionOperations(Turns turns) {
        this.turns = turns;
    }

    /// Adds a revision to a family.
    RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request) {
        TaskSize size = TaskSize.of(request.cpu(), request.memory());
        TaskDefinitionRules.check(request, size);
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            TaskDefinition last = turn.world().tasks().byFamily.last(request.family());
            TaskDefinition definition =
                    TaskDefinitionShape.record(
                            request,
                            size,
                            last == null ? 1 : last.revision() + 1,
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

    private static TaskDefinition deactivate(Turn turn, TaskDefinition found) {
        TaskDefinition inactive =
                new TaskDefinition(
                        found.family(),
                        found.revision(),
                        false,
                        found.networkMode(),
                        found.cpuUnits(),
                        found.memoryMib(),
                        found.containers(),
                        found.constraints(),
                        found.cpuArchitecture(),
                        found.operatingSystem(),
                        found.ephemeralStorageGib(),
                        found.shape());
        turn.put(turn.world().tasks().definitions, inactive);
        return inactive;
    }
}
