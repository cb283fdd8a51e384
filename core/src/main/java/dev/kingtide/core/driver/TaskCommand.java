package dev.kingtide.core.driver;

import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;

/// What a [TaskDriver] is asked to do.
public sealed interface TaskCommand {

    /// Start this task, which is placed; the definition is the one that it names.
    record Start(Task task, TaskDefinition definition) implements TaskCommand {}

    /// After a restart of the control plane: take over what there is of this task, start it if it
    /// has not run yet and nothing of it is there, and say what became of it meanwhile. The task is
    /// as it was last heard of.
    record Adopt(Task task, TaskDefinition definition) implements TaskCommand {}

    /// Stop every container of the task: stop signal, stop timeout, SIGKILL; then remove what was
    /// made for it.
    record Stop(String taskId) implements TaskCommand {}
}
