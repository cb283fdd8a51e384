package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.World;
import java.util.List;

/// Where a task on AWS Fargate goes: there are no instances, only availability zones.
public final class Zones {

    private Zones() {}

    /// The zone with the fewest tasks of the group (`service:...`), of the zones of its subnets;
    /// the first of several (ECS developer guide, ecs_services: tasks are spread across zones).
    public static String choose(World world, String clusterName, String group, List<String> zones) {
        Invariant.require(!zones.isEmpty(), () -> "no zones to choose from for " + group);
        String best = zones.getFirst();
        int fewest = Integer.MAX_VALUE;
        for (String zone : zones) {
            int count = world.placement().count(clusterName, group, zone);
            if (count < fewest) {
                fewest = count;
                best = zone;
            }
        }
        return best;
    }
}
