package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.placement.EveryInstance;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.Deployment.Rollout;
import dev.kingtide.core.service.ServiceMode.Scheduling;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Moves tasks of a steady service until its availability zones have equally many (ECS developer
/// guide, service-rebalancing): replacements start in the zone with the fewest, and when all of
/// them are healthy as many tasks stop where the most are. It is no deployment, and the bounds hold
/// throughout.
///
/// A service is looked at when it is, or becomes, steady; one without a place in its light zone
/// again when an instance joins.
final class ZoneBalance {

    private ZoneBalance() {}

    /// Whether a service's tasks may be moved at all.
    private static boolean applies(Service service) {
        ServiceMode mode = service.settings().mode();
        List<PlacementStrategy> strategies = service.settings().placement().strategies();
        boolean spread =
                strategies.isEmpty()
                        || strategies
                                .getFirst()
                                .equals(PlacementStrategy.SERVICE_DEFAULT.getFirst());
        return mode.zoneRebalancing()
                && mode.scheduling() == Scheduling.REPLICA
                && mode.controller() == ServiceMode.Controller.ECS
                && spread
                && service.settings().deployment().maximumPercent() > 100;
    }

    /// Gives a move up in which something else comes between.
    static Service goOn(Turn turn, Service service) {
        int moving = service.progress().moving();
        if (moving == 0) {
            return service;
        }
        boolean fits =
                service.wanted() + moving
                        <= service.settings().deployment().upperBound(service.wanted());
        if (fits
                && applies(service)
                && service.status() == ServiceStatus.ACTIVE
                && service.deployments().size() == 1
                && service.primary().rollout() == Rollout.COMPLETED
                && !service.progress().waitingForCapacity()) {
            return service;
        }
        ServiceEvents.add(turn, service, "stopped AZ Rebalancing.");
        return service.with(service.progress().moving(0, false));
    }

    /// Looks at the zones of a steady service, and begins to move tasks if they are not balanced.
    static Service begin(Turn turn, Service service) {
        boolean known = service.progress().unbalanced();
        if (!applies(service) || service.status() != ServiceStatus.ACTIVE) {
            return known ? service.with(service.progress().moving(0, false)) : service;
        }
        Map<String, Integer> counts = counts(turn, service);
        String light = "";
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (Map.Entry<String, Integer> zone : counts.entrySet()) {
            most = Math.max(most, zone.getValue());
            if (zone.getValue() < fewest) {
                fewest = zone.getValue();
                light = zone.getKey();
            }
        }
        if (counts.size() < 2 || most - fewest < 2) {
            if (known) {
                ServiceEvents.add(turn, service, "is AZ balanced with " + text(counts) + ".");
                return service.with(service.progress().moving(0, false));
            }
            return service;
        }
        if (turn.world().tasks().protectionsOf.count(service.primary().id()) > 0) {
            ServiceEvents.addUnlessSaid(
                    turn,
                    service,
                    "was unable to AZ Rebalance because "
                            + service.primary().id()
                            + " was unable to scale in due to protected tasks.");
            return service;
        }
        int room = service.settings().deployment().upperBound(service.wanted()) - service.wanted();
        int count = Math.min(room, Math.max(1, service.wanted() / counts.size() - fewest));
        return count <= 0 ? service : move(turn, service, light, count, counts);
    }

    private static Service move(
            Turn turn, Service service, String light, int count, Map<String, Integer> counts) {
        if (!service.progress().unbalanced()) {
            ServiceEvents.add(
                    turn,
                    service,
                    "is not AZ balanced with " + text(counts) + ". AZ Rebalancing in progress.");
        }
        List<Task> started =
                ServiceLauncher.launchIn(turn, service, service.primary(), light, count).started();
        if (started.isEmpty()) {
            ServiceEvents.addUnlessSaid(
                    turn, service, "is unable to place a task in " + light + ".");
        } else {
            ServiceEvents.add(
                    turn,
                    service,
                    "has started "
                            + started.size()
                            + " tasks in "
                            + light
                            + " to AZ Rebalance: "
                            + ServiceEvents.names(started)
                            + ".");
        }
        return service.with(service.progress().moving(started.size(), true));
    }

    /// Tells which tasks go now that their replacements run, and that the move is over.
    static Service moved(Turn turn, Service service, List<Task> gone) {
        Map<String, List<Task>> byZone = new LinkedHashMap<>();
        for (Task task : gone) {
            byZone.computeIfAbsent(task.place().zone(), z -> new ArrayList<>()).add(task);
        }
        byZone.forEach((zone, tasks) ->
                ServiceEvents.add(
                        turn,
                        service,
                        "has stopped "
                                + tasks.size()
                                + " running tasks in "
                                + zone
                                + " due to AZ rebalancing: "
                                + ServiceEvents.names(tasks)
                                + "."));
        return service.with(service.progress().moving(0, true));
    }

    /// Why a task goes.
    static String reason(Deployment deployment) {
        return "Availability-zone rebalancing initiated by (deployment " + deployment.id() + ")";
    }

    /// How many tasks each zone has, those without any too.
    private static Map<String, Integer> counts(Turn turn, Service service) {
        ServiceSettings settings = service.settings();
        boolean fargate =
                settings.capacityStrategy().isEmpty()
                        ? settings.launchType() == LaunchType.FARGATE
                        : settings.capacityStrategy().isFargate();
        List<String> zones =
                fargate
                        ? service.primary().revision().network().zones()
                        : EveryInstance.zones(
                                turn.world(),
                                ServiceLauncher.ask(turn, service, service.primary()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String zone : zones) {
            counts.put(
                    zone,
                    turn.world()
                            .placement()
                            .count(service.clusterName(), service.taskGroup(), zone));
        }
        return counts;
    }

    private static String text(Map<String, Integer> counts) {
        StringBuilder text = new StringBuilder();
        int left = counts.size();
        for (Map.Entry<String, Integer> zone : counts.entrySet()) {
            text.append(
                            text.isEmpty()
                                    ? ""
                                    : left > 1 ? ", " : counts.size() > 2 ? ", and " : " and ")
                    .append(zone.getValue())
                    .append(
                            text.isEmpty() || text.indexOf(" tasks in ") < 0
                                    ? " tasks in "
                                    : " in ")
                    .append(zone.getKey());
            left--;
        }
        return text.toString();
    }
}
