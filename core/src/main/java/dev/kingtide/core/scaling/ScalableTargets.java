package dev.kingtide.core.scaling;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Turn;
import dev.kingtide.core.tag.Tags;
import org.jspecify.annotations.Nullable;

/// Registers services for scaling, and takes that back.
public final class ScalableTargets {

    private ScalableTargets() {}

    /// What a caller asks for; null keeps what is, and the limits must be there the first time.
    public record Asked(
            String resourceId,
            @Nullable Integer minCapacity,
            @Nullable Integer maxCapacity,
            @Nullable String roleArn,
            @Nullable SuspendedState suspended) {}

    /// Registers a target or changes it; a desired count outside the limits is brought within.
    ///
    /// Source: Application Auto Scaling user guide, scaling activities: changing the minimum or
    /// maximum initiates scaling activities. Lifted suspensions need nothing more: an alarm that is
    /// in ALARM triggers its policies every minute.
    public static ScalableTarget register(Turn turn, Asked asked) {
        ScalingTables tables = turn.world().scaling();
        ScalableTarget before = tables.targets.get(asked.resourceId());
        ScalableTarget target = before == null ? first(turn, asked) : changed(before, asked);
        turn.put(tables.targets, target);
        ScalingActivities.fit(turn, target);
        return tables.targets.require(target.resourceId());
    }

    /// Forgets a target, which is there, and with it its policies, their alarms, and its scheduled
    /// actions. The record of its activities stays.
    ///
    /// Source: botocore application-autoscaling model, DeregisterScalableTarget.
    public static void deregister(Turn turn, ScalableTarget target) {
        ScalingTables tables = turn.world().scaling();
        for (ScalingPolicy policy : tables.policiesOf.list(target.resourceId())) {
            ScalingPolicies.delete(turn, policy);
        }
        for (ScheduledAction action : tables.scheduledActionsOf.list(target.resourceId())) {
            ScheduledActions.delete(turn, action);
        }
        Tags.forget(turn, target.arn(turn.world().scope()));
        turn.remove(tables.targets, target.resourceId());
    }

    private static ScalableTarget first(Turn turn, Asked asked) {
        Integer min = asked.minCapacity();
        Integer max = asked.maxCapacity();
        if (min == null || max == null) {
            throw Invariant.broken("a first registration without limits: " + asked.resourceId());
        }
        String role = asked.roleArn();
        SuspendedState suspended = asked.suspended();
        return new ScalableTarget(
                asked.resourceId(),
                turn.ids().hex(32) + turn.ids().hex(4),
                min,
                max,
                role == null ? serviceLinkedRole(turn) : role,
                suspended == null ? SuspendedState.NONE : suspended,
                Cooldown.NONE,
                turn.nowMillis());
    }

    private static ScalableTarget changed(ScalableTarget before, Asked asked) {
        Integer min = asked.minCapacity();
        Integer max = asked.maxCapacity();
        String role = asked.roleArn();
        SuspendedState suspended = asked.suspended();
        return before.with(
                        min == null ? before.minCapacity() : min,
                        max == null ? before.maxCapacity() : max)
                .with(
                        role == null ? before.roleArn() : role,
                        suspended == null ? before.suspended() : suspended);
    }

    /// The role that AWS uses for services whatever the caller names. Source: Application Auto
    /// Scaling user guide, Amazon ECS.
    private static String serviceLinkedRole(Turn turn) {
        return "arn:aws:iam::"
                + turn.world().scope().account()
                + ":role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                + "AWSServiceRoleForApplicationAutoScaling_ECSService";
    }
}
