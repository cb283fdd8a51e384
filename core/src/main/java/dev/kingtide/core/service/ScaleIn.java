package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.placement.Victims;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which tasks of a service are stopped first: its placement strategies in reverse (see [Victims]),
/// of equal ones the youngest.
final class ScaleIn {
    private static final Comparator<Task> YOUNGEST_FIRST =
            Comparator.comparingLong((Task t) -> -t.times().createdAtMillis())
                    .thenComparing(Task::id);

    private ScaleIn() {}

    /// `count` tasks of those with a standing; all of them when there are no more.
    static List<Task> choose(
            Turn turn, Service service, String deploymentId, Standing standing, int count) {
        List<Task> all = turn.world().tasks().list(deploymentId, standing);
        if (count >= all.size()) {
            return all;
        }
        List<Task> candidates = new ArrayList<>(all);
        candidates.sort(YOUNGEST_FIRST);
        List<PlacementStrategy> own = service.settings().placement().strategies();
        return Victims.choose(
                turn.world(),
                own.isEmpty() ? PlacementStrategy.SERVICE_DEFAULT : own,
                candidates,
                others(turn, service, deploymentId, standing),
                count);
    }

    /// The service's other tasks that nobody wants to stop.
    private static List<Task> others(
            Turn turn, Service service, String deploymentId, Standing standing) {
        List<Task> others = new ArrayList<>();
        for (Deployment deployment : service.deployments()) {
            for (Standing other : Standing.values()) {
                boolean same = deployment.id().equals(deploymentId) && other == standing;
                if (!same && other != Standing.STOPPING) {
                    others.addAll(turn.world().tasks().list(deployment.id(), other));
                }
            }
        }
        return others;
    }
}
