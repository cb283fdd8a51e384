package dev.kingtide.host.docker;

import dev.kingtide.core.World;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import java.util.function.Consumer;

/// The tasks of one World on Docker Engines.
///
/// Commands only begin something or leave word with a [TaskRun]; nothing here blocks, and nothing
/// is reported from the thread that commands.
final class DockerDriver implements TaskDriver {
    private final DockerMachines machines;
    private final World world;
    private final Consumer<? super TaskObservation> ear;

    DockerDriver(DockerMachines machines, World world, Consumer<? super TaskObservation> ear) {
        this.machines = machines;
        this.world = world;
        this.ear = ear;
    }

    @Override
    public void accept(TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(Task task, TaskDefinition definition) ->
                    run(task, definition, false);
            case TaskCommand.Adopt(Task task, TaskDefinition definition) ->
                    run(task, definition, true);
            case TaskCommand.Stop(String taskId) -> {
                if (!machines.hear(taskId, new News.StopAsked())) {
                    machines.begin(() -> ear.accept(new TaskObservation.TaskGone(taskId)));
                }
            }
        }
    }

    /// A task on a host that is not named any more stays as it was last heard of.
    private void run(Task task, TaskDefinition definition, boolean adopt) {
        DockerHost host = machines.host(world, task);
        if (host != null) {
            machines.run(host, machines.plan(host, world.scope(), task, definition), ear, adopt);
        }
    }
}
