package dev.kingtide.core.scaling;

import dev.kingtide.core.Turn;
import dev.kingtide.core.time.Schedule;
import dev.kingtide.core.time.TimerKind;
import org.jspecify.annotations.Nullable;

/// Scaling by the clock: at its moment an action sets the limits of its target, and the desired
/// count follows at once, whatever cooldowns say.
///
/// Source: Application Auto Scaling user guide, scheduled scaling.
public final class ScheduledActions {

    private ScheduledActions() {}

    /// What a caller asks for.
    public record Asked(
            String resourceId,
            String name,
            ScheduledAction.When when,
            ScheduledAction.Limits limits,
            @Nullable Object shape) {}

    /// Puts an action, in place of the one of that name; its target is registered.
    public static ScheduledAction put(Turn turn, Asked asked) {
        ScalingTables tables = turn.world().scaling();
        String key = ScheduledAction.keyOf(asked.resourceId(), asked.name());
        ScheduledAction before = tables.scheduledActions.get(key);
        ScheduledAction action =
                new ScheduledAction(
                        asked.name(),
                        asked.resourceId(),
                        before == null ? turn.ids().uuid() : before.id(),
                        asked.when(),
                        asked.limits(),
                        before == null ? turn.nowMillis() : before.createdMillis(),
                        asked.shape());
        turn.put(tables.scheduledActions, action);
        plan(turn, action);
        return action;
    }

    /// Deletes an action, which is there.
    public static void delete(Turn turn, ScheduledAction action) {
        turn.cancelTimer(TimerKind.SCHEDULED_ACTION, action.key());
        turn.remove(turn.world().scaling().scheduledActions, action.key());
    }

    /// Runs an action whose moment has come.
    public static void due(Turn turn, String key) {
        ScalingTables tables = turn.world().scaling();
        ScheduledAction action = tables.scheduledActions.require(key);
        ScalableTarget target = tables.targets.require(action.resourceId());
        if (!target.suspended().scheduledScaling()) {
            run(turn, action, target);
        }
        plan(turn, action);
    }

    private static void run(Turn turn, ScheduledAction action, ScalableTarget target) {
        Integer min = action.limits().minCapacity();
        Integer max = action.limits().maxCapacity();
        int newMin = min == null ? target.minCapacity() : min;
        int newMax = max == null ? target.maxCapacity() : max;
        if (newMin > newMax) {
            ScalingActivities.failed(
                    turn,
                    target,
                    action.name(),
                    "Minimum capacity cannot be greater than maximum capacity");
            return;
        }
        if (ScalingActivities.service(turn, target) == null) {
            ScalingActivities.failed(
                    turn,
                    target,
                    action.name(),
                    "Resource Id ["
                            + target.resourceId()
                            + "] is not scalable. Reason: the service is not ACTIVE");
            return;
        }
        ScalableTarget limited = target.with(newMin, newMax);
        turn.put(turn.world().scaling().targets, limited);
        ScalingActivities.limitsSet(turn, limited, action.name());
        ScalingActivities.fit(turn, limited);
    }

    private static void plan(Turn turn, ScheduledAction action) {
        long next = action.when().next(turn.nowMillis());
        if (next == Schedule.NEVER) {
            turn.cancelTimer(TimerKind.SCHEDULED_ACTION, action.key());
        } else {
            turn.timer(TimerKind.SCHEDULED_ACTION, action.key(), next);
        }
    }
}
