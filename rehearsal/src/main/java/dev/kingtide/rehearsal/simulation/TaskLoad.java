package dev.kingtide.rehearsal.simulation;

/// What traffic knows of a task and its driver has to ask: whether work is left on it.
interface TaskLoad {

    /// A task that no traffic reaches.
    TaskLoad NONE = () -> 0;

    /// Requests of waiting clients that the task is working on, on average over like tasks.
    double inFlight();
}
