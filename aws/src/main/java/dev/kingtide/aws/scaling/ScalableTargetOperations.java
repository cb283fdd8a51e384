package dev.kingtide.aws.scaling;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.scaling.ScalableTarget;
import dev.kingtide.core.scaling.ScalableTargets;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/// The operations on scalable targets.
final class ScalableTargetOperations {
    private final Turns turns;

    ScalableTargetOperations(Turns turns) {
        this.turns = turns;
    }

    /// Registers a service for scaling, or changes its limits; what is not named stays.
    RegisterScalableTargetResponse register(RegisterScalableTargetRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        TargetTagOperations.check(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            ScalableTarget before = world.scaling().targets.get(id);
            check(world, id, before, request);
            ScalableTarget made =
                    ScalableTargets.register(
                            turn,
                            new ScalableTargets.Asked(
                                    id,
                                    request.minCapacity(),
                                    request.maxCapacity(),
                                    request.roleARN(),
                                    suspended(request.suspendedState(), before)));
            if (before == null) { // tags of one that is there are changed by TagResource
                List<Tag> tags = TargetTagOperations.read(request.tags());
                Tags.set(turn, made.arn(world.scope()), tags);
            }
            return RegisterScalableTargetResponse.builder()
                    .scalableTargetARN(made.arn(world.scope()))
                    .build();
        });
    }

    private static void check(
            World world,
            String id,
            @Nullable ScalableTarget before,
            RegisterScalableTargetRequest request) {
        String key = id.substring(ScalableTarget.PREFIX.length());
        Service service = world.services().table.get(key);
        if (service == null || service.status() != ServiceStatus.ACTIVE) {
            throw ScalingErrors.serviceMissing(id);
        }
        Integer min = request.minCapacity();
        Integer max = request.maxCapacity();
        if (before == null && (min == null || max == null)) {
            throw ScalingErrors.validation(
                    "MinCapacity and MaxCapacity must be specified to register a scalable target");
        }
        Limits.check(
                min == null && before != null ? (Integer) before.minCapacity() : min,
                max == null && before != null ? (Integer) before.maxCapacity() : max);
        int limit = world.admission().limit(Quota.SCALABLE_TARGETS);
        if (before == null && world.scaling().targets.size() >= limit) {
            throw ScalingErrors.limitExceeded("scalable targets", limit);
        }
    }

    private static dev.kingtide.core.scaling.@Nullable SuspendedState suspended(
            @Nullable SuspendedState asked, @Nullable ScalableTarget before) {
        if (asked == null) {
            return null;
        }
        var old =
                before == null ? dev.kingtide.core.scaling.SuspendedState.NONE : before.suspended();
        return new dev.kingtide.core.scaling.SuspendedState(
                or(asked.dynamicScalingInSuspended(), old.dynamicScalingIn()),
                or(asked.dynamicScalingOutSuspended(), old.dynamicScalingOut()),
                or(asked.scheduledScalingSuspended(), old.scheduledScaling()));
    }

    private static boolean or(@Nullable Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }

    /// Ends the scaling of a service, with its policies, their alarms and its scheduled actions.
    DeregisterScalableTargetResponse deregister(DeregisterScalableTargetRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        return turns.decide(turn -> {
            ScalableTargets.deregister(turn, require(turn.world(), id));
            return DeregisterScalableTargetResponse.builder().build();
        });
    }

    /// Scalable targets by resource id; all without.
    DescribeScalableTargetsResponse describe(DescribeScalableTargetsRequest request) {
        Resource.requireNamespace(request.serviceNamespaceAsString());
        return turns.decide(turn -> {
            World world = turn.world();
            List<ScalableTarget> found = new ArrayList<>();
            for (String id : request.resourceIds()) {
                ScalableTarget target = world.scaling().targets.get(id);
                if (target != null) {
                    found.add(target);
                }
            }
            if (!request.hasResourceIds()) {
                found.addAll(world.scaling().targets.rows());
            }
            return DescribeScalableTargetsResponse.builder()
                    .scalableTargets(
                            found.stream()
                                    .map(t -> ScalableTargetView.of(world.scope(), t))
                                    .toList())
                    .build();
        });
    }

    /// The scalable target of this resource id.
    static ScalableTarget require(World world, String id) {
        ScalableTarget found = world.scaling().targets.get(id);
        if (found == null) {
            throw ScalingErrors.targetNotFound(id);
        }
        return found;
    }
}
