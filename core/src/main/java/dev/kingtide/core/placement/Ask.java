package dev.kingtide.core.placement;

import dev.kingtide.core.cluster.Reservation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of a [Placer]: a place on a container instance for one task.
///
/// @param subject what a chance is drawn for: the id of the task, or anything else that differs
///   from ask to ask
/// @param clusterName the cluster
/// @param group the task's group, such as `service:web`: spreading and distinct instances look at
///   the tasks of the same group
/// @param needs what it takes of an instance
/// @param rules strategies, constraints, required attributes
/// @param capacityProvider the provider whose instances are meant, or null for all
/// @param zones the availability zones of the task's subnets; empty means all
public record Ask(
        String subject,
        String clusterName,
        String group,
        Reservation needs,
        PlacementRules rules,
        @Nullable String capacityProvider,
        List<String> zones) {}
