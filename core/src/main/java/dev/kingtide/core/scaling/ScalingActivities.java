package dev.kingtide.core.scaling;

import dev.kingtide.core.Turn;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.service.Services;
import org.jspecify.annotations.Nullable;

/// Sets desired counts and keeps the record of it.
public final class ScalingActivities {

    private ScalingActivities() {}

    /// The service of a target, or null when there is none to scale.
    static @Nullable Service service(Turn turn, ScalableTarget target) {
        Service service = turn.world().services().table.get(target.serviceKey());
        return service == null || service.status() != ServiceStatus.ACTIVE ? null : service;
    }

    /// Brings the desired count within the target's limits, if it is not: at once and without
    /// regard to cooldowns.
    static void fit(Turn turn, ScalableTarget target) {
        Service service = service(turn, target);
        if (service == null) {
            return;
        }
        int wanted = target.clamp(service.desiredCount());
        if (wanted != service.desiredCount()) {
            String limit = wanted == target.minCapacity() ? "minimum" : "maximum";
            set(turn, target, wanted, limit + " capacity was set to " + wanted);
            turn.put(turn.world().scaling().targets, target.with(Cooldown.NONE));
        }
    }

    /// Sets the desired count of a target's service, which is there.
    static void set(Turn turn, ScalableTarget target, int count, String cause) {
        ScalingTables tables = turn.world().scaling();
        for (ScalingActivity open : tables.openActivities.list(target.resourceId())) {
            turn.put(
                    tables.activities,
                    open.ended(
                            ScalingActivity.Status.OVERRIDDEN,
                            open.statusMessage(),
                            turn.nowMillis()));
        }
        add(
                turn,
                target,
                "Setting desired count to " + count + ".",
                cause,
                ScalingActivity.Status.IN_PROGRESS,
                "Successfully set desired count to "
                        + count
                        + ". Waiting for change to be fulfilled by ecs.",
                null);
        Services.setDesiredCount(turn, target.serviceKey(), count);
    }

    /// Notes that a scheduled action set the limits.
    static void limitsSet(Turn turn, ScalableTarget target, String actionName) {
        String limits =
                "min capacity to "
                        + target.minCapacity()
                        + " and max capacity to "
                        + target.maxCapacity();
        add(
                turn,
                target,
                "Setting " + limits,
                scheduled(actionName),
                ScalingActivity.Status.SUCCESSFUL,
                "Successfully set " + limits,
                null);
    }

    /// Notes that a scheduled action could do nothing.
    static void failed(Turn turn, ScalableTarget target, String actionName, String why) {
        add(
                turn,
                target,
                "Attempting to scale due to scheduled action",
                scheduled(actionName),
                ScalingActivity.Status.FAILED,
                why,
                null);
    }

    /// Notes that an alarm changed nothing; once for as long as it is so.
    ///
    /// @param sinceMillis since when the alarm has its state
    static void notScaled(
            Turn turn,
            ScalableTarget target,
            String cause,
            long sinceMillis,
            NotScaledReason reason) {
        ScalingActivity last =
                turn.world()
                        .scaling()
                        .notScaled
                        .last(ScalingTables.notScaledKey(target.resourceId(), cause));
        if (last != null && last.startMillis() >= sinceMillis && reason.equals(last.notScaled())) {
            return;
        }
        add(
                turn,
                target,
                "Attempting to scale due to alarm triggered",
                cause,
                ScalingActivity.Status.FAILED,
                null,
                reason);
    }

    /// Ends the activity whose change a service has followed, if there is one.
    ///
    /// To be called when a service may have come to rest.
    public static void followed(Turn turn, String serviceKey) {
        ScalingTables tables = turn.world().scaling();
        String resourceId = ScalableTarget.resourceIdOf(serviceKey);
        ScalingActivity open = tables.openActivities.first(resourceId);
        Service service = turn.world().services().table.get(serviceKey);
        if (open != null && service != null && service.progress().steady()) {
            String message =
                    "Successfully set desired count to "
                            + service.desiredCount()
                            + ". Change successfully fulfilled by ecs.";
            turn.put(
                    tables.activities,
                    open.ended(ScalingActivity.Status.SUCCESSFUL, message, turn.nowMillis()));
        }
    }

    private static String scheduled(String actionName) {
        return "scheduled action name " + actionName + " was triggered";
    }

    private static void add(
            Turn turn,
            ScalableTarget target,
            String description,
            String cause,
            ScalingActivity.Status status,
            @Nullable String statusMessage,
            @Nullable NotScaledReason reason) {
        ScalingTables tables = turn.world().scaling();
        boolean open = status == ScalingActivity.Status.IN_PROGRESS;
        turn.put(
                tables.activities,
                new ScalingActivity(
                        turn.ids().uuid(),
                        target.resourceId(),
                        description,
                        cause,
                        status,
                        statusMessage,
                        turn.nowMillis(),
                        open ? null : turn.nowMillis(),
                        reason));
        forget(turn, target.resourceId());
    }

    /// Drops what is too old or too much; each addition drops at most a few.
    private static void forget(Turn turn, String resourceId) {
        ScalingTables tables = turn.world().scaling();
        long oldest = turn.nowMillis() - tables.timings().keepActivitiesMillis();
        while (true) {
            ScalingActivity first = tables.activitiesOf.first(resourceId);
            if (first == null
                    || (first.startMillis() >= oldest
                            && tables.activitiesOf.count(resourceId)
                                    <= tables.timings().activitiesMost())) {
                return;
            }
            turn.remove(tables.activities, first.id());
        }
    }
}
