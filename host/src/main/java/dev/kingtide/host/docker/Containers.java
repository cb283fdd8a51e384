package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The containers that the tasks of a data directory have on Engines, running or ended, as people
/// name them. They are found by their labels, so no control plane has to run.
///
/// @param engines the Engines
/// @param owner the identity of the directory
public record Containers(List<Engine> engines, String owner) {
    private static final int PREFIX_MIN = 4;

    /// A container.
    ///
    /// @param engine where it is
    /// @param id the Engine's
    /// @param name in its task definition
    public record Found(Engine engine, String id, String taskId, String name) {}

    /// Those that a name stands for, in the order of their tasks and names.
    ///
    /// @param name a service, as `web` or `shop/web`; or a task, as its ARN, its id, or the
    ///   beginning of that, four digits at least
    /// @param container the name of one container of each task; empty for all
    public List<Found> of(String name, String container) throws EngineFailure {
        List<Found> found = new ArrayList<>();
        for (Engine engine : engines) {
            find(engine, name, container, found);
        }
        found.sort(Comparator.comparing(Found::taskId).thenComparing(Found::name));
        return found;
    }

    private void find(Engine engine, String name, String container, List<Found> found)
            throws EngineFailure {
        String task = name.substring(name.lastIndexOf('/') + 1);
        for (Engine.Listed one : engine.list(Labels.ownedBy(owner))) {
            String service = one.label(Labels.SERVICE);
            String own = one.label(Labels.CONTAINER);
            boolean ofService = service.equals(name) || service.endsWith('/' + name);
            boolean ofTask =
                    task.matches("[0-9a-f]{" + PREFIX_MIN + ",32}")
                            && (task.equals(name) || name.startsWith("arn:"))
                            && one.label(Labels.TASK).startsWith(task);
            if ((ofService || ofTask)
                    && !own.equals(Labels.PAUSE)
                    && (container.isEmpty() || own.equals(container))) {
                found.add(new Found(engine, one.id(), one.label(Labels.TASK), own));
            }
        }
    }
}
