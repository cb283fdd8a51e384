package dev.kingtide.rehearsal.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What container starts on one machine wait for each other: a container engine takes a few hundred
/// milliseconds of CPU and of locks of the kernel for each, so that many at once come one after
/// another, however long one takes that is alone.
///
/// A gate for each container instance lets them through in the order in which they ask, evenly
/// apart. The order is a simplification, the sum is not: the last of many starts ends when the
/// machine has done the work of all of them. Tasks on Fargate have a machine each and never wait.
final class StartGates {
    private final double millisEach;
    private final Map<String, Double> freeAtMillis = new LinkedHashMap<>();

    /// @param perSecond of one instance; 0 for no limit
    StartGates(double perSecond) {
        this.millisEach = perSecond > 0 ? 1000 / perSecond : 0;
    }

    /// How long a start takes that begins at a moment and would take so long alone.
    ///
    /// @param instanceId the machine, null for Fargate
    long through(@Nullable String instanceId, long atMillis, long aloneMillis) {
        if (instanceId == null || millisEach <= 0) {
            return aloneMillis;
        }
        double last = freeAtMillis.getOrDefault(instanceId, 0.0);
        double free = Math.max(last, (double) atMillis) + millisEach;
        freeAtMillis.put(instanceId, free);
        return Math.max(aloneMillis, Math.round(free) - atMillis);
    }

    /// A container instance is gone.
    void forget(String instanceId) {
        freeAtMillis.remove(instanceId);
    }
}
