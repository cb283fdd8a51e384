package dev.kingtide.core;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.TaskCommand;

/// Something to be done outside the World once a decision is committed.
public sealed interface Effect {

    /// A command to whoever runs tasks.
    record Tasks(TaskCommand command) implements Effect {}

    /// A command to whoever carries traffic.
    record Traffic(EdgeCommand command) implements Effect {}
}
