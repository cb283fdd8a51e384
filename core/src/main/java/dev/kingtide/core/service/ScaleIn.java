package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.placement.Victims;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.List;

/// Which tasks of a service are stopped first: its placement strategies in reverse (see [Victims]).
final class ScaleIn {

    private ScaleIn() {}

    /// `count` tasks of those with a standing; all of them when there are no more.
    static List<Task> choose(
            Turn turn, Service service, String deploymentId, Standing standing, int count) {
        List<PlacementStrategy> own = service.settings().placement().strategies();
        return Victims.choose(
                turn.world(),
                new Victims.Candidates(
                        service.clusterName(),
                        service.taskGroup(),
                        deploymentId,
                        standing,
                        own.isEmpty() ? PlacementStrategy.SERVICE_DEFAULT : own),
                count);
    }
}
