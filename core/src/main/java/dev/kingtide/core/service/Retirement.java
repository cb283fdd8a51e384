package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.RetiredFamily;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.time.TimerKind;
import org.jspecify.annotations.Nullable;

/// Removes task definitions that are to be deleted once nothing refers to them: no service that is
/// not INACTIVE, and no task, stopped ones too as long as they can be described (botocore ecs
/// model, DeleteTaskDefinitions: "until all the associated tasks and services have been
/// terminated").
///
/// It is looked at when its deletion is asked for, and again whenever something lets go of it.
public final class Retirement {
    /// AWS does not say how long it takes; callers shall see DELETE_IN_PROGRESS.
    static final long DELAY_MILLIS = 10_000;

    private Retirement() {}

    /// The deletion of a definition was asked for.
    public static void requested(Turn turn, TaskDefinition definition) {
        consider(turn, definition.key());
    }

    /// A task is no longer remembered.
    public static void forgotten(Turn turn, @Nullable Task task) {
        if (task != null) {
            consider(turn, task.identity().definition());
        }
    }

    /// Keeps a service, and looks at the definitions that it no longer deploys.
    static void keep(Turn turn, Service service) {
        ServiceTables tables = turn.world().services();
        Service before = tables.table.get(service.key());
        turn.put(tables.table, service);
        if (before != null && !turn.world().tasks().deleting.get(true).isEmpty()) {
            ServiceTables.definitions(before).forEach(definition -> consider(turn, definition));
        }
    }

    private static void consider(Turn turn, String key) {
        TaskDefinition definition = turn.world().tasks().definitions.get(key);
        if (definition != null && isUnused(turn, definition)) {
            turn.timer(TimerKind.DEFINITION_RETIRE, key, turn.nowMillis() + DELAY_MILLIS);
        }
    }

    private static boolean isUnused(Turn turn, TaskDefinition definition) {
        return definition.status() == DefinitionStatus.DELETE_IN_PROGRESS
                && turn.world().tasks().tasksOf(definition.key()) == 0
                && turn.world().services().servicesOf(definition.key()) == 0;
    }

    /// Removes a definition that nothing refers to.
    public static void due(Turn turn, String key) {
        TaskTables tables = turn.world().tasks();
        TaskDefinition definition = tables.definitions.get(key);
        if (definition == null || !isUnused(turn, definition)) {
            return;
        }
        TaskDefinition last = tables.byFamily.last(definition.family());
        if (definition.equals(last)) {
            String family = definition.family();
            turn.put(tables.retired, new RetiredFamily(family, tables.nextRevision(family) - 1));
        }
        Tags.forget(turn, "task-definition/" + key);
        turn.remove(tables.definitions, key);
    }
}
