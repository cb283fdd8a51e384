package dev.kingtide.core.scaling;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;

/// A service whose desired count may be scaled, and within which limits.
///
/// @param resourceId `service/<cluster>/<service>`
/// @param id the end of its ARN
/// @param minCapacity the least desired count that scaling sets
/// @param maxCapacity the most
/// @param roleArn the role that the caller named, or the service-linked one
/// @param suspended what is not to be done
/// @param cooldown what is remembered of the last scaling by policies
/// @param createdMillis when it was first registered
public record ScalableTarget(
        String resourceId,
        String id,
        int minCapacity,
        int maxCapacity,
        String roleArn,
        SuspendedState suspended,
        Cooldown cooldown,
        long createdMillis)
        implements Row {

    /// What stands before `<cluster>/<service>` in a resource id.
    public static final String PREFIX = "service/";

    /// Limits in order.
    public ScalableTarget {
        Invariant.require(
                0 <= minCapacity && minCapacity <= maxCapacity,
                resourceId + " has minimum " + minCapacity + " and maximum " + maxCapacity);
    }

    @Override
    public String key() {
        return resourceId;
    }

    /// The key of the service: `cluster/service`.
    public String serviceKey() {
        return resourceId.substring(PREFIX.length());
    }

    /// The resource id of a service.
    public static String resourceIdOf(String serviceKey) {
        return PREFIX + serviceKey;
    }

    /// The target's ARN.
    public String arn(Scope scope) {
        return scope.arn("application-autoscaling", "scalable-target/" + id);
    }

    /// The capacity within the limits that is nearest to `capacity`.
    int clamp(int capacity) {
        return Math.clamp(capacity, minCapacity, maxCapacity);
    }

    /// With other limits.
    ScalableTarget with(int newMinCapacity, int newMaxCapacity) {
        return new ScalableTarget(
                resourceId,
                id,
                newMinCapacity,
                newMaxCapacity,
                roleArn,
                suspended,
                cooldown,
                createdMillis);
    }

    /// With something else to remember.
    ScalableTarget with(Cooldown newCooldown) {
        return new ScalableTarget(
                resourceId,
                id,
                minCapacity,
                maxCapacity,
                roleArn,
                suspended,
                newCooldown,
                createdMillis);
    }

    /// With another role and other suspensions.
    ScalableTarget with(String newRoleArn, SuspendedState newSuspended) {
        return new ScalableTarget(
                resourceId,
                id,
                minCapacity,
                maxCapacity,
                newRoleArn,
                newSuspended,
                cooldown,
                createdMillis);
    }
}
