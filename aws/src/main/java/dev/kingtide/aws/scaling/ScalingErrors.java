package dev.kingtide.aws.scaling;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that Application Auto Scaling returns here; texts are AWS's own where published logs
/// and issue threads show them.
public final class ScalingErrors {

    private ScalingErrors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return CommonErrors.malformed(invalid, ScalingErrors::validation);
    }

    /// A value that AWS does not accept.
    static Refusal validation(String message) {
        return new Refusal("ValidationException", message);
    }

    /// Something else than the desired count of a service.
    static Refusal unsupportedDimension() {
        return validation("Unsupported service namespace, resource type or scalable dimension");
    }

    /// There is no such service.
    static Refusal serviceMissing(String resourceId) {
        return validation("ECS service doesn't exist: " + resourceId);
    }

    /// There is no such scalable target.
    static Refusal targetNotFound(String resourceId) {
        return notFound("scalable target registered", resourceId, "");
    }

    /// There is no such policy.
    static Refusal policyNotFound(String resourceId, String name) {
        return notFound("scaling policy found", resourceId, ", policy name: " + name);
    }

    /// There is no such scheduled action.
    static Refusal actionNotFound(String resourceId, String name) {
        return notFound("scheduled action found", resourceId, ", scheduled action name: " + name);
    }

    private static Refusal notFound(String what, String resourceId, String end) {
        return new Refusal(
                "ObjectNotFoundException",
                "No "
                        + what
                        + " for service namespace: ecs, resource ID: "
                        + resourceId
                        + ", scalable dimension: ecs:service:DesiredCount"
                        + end);
    }

    /// There is nothing with this ARN.
    static Refusal resourceNotFound(String arn) {
        return new Refusal(
                "ResourceNotFoundException", "The specified resource doesn't exist: " + arn);
    }

    /// More tags than a resource can have.
    static Refusal tooManyTags(int limit, String arn) {
        return new Refusal(
                "TooManyTagsException",
                "The limit of " + limit + " tags is reached for the resource " + arn);
    }

    /// More than the quota.
    static Refusal limitExceeded(String what, int limit) {
        return new Refusal(
                "LimitExceededException", "The limit of " + limit + " " + what + " is reached");
    }

    /// Something that Kingtide does not do.
    static Refusal unsupported(String what) {
        return validation(what + " is not supported by Kingtide");
    }
}
