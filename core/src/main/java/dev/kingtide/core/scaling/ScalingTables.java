package dev.kingtide.core.scaling;

import dev.kingtide.core.Index;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scalable targets, their policies, scheduled actions and activities, and alarms, with the indexes
/// through which they are found.
public final class ScalingTables {

    /// Targets by resource id.
    public final Table<ScalableTarget> targets =
            new Table<>("scalable-target", ScalableTarget.class);

    /// Policies by resource id and name.
    public final Table<ScalingPolicy> policies = new Table<>("scaling-policy", ScalingPolicy.class);

    /// Scheduled actions by resource id and name.
    public final Table<ScheduledAction> scheduledActions =
            new Table<>("scheduled-action", ScheduledAction.class);

    /// Activities by id.
    public final Table<ScalingActivity> activities =
            new Table<>("scaling-activity", ScalingActivity.class);

    /// Alarms by name.
    public final Table<Alarm> alarms = new Table<>("alarm", Alarm.class);

    /// Policies by resource id.
    public final Index<String, ScalingPolicy> policiesOf =
            policies.index(p -> p.identity().resourceId());

    /// Policies by ARN.
    public final Index<String, ScalingPolicy> policiesByArn;

    /// Scheduled actions by resource id.
    public final Index<String, ScheduledAction> scheduledActionsOf =
            scheduledActions.index(ScheduledAction::resourceId);

    /// Activities by resource id, oldest first.
    public final Index<String, ScalingActivity> activitiesOf =
            activities.index(ScalingActivity::resourceId);

    /// Activities that the service has not followed yet, by resource id.
    public final Index<String, ScalingActivity> openActivities =
            activities.index(
                    a -> a.status() == ScalingActivity.Status.IN_PROGRESS ? a.resourceId() : null);

    /// Activities that changed nothing, by [#notScaledKey].
    final Index<String, ScalingActivity> notScaled =
            activities.index(
                    a -> a.notScaled() == null ? null : notScaledKey(a.resourceId(), a.cause()));

    /// Alarms by the key of their metric.
    public final Index<String, Alarm> alarmsOf = alarms.index(a -> a.rule().metric().key());

    private final Index<String, ScalableTarget> targetsByArn;
    private final AlarmsByAction byAction = new AlarmsByAction();
    private ScalingTimings timings = ScalingTimings.DEFAULT;

    /// No targets; the scope is part of ARNs.
    public ScalingTables(Scope scope) {
        targetsByArn = targets.index(target -> target.arn(scope));
        policiesByArn = policies.index(p -> p.identity().arn(scope));
        alarms.watch(byAction);
    }

    /// The target with this ARN, null when there is none.
    public @Nullable ScalableTarget target(String arn) {
        List<ScalableTarget> found = targetsByArn.list(arn);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The names of the alarms that trigger the policy with this ARN, oldest first.
    public List<String> alarmsThatTrigger(String policyArn) {
        return byAction.of(policyArn);
    }

    static String notScaledKey(String resourceId, String cause) {
        return resourceId + ' ' + cause;
    }

    /// How long scaling takes to see, and how much it keeps.
    public ScalingTimings timings() {
        return timings;
    }

    /// Says how long scaling takes to see; to be called before the first turn.
    public void use(ScalingTimings newTimings) {
        timings = newTimings;
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return List.of(targets, policies, scheduledActions, activities, alarms);
    }
}
