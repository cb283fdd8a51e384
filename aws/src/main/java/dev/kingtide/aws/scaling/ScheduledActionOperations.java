package dev.kingtide.aws.scaling;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.scaling.ScheduledAction;
import dev.kingtide.core.scaling.ScheduledActions;
import dev.kingtide.core.time.InvalidSchedule;
import dev.kingtide.core.time.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;

/// The operations on scheduled actions.
final class ScheduledActionOperations {
    private final Turns turns;

    ScheduledActionOperations(Turns turns) {
        this.turns = turns;
    }

    /// Puts a scheduled action. One of that name is changed: what is not named stays, but for start
    /// and end, which are gone then (Application Auto Scaling API reference, PutScheduledAction).
    PutScheduledActionResponse put(PutScheduledActionRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        return turns.decide(turn -> {
            World world = turn.world();
            ScalableTargetOperations.require(world, id);
            String key = ScheduledAction.keyOf(id, request.scheduledActionName());
            ScheduledAction before = world.scaling().scheduledActions.get(key);
            int limit = world.admission().limit(Quota.SCHEDULED_ACTIONS_PER_TARGET);
            if (before == null && world.scaling().scheduledActionsOf.count(id) >= limit) {
                throw ScalingErrors.limitExceeded("scheduled actions per scalable target", limit);
            }
            PutScheduledActionRequest whole = merged(request, before);
            ScheduledActions.put(
                    turn,
                    new ScheduledActions.Asked(
                            id,
                            request.scheduledActionName(),
                            when(turn, whole),
                            limits(whole.scalableTargetAction()),
                            whole));
            return PutScheduledActionResponse.builder().build();
        });
    }

    private static PutScheduledActionRequest merged(
            PutScheduledActionRequest request, @Nullable ScheduledAction before) {
        PutScheduledActionRequest old =
                before != null && before.shape() instanceof PutScheduledActionRequest shape
                        ? shape
                        : request;
        return request.toBuilder()
                .schedule(request.schedule() == null ? old.schedule() : request.schedule())
                .timezone(request.timezone() == null ? old.timezone() : request.timezone())
                .scalableTargetAction(
                        request.scalableTargetAction() == null
                                ? old.scalableTargetAction()
                                : request.scalableTargetAction())
                .build();
    }

    private static ScheduledAction.When when(Turn turn, PutScheduledActionRequest whole) {
        if (whole.schedule() == null) {
            throw ScalingErrors.validation("Schedule must be specified");
        }
        Long start = millis(whole.startTime());
        Long end = millis(whole.endTime());
        if (start != null && end != null && start >= end) {
            throw ScalingErrors.validation("StartTime must be before EndTime");
        }
        try {
            ZoneId zone =
                    whole.timezone() == null ? ZoneOffset.UTC : Schedule.zone(whole.timezone());
            long origin = start == null ? turn.nowMillis() : start;
            Schedule schedule = Schedule.parse(whole.schedule(), zone, origin);
            ScheduledAction.When when = new ScheduledAction.When(schedule, start, end);
            if (when.next(turn.nowMillis()) == Schedule.NEVER) {
                throw ScalingErrors.validation(
                        "The scheduled action would never run: "
                                + whole.schedule()
                                + " has no time in the future");
            }
            return when;
        } catch (InvalidSchedule invalid) {
            throw ScalingErrors.validation("Invalid schedule expression: " + invalid.message());
        }
    }

    private static ScheduledAction.Limits limits(@Nullable ScalableTargetAction action) {
        Integer min = action == null ? null : action.minCapacity();
        Integer max = action == null ? null : action.maxCapacity();
        if (min == null && max == null) {
            throw ScalingErrors.validation(
                    "At least one of MinCapacity and MaxCapacity must be specified in"
                            + " ScalableTargetAction");
        }
        Limits.check(min, max);
        return new ScheduledAction.Limits(min, max);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : (Long) time.toEpochMilli();
    }

    /// Deletes a scheduled action.
    DeleteScheduledActionResponse delete(DeleteScheduledActionRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        return turns.decide(turn -> {
            String name = request.scheduledActionName();
            ScheduledAction found =
                    turn.world().scaling().scheduledActions.get(ScheduledAction.keyOf(id, name));
            if (found == null) {
                throw ScalingErrors.actionNotFound(id, name);
            }
            ScheduledActions.delete(turn, found);
            return DeleteScheduledActionResponse.builder().build();
        });
    }

    /// Scheduled actions by name and resource id; all without.
    DescribeScheduledActionsResponse describe(DescribeScheduledActionsRequest request) {
        Resource.requireNamespace(request.serviceNamespaceAsString());
        return turns.decide(turn -> {
            World world = turn.world();
            List<String> names = request.scheduledActionNames();
            String id = request.resourceId();
            var from =
                    id == null
                            ? world.scaling().scheduledActions.rows()
                            : world.scaling().scheduledActionsOf.get(id);
            return DescribeScheduledActionsResponse.builder()
                    .scheduledActions(
                            from.stream()
                                    .filter(a ->
                                            !request.hasScheduledActionNames()
                                                    || names.contains(a.name()))
                                    .map(a -> ScheduledActionView.of(world.scope(), a))
                                    .toList())
                    .build();
        });
    }
}
