package dev.kingtide.core.scaling;

import dev.kingtide.core.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts and deletes scaling policies, and the alarms that target tracking keeps for itself.
public final class ScalingPolicies {
    private static final int HIGH_MINUTES = 3;
    private static final int LOW_MINUTES = 15;

    /// The low alarm's threshold over the target value. The user guide says "usually more than 10 %
    /// below the target value"; published alarms have 0.9 (67.5 for a target of 75).
    private static final double LOW_SHARE = 0.9;

    private ScalingPolicies() {}

    /// Puts a target tracking policy, in place of the one of that name; its target is registered.
    public static ScalingPolicy.TargetTracking put(
            Turn turn, String resourceId, String name, ScalingPolicy.TrackingSettings settings) {
        ScalingPolicy before = policy(turn, resourceId, name);
        String high;
        String low;
        if (before instanceof ScalingPolicy.TargetTracking tracking) {
            high = tracking.highAlarm();
            low = tracking.lowAlarm();
        } else {
            high = "TargetTracking-" + resourceId + "-AlarmHigh-" + turn.ids().uuid();
            low = "TargetTracking-" + resourceId + "-AlarmLow-" + turn.ids().uuid();
        }
        ScalingPolicy.TargetTracking policy =
                new ScalingPolicy.TargetTracking(
                        identity(turn, before, resourceId, name), settings, high, low);
        turn.put(turn.world().scaling().policies, policy);
        watch(turn, policy, high, Comparison.GREATER_THAN, settings.targetValue(), HIGH_MINUTES);
        if (settings.disableScaleIn()) {
            Alarms.delete(turn, low);
        } else {
            double threshold = settings.targetValue() * LOW_SHARE;
            watch(turn, policy, low, Comparison.LESS_THAN, threshold, LOW_MINUTES);
        }
        return policy;
    }

    /// Puts a step scaling policy, in place of the one of that name; its target is registered, and
    /// its steps have neither gaps nor overlaps.
    public static ScalingPolicy.Step put(
            Turn turn, String resourceId, String name, ScalingPolicy.StepSettings settings) {
        ScalingPolicy before = policy(turn, resourceId, name);
        ScalingPolicy.Step policy =
                new ScalingPolicy.Step(identity(turn, before, resourceId, name), settings);
        turn.put(turn.world().scaling().policies, policy);
        return policy;
    }

    /// Deletes a policy, which is there; a caller's own alarms stay, and trigger nothing.
    public static void delete(Turn turn, ScalingPolicy policy) {
        if (policy instanceof ScalingPolicy.TargetTracking tracking) {
            Alarms.delete(turn, tracking.highAlarm());
            Alarms.delete(turn, tracking.lowAlarm());
        }
        turn.remove(turn.world().scaling().policies, policy.key());
    }

    private static @Nullable ScalingPolicy policy(Turn turn, String resourceId, String name) {
        return turn.world().scaling().policies.get(ScalingPolicy.keyOf(resourceId, name));
    }

    private static ScalingPolicy.Identity identity(
            Turn turn, @Nullable ScalingPolicy before, String resourceId, String name) {
        if (before != null) {
            return before.identity();
        }
        String adopted = turn.world().adoptedIds().get(ScalingPolicy.resourceOf(resourceId, name));
        return new ScalingPolicy.Identity(
                name, resourceId, adopted == null ? turn.ids().uuid() : adopted, turn.nowMillis());
    }

    private static void watch(
            Turn turn,
            ScalingPolicy.TargetTracking policy,
            String alarm,
            Comparison comparison,
            double threshold,
            int minutes) {
        TrackedMetric tracked = policy.settings().metric();
        String serviceKey =
                policy.identity().resourceId().substring(ScalableTarget.PREFIX.length());
        AlarmRule rule =
                new AlarmRule(
                        tracked.of(serviceKey),
                        tracked.statistic(),
                        60,
                        comparison,
                        threshold,
                        minutes,
                        minutes,
                        MissingData.MISSING);
        String arn = policy.identity().arn(turn.world().scope());
        Alarms.put(
                turn,
                alarm,
                rule,
                new AlarmActions(true, List.of(), List.of(arn), List.of()),
                null);
    }
}
