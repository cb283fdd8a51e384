package dev.kingtide.core.scaling;

import dev.kingtide.core.Turn;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.core.service.Service;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a policy does when its alarm triggers it.
///
/// Sources: Application Auto Scaling user guide, target tracking and step scaling policies; ECS
/// developer guide, service auto scaling: scale-in is off while a deployment is in progress,
/// scale-out is not; a desired count that somebody set outside the limits is brought to the nearer
/// limit first by scaling in its direction, and left alone by scaling away from it.
///
/// The cooldown begins when the desired count is set.
final class PolicyRuns {
    private static final int FRESH_MINUTES = 3;

    private PolicyRuns() {}

    /// One run: everything that its parts need to know.
    private record Run(
            Turn turn,
            ScalingPolicy policy,
            ScalableTarget target,
            Service service,
            String cause,
            long sinceMillis) {

        int current() {
            return service.desiredCount();
        }

        void notScaled(NotScaledReason reason) {
            ScalingActivities.notScaled(turn, target, cause, sinceMillis, reason);
        }

        void set(int count, Cooldown cooldown) {
            ScalingActivities.set(turn, target, count, cause);
            turn.put(turn.world().scaling().targets, target.with(cooldown));
        }

        long untilMillis(@Nullable Integer cooldownSeconds) {
            int seconds =
                    cooldownSeconds == null
                            ? ScalingPolicy.DEFAULT_COOLDOWN_SECONDS
                            : cooldownSeconds;
            return turn.nowMillis() + seconds * 1_000L;
        }
    }

    /// Runs a policy because of an alarm; `found` is what the alarm looked at, and not empty.
    static void triggered(
            Turn turn, ScalingPolicy policy, Alarm alarm, AlarmRule.Evaluation found) {
        ScalingTables tables = turn.world().scaling();
        ScalableTarget target = tables.targets.require(policy.identity().resourceId());
        Service service = ScalingActivities.service(turn, target);
        if (service == null) {
            return;
        }
        String cause =
                "monitor alarm "
                        + alarm.name()
                        + " in state "
                        + alarm.state()
                        + " triggered policy "
                        + policy.identity().name();
        Run run = new Run(turn, policy, target, service, cause, alarm.stateMillis());
        switch (policy) {
            case ScalingPolicy.Step step -> step(run, step.settings(), alarm, found);
            case ScalingPolicy.TargetTracking tracking -> {
                if (!isFresh(turn, found)) {
                    return;
                }
                if (alarm.name().equals(tracking.lowAlarm())) {
                    trackIn(run, tracking);
                } else {
                    double measured = found.values().getFirst().value();
                    trackOut(run, tracking.settings(), measured);
                }
            }
        }
    }

    /// Whether the metric still has data: an alarm can be in ALARM for a while after its last
    /// datapoint, but target tracking does not scale on missing data.
    private static boolean isFresh(Turn turn, AlarmRule.Evaluation found) {
        return !found.values().isEmpty()
                && found.values().getFirst().endMillis()
                        > Alarms.visibleEndMillis(turn) - FRESH_MINUTES * MetricSeries.MINUTE;
    }

    private static void trackOut(
            Run run, ScalingPolicy.TrackingSettings settings, double measured) {
        scaleOut(
                run,
                base -> CapacityRules.tracking(base, measured, settings.targetValue()),
                settings.scaleOutCooldownSeconds());
    }

    /// Scales in if every policy that may scale in wants to and none wants out; the policy that
    /// wants most is followed.
    private static void trackIn(Run run, ScalingPolicy.TargetTracking triggered) {
        ScalingTables tables = run.turn.world().scaling();
        double most = 0;
        for (ScalingPolicy policy : tables.policiesOf.get(run.target.resourceId())) {
            if (policy instanceof ScalingPolicy.TargetTracking tracking) {
                if (inAlarm(tables, tracking.highAlarm())) {
                    return;
                }
                if (!tracking.settings().disableScaleIn()) {
                    if (!inAlarm(tables, tracking.lowAlarm())) {
                        return;
                    }
                    most = Math.max(most, latest(run.turn, tracking));
                }
            }
        }
        double share = most;
        scaleIn(
                run,
                base -> CapacityRules.tracking(base, share, 1),
                triggered.settings().scaleInCooldownSeconds(),
                NotScaledReason.Code.ANTICIPATED_FLAPPING);
    }

    private static boolean inAlarm(ScalingTables tables, String name) {
        Alarm alarm = tables.alarms.get(name);
        return alarm != null && alarm.state() == AlarmState.ALARM;
    }

    /// The newest published value of a tracked metric, over its target value.
    private static double latest(Turn turn, ScalingPolicy.TargetTracking tracking) {
        Alarm low = turn.world().scaling().alarms.require(tracking.lowAlarm());
        MetricSeries series = turn.world().metrics().series.get(low.rule().metric().key());
        AlarmRule.Evaluation found =
                low.rule().evaluate(series, Alarms.visibleEndMillis(turn), low.state());
        return found.values().isEmpty()
                ? 1
                : found.values().getFirst().value() / tracking.settings().targetValue();
    }

    private static void step(
            Run run, ScalingPolicy.StepSettings settings, Alarm alarm, AlarmRule.Evaluation found) {
        double measured = CapacityRules.aggregate(found.values(), settings.aggregation());
        double breach = measured - alarm.rule().threshold();
        IntUnaryOperator wanted = base -> CapacityRules.step(settings, base, breach);
        int current = run.current();
        if (wanted.applyAsInt(current) < current) {
            scaleIn(run, wanted, settings.cooldownSeconds(), NotScaledReason.Code.AT_DESIRED);
        } else {
            scaleOut(run, wanted, settings.cooldownSeconds());
        }
    }

    private static void scaleOut(
            Run run, IntUnaryOperator wanted, @Nullable Integer cooldownSeconds) {
        ScalableTarget target = run.target;
        int current = run.current();
        if (target.suspended().dynamicScalingOut()) {
            return;
        }
        if (current >= target.maxCapacity()) {
            run.notScaled(NotScaledReason.atMax(target, current));
            return;
        }
        int base = target.cooldown().base(current, run.turn.nowMillis());
        int count = target.clamp(wanted.applyAsInt(Math.max(base, target.minCapacity())));
        if (count > current) {
            run.set(
                    count,
                    target.cooldown()
                            .scaledOut(
                                    current,
                                    run.turn.nowMillis(),
                                    run.untilMillis(cooldownSeconds)));
        } else {
            run.notScaled(NotScaledReason.of(NotScaledReason.Code.AT_DESIRED, current));
        }
    }

    private static void scaleIn(
            Run run,
            IntUnaryOperator wanted,
            @Nullable Integer cooldownSeconds,
            NotScaledReason.Code whenUnchanged) {
        ScalableTarget target = run.target;
        int current = run.current();
        if (target.suspended().dynamicScalingIn() || run.service.deploymentInProgress()) {
            return;
        }
        if (current <= target.minCapacity()) {
            run.notScaled(NotScaledReason.atMin(target, current));
            return;
        }
        if (run.turn.nowMillis() < target.cooldown().inUntilMillis()) {
            return;
        }
        int count = target.clamp(wanted.applyAsInt(Math.min(current, target.maxCapacity())));
        if (count < current) {
            run.set(count, Cooldown.scaledIn(run.untilMillis(cooldownSeconds)));
        } else {
            run.notScaled(NotScaledReason.of(whenUnchanged, current));
        }
    }
}
