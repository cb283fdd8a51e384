package dev.kingtide.host;

import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Execution;
import java.util.List;

/// A container in which commands can be run.
@FunctionalInterface
public interface Remote {

    /// Starts a command with a terminal.
    ///
    /// @throws EngineFailure when it cannot be started
    Execution start(List<String> words) throws EngineFailure;
}
