package dev.kingtide.aws.scaling;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;

/// The table of Application Auto Scaling's operations.
public final class ApplicationAutoScaling {

    private ApplicationAutoScaling() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns) {
        var targets = new ScalableTargetOperations(turns);
        var policies = new ScalingPolicyOperations(turns);
        var actions = new ScheduledActionOperations(turns);
        var tags = new TargetTagOperations(turns);
        var activities = new ScalingActivityOperations(turns);
        return new Operations(
                "application-autoscaling",
                new Operations.Errors(ScalingErrors::malformed, ScalingErrors::unsupported),
                List.of(
                        op(RegisterScalableTargetRequest.class, targets::register),
                        op(DeregisterScalableTargetRequest.class, targets::deregister),
                        op(DescribeScalableTargetsRequest.class, targets::describe),
                        op(PutScalingPolicyRequest.class, policies::put),
                        op(DeleteScalingPolicyRequest.class, policies::delete),
                        op(DescribeScalingPoliciesRequest.class, policies::describe),
                        op(PutScheduledActionRequest.class, actions::put),
                        op(DeleteScheduledActionRequest.class, actions::delete),
                        op(DescribeScheduledActionsRequest.class, actions::describe),
                        op(DescribeScalingActivitiesRequest.class, activities::describe),
                        op(TagResourceRequest.class, tags::tag),
                        op(UntagResourceRequest.class, tags::untag),
                        op(ListTagsForResourceRequest.class, tags::list)));
    }
}
