package dev.kingtide.core.scaling;

import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import dev.kingtide.core.time.Schedule;
import org.jspecify.annotations.Nullable;

/// New limits for a scalable target at certain moments.
///
/// @param name unique in its target
/// @param resourceId its target
/// @param id the UUID in its ARN
/// @param when the moments
/// @param limits what is set
/// @param createdMillis when it was first put
/// @param shape what is kept in AWS's shape and echoed, or null
public record ScheduledAction(
        String name,
        String resourceId,
        String id,
        When when,
        Limits limits,
        long createdMillis,
        @Nullable Object shape)
        implements Row {

    /// The moments of a scheduled action.
    ///
    /// @param schedule as the caller's expression says
    /// @param startMillis no run before; a recurring action runs at that moment too; or null
    /// @param endMillis no run after; or null
    public record When(Schedule schedule, @Nullable Long startMillis, @Nullable Long endMillis) {

        /// The first moment after `afterMillis`, or [Schedule#NEVER].
        ///
        /// Source: Application Auto Scaling API reference, PutScheduledAction.
        public long next(long afterMillis) {
            long next = schedule.next(afterMillis);
            if (startMillis != null && afterMillis < startMillis) {
                next =
                        schedule instanceof Schedule.At
                                ? schedule.next(startMillis - 1)
                                : startMillis;
            }
            return endMillis != null && next > endMillis ? Schedule.NEVER : next;
        }
    }

    /// The new limits; null leaves one as it is.
    public record Limits(@Nullable Integer minCapacity, @Nullable Integer maxCapacity) {}

    @Override
    public String key() {
        return keyOf(resourceId, name);
    }

    /// The key of a scheduled action.
    public static String keyOf(String resourceId, String name) {
        return resourceId + ' ' + name;
    }

    /// The action's ARN.
    public String arn(Scope scope) {
        return scope.arn(
                "autoscaling",
                "scheduledAction:"
                        + id
                        + ":resource/ecs/"
                        + resourceId
                        + ":scheduledActionName/"
                        + name);
    }
}
