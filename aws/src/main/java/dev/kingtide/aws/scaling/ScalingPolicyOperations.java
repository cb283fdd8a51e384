package dev.kingtide.aws.scaling;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.scaling.ScalingPolicies;
import dev.kingtide.core.scaling.ScalingPolicy;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;

/// The operations on scaling policies.
final class ScalingPolicyOperations {
    private final Turns turns;

    ScalingPolicyOperations(Turns turns) {
        this.turns = turns;
    }

    /// Puts a policy, in place of the one of that name.
    PutScalingPolicyResponse put(PutScalingPolicyRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        return switch (type(request)) {
            case TARGET_TRACKING_SCALING -> {
                var settings =
                        TrackingShape.read(request.targetTrackingScalingPolicyConfiguration());
                yield turns.decide(turn -> {
                    check(turn.world(), id, request);
                    return answer(
                            turn.world(),
                            ScalingPolicies.put(turn, id, request.policyName(), settings));
                });
            }
            case STEP_SCALING -> {
                var settings = StepShape.read(request.stepScalingPolicyConfiguration());
                yield turns.decide(turn -> {
                    check(turn.world(), id, request);
                    return answer(
                            turn.world(),
                            ScalingPolicies.put(turn, id, request.policyName(), settings));
                });
            }
            case PREDICTIVE_SCALING -> throw ScalingErrors.unsupported("Predictive scaling");
            case UNKNOWN_TO_SDK_VERSION ->
                    throw ScalingErrors.unsupported(
                            "The policy type " + request.policyTypeAsString());
        };
    }

    private static PolicyType type(PutScalingPolicyRequest request) {
        if (request.policyType() != null) {
            return request.policyType();
        }
        return request.targetTrackingScalingPolicyConfiguration() == null
                ? PolicyType.STEP_SCALING
                : PolicyType.TARGET_TRACKING_SCALING;
    }

    private static void check(World world, String id, PutScalingPolicyRequest request) {
        ScalableTargetOperations.require(world, id);
        boolean there =
                world.scaling().policies.get(ScalingPolicy.keyOf(id, request.policyName())) != null;
        int limit = world.admission().limit(Quota.SCALING_POLICIES_PER_TARGET);
        if (!there && world.scaling().policiesOf.count(id) >= limit) {
            throw ScalingErrors.limitExceeded("scaling policies per scalable target", limit);
        }
    }

    private static PutScalingPolicyResponse answer(World world, ScalingPolicy policy) {
        return PutScalingPolicyResponse.builder()
                .policyARN(policy.identity().arn(world.scope()))
                .alarms(ScalingPolicyView.alarms(world, policy))
                .build();
    }

    /// Deletes a policy, with the alarms that target tracking made for it.
    DeleteScalingPolicyResponse delete(DeleteScalingPolicyRequest request) {
        String id =
                Resource.require(
                        request.serviceNamespaceAsString(),
                        request.resourceId(),
                        request.scalableDimensionAsString());
        return turns.decide(turn -> {
            ScalingPolicy found =
                    turn.world()
                            .scaling()
                            .policies
                            .get(ScalingPolicy.keyOf(id, request.policyName()));
            if (found == null) {
                throw ScalingErrors.policyNotFound(id, request.policyName());
            }
            ScalingPolicies.delete(turn, found);
            return DeleteScalingPolicyResponse.builder().build();
        });
    }

    /// Policies by name and resource id; all without.
    DescribeScalingPoliciesResponse describe(DescribeScalingPoliciesRequest request) {
        Resource.requireNamespace(request.serviceNamespaceAsString());
        return turns.decide(turn -> {
            World world = turn.world();
            List<String> names = request.policyNames();
            String id = request.resourceId();
            var from =
                    id == null
                            ? world.scaling().policies.rows()
                            : world.scaling().policiesOf.get(id);
            return DescribeScalingPoliciesResponse.builder()
                    .scalingPolicies(
                            from.stream()
                                    .filter(p ->
                                            !request.hasPolicyNames()
                                                    || names.contains(p.identity().name()))
                                    .map(p -> ScalingPolicyView.of(world, p))
                                    .toList())
                    .build();
        });
    }
}
