package dev.kingtide.core.driver;

/// Whoever runs tasks: Docker, a fleet of agents, or a simulation.
///
/// Takes commands without blocking, in order; what becomes of them comes back as
/// [TaskObservation]s. A command for a task that is unknown or already gone is no error: the driver
/// says again that the task is stopped.
public interface TaskDriver {

    /// Takes one command.
    void accept(TaskCommand command);
}
