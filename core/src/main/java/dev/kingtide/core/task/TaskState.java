package dev.kingtide.core.task;

import org.jspecify.annotations.Nullable;

/// The state that a task is in.
///
/// @param lastStatus how far it has come
/// @param stopWanted `desiredStatus` is STOPPED
/// @param health of the essential containers that define a check
/// @param trafficHealthy every target group of its service has it healthy; true without load
///   balancer
/// @param unhealthySeen the scheduler has taken note that it is unhealthy and will replace it
/// @param settled what has to be waited for before it counts as healthy is over
/// @param version grows by one with every change that an event shows
/// @param stopCode why it stopped
/// @param stoppedReason the same in words
public record TaskState(
        TaskStatus lastStatus,
        boolean stopWanted,
        Health health,
        boolean trafficHealthy,
        boolean unhealthySeen,
        boolean settled,
        int version,
        @Nullable StopCode stopCode,
        @Nullable String stoppedReason) {}
