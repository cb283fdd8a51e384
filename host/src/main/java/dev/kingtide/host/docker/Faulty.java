package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskFault;

/// A fault that is no answer of an Engine's, on its way to the task that it ends.
final class Faulty extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TaskFault fault;

    Faulty(TaskFault fault) {
        super(fault.reason());
        this.fault = fault;
    }

    /// Network, secrets, files or volumes cannot be had.
    static Faulty initializing(String cause) {
        return new Faulty(new TaskFault.CannotInitialize(cause));
    }

    TaskFault fault() {
        return fault;
    }
}
