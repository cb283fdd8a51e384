package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.placement.Victims;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskTables.Standing;
import java.util.List;

/// Which tasks of a service are stopped first: its placement strategies in reverse (see [Victims]),
/// and none that is protected.
final class ScaleIn {

    private ScaleIn() {}

    /// `count` tasks of those with a standing; all of them when there are no more. Protected tasks
    /// stay, unless they are unhealthy; when that leaves too few, the service says so.
    static List<Task> choose(
            Turn turn, Service service, String deploymentId, Standing standing, int count) {
        var protections = turn.world().tasks().protections;
        int shielded = turn.world().tasks().protectionsOf.count(deploymentId);
        if (shielded == 0 || standing == Standing.CONDEMNED) {
            return victims(turn, service, deploymentId, standing, count);
        }
        List<Task> chosen =
                victims(turn, service, deploymentId, standing, count + shielded).stream()
                        .filter(task -> protections.get(task.id()) == null)
                        .limit(count)
                        .toList();
        int there = Math.min(count, turn.world().tasks().count(deploymentId, standing));
        if (chosen.size() < there) {
            ServiceEvents.addUnlessSaid(
                    turn,
                    service,
                    "was unable to reach steady state because task set ("
                            + deploymentId
                            + ") was unable to scale in. Reason: The number of protected tasks"
                            + " are more than the desired count of tasks.");
        }
        return chosen;
    }

    private static List<Task> victims(
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
