package dev.kingtide.host;

import dev.kingtide.core.Agenda;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.TaskDriver;

/// Who runs the tasks and carries the traffic of an account and region.
@FunctionalInterface
public interface Machines {

    /// The drivers of one World; they say on the agenda what they see.
    Drivers of(Agenda agenda, World world);

    /// A driver of tasks and one of traffic.
    record Drivers(TaskDriver tasks, Edge edge) {}
}
