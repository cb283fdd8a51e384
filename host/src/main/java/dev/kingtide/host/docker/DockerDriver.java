package dev.kingtide.host.docker;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.function.Consumer;

/// The tasks of one World on a Docker Engine.
///
/// Commands only begin something or leave word with a [TaskRun]; nothing here blocks, and nothing
/// is reported from the thread that commands.
final class DockerDriver implements TaskDriver {
    private final DockerMachines machines;
    private final Scope scope;
    private final Consumer<? super TaskObservation> ear;

    DockerDriver(DockerMachines machines, Scope scope, Consumer<? super TaskObservation> ear) {
        this.machines = machines;
        this.scope = scope;
        this.ear = ear;
    }

    @Override
    public void accept(TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(Task task, TaskDefinition definition) ->
                    machines.run(scope, task, definition, ear, false);
            case TaskCommand.Adopt(Task task, TaskDefinition definition) ->
                    machines.run(scope, task, definition, ear, true);
            case TaskCommand.Stop(String taskId) -> {
                if (!machines.hear(taskId, new News.StopAsked())) {
                    machines.begin(() -> ear.accept(new TaskObservation.TaskGone(taskId)));
                }
            }
        }
    }
}
