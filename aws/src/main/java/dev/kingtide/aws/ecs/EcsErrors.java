package dev.kingtide.aws.ecs;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;
import java.util.Collection;

/// Every error that Amazon ECS returns here.
///
/// Texts are AWS's own where it is known what it says: from published error logs and issue threads
/// of its SDKs and tools. Where AWS's text is not published, the sentence says the same in the same
/// manner; clients decide on the code.
public final class EcsErrors {

    private EcsErrors() {}

    /// An input that does not fit its shape: AWS's JSON services answer a value of another type
    /// with `SerializationException`, everything else with `InvalidParameterException`.
    static Refusal malformed(InvalidInput invalid) {
        return CommonErrors.malformed(invalid, EcsErrors::parameter);
    }

    /// There is no such service.
    static Refusal serviceNotFound() {
        return new Refusal("ServiceNotFoundException", "Service not found.");
    }

    /// The service is being deleted, or is deleted.
    static Refusal serviceNotActive() {
        return new Refusal("ServiceNotActiveException", "Service was not ACTIVE.");
    }

    /// A service of this name is there, with other parameters.
    static Refusal serviceNotIdempotent() {
        return parameter("Creation of service was not idempotent.");
    }

    /// Deleting needs a desired count of 0, or force.
    static Refusal serviceScaledAboveZero() {
        return parameter("The service cannot be stopped while it is scaled above 0.");
    }

    /// There is no such task definition.
    static Refusal taskDefinitionNotFound() {
        return client("Unable to describe task definition.");
    }

    /// There is no such task definition to run.
    static Refusal taskDefinitionMissing() {
        return client("TaskDefinition not found.");
    }

    /// The task definition is deregistered.
    static Refusal taskDefinitionInactive() {
        return client("TaskDefinition is inactive");
    }

    /// A task of network mode awsvpc needs subnets.
    static Refusal networkConfigurationMissing() {
        return parameter(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    }

    /// A task of another network mode cannot have subnets.
    static Refusal networkConfigurationUnwanted() {
        return parameter(
                "Network Configuration is not valid for the given networkMode of this task"
                        + " definition.");
    }

    /// The target group is behind no load balancer.
    static Refusal targetGroupWithoutLoadBalancer(String arn) {
        return parameter(
                "The target group with targetGroupArn "
                        + arn
                        + " does not have an associated load balancer.");
    }

    /// There is no such target group.
    static Refusal targetGroupMissing(String arn) {
        return parameter("The specified target group " + arn + " does not exist.");
    }

    /// There is no such listener rule.
    static Refusal listenerRuleMissing(String arn) {
        return parameter("The specified listener rule " + arn + " does not exist.");
    }

    /// There is no such service deployment.
    static Refusal serviceDeploymentNotFound() {
        return new Refusal(
                "ServiceDeploymentNotFoundException", "The service deployment was not found.");
    }

    /// The service deployment is over, or there is nothing to roll it back to.
    static Refusal conflict(String message) {
        return new Refusal("ConflictException", message);
    }

    /// Tasks of network mode awsvpc are registered by address.
    static Refusal targetTypeIncompatible(String arn, String type, String networkMode) {
        return parameter(
                "The provided target group "
                        + arn
                        + " has target type "
                        + type
                        + ", which is incompatible with the "
                        + networkMode
                        + " network mode specified in the task definition.");
    }

    /// The load balancer names a container that the task definition does not have.
    static Refusal loadBalancerContainerMissing(String name) {
        return parameter("The container " + name + " does not exist in the task definition.");
    }

    /// The load balancer names a port that its container does not map.
    static Refusal loadBalancerPortMissing(String name, int port) {
        return parameter(
                "The container " + name + " did not have a container port " + port + " defined.");
    }

    /// The task definition does not say that it can run there.
    static Refusal launchTypeUnsupported(String launchType) {
        return parameter("Task definition does not support launch_type " + launchType + ".");
    }

    /// A platform version where there are instances (amazon-ecs-cli issue 1047).
    static Refusal platformOnInstances() {
        return parameter("The platform version must be null when specifying an EC2 launch type.");
    }

    /// There is no such platform version (amazon-ecs-plugin of Jenkins, issue 218).
    static Refusal platformUnknown() {
        return new Refusal("PlatformUnknownException", "The specified platform does not exist.");
    }

    /// The task definition needs what the platform version lacks (aws-ecs-orb issue 121,
    /// community.aws issue 136).
    static Refusal platformIncompatible() {
        return new Refusal(
                "PlatformTaskDefinitionIncompatibilityException",
                "One or more of the requested capabilities are not supported.");
    }

    /// Launch type and capacity-provider strategy exclude each other.
    static Refusal launchTypeAndStrategy() {
        return parameter(
                "Specifying both a launch type and capacity provider strategy is not supported."
                        + " Remove one and try again.");
    }

    /// There is no such task set.
    static Refusal taskSetNotFound() {
        return new Refusal("TaskSetNotFoundException", "TaskSet not found.");
    }

    /// Amazon ECS itself deploys the service.
    static Refusal taskSetsUnsupported() {
        return parameter(
                "Task sets are only supported for services with the EXTERNAL deployment"
                        + " controller.");
    }

    /// What a service's task sets have, not the service (in the manner of what AWS says of
    /// CODE_DEPLOY).
    static Refusal external(String what) {
        return parameter(
                "Unable to update "
                        + what
                        + " on services with an EXTERNAL deployment controller. Use CreateTaskSet"
                        + " instead.");
    }

    /// A daemon has as many tasks as there are instances.
    static Refusal daemonDesiredCount() {
        return parameter(
                "The daemon scheduling strategy does not support a desired count for services."
                        + " Remove the desired count value and try again");
    }

    /// A daemon is on every instance.
    static Refusal daemonPlacement() {
        return parameter(
                "The daemon scheduling strategy does not support placement strategies. Remove the"
                        + " placement strategies and try again");
    }

    /// Placement rules are for container instances.
    static Refusal placementOnFargate(String member) {
        return parameter(member + " are not supported with FARGATE launch type.");
    }

    /// Health is checked by the load balancer.
    static Refusal gracePeriodWithoutLoadBalancer() {
        return parameter(
                "Health check grace period is only valid for services configured to use"
                        + " load balancers");
    }

    /// An ARN of another account, region or cluster (seen so in issue threads of the Docker CLI and
    /// of AWS's own tools).
    static Refusal otherPlace(String theirs, String what, String yours) {
        return parameter(
                "Invalid identifier: Identifier is for "
                        + theirs
                        + ". Your "
                        + what
                        + " is "
                        + yours);
    }

    /// A text that is neither a name nor an ARN of ECS.
    static Refusal invalidIdentifier(String text) {
        return parameter("Invalid identifier: Identifier is not valid: " + text);
    }

    /// The ARN of something else (aws-cli issue 7875).
    static Refusal resourceType(String type) {
        return parameter("Unsupported resource type: " + type);
    }

    /// Tag operations need the cluster's name in the ARN (seen so in issue threads of the Terraform
    /// provider).
    static Refusal longArnNeeded() {
        return parameter("Long arn format must be used for tagging operations");
    }

    /// Tags of something that is not there.
    static Refusal taggedMissing(String what) {
        return parameter("The specified " + what + " was not found. Specify a valid " + what + ".");
    }

    /// Tags of something that is deleted.
    static Refusal taggedInactive(String what) {
        return parameter(
                "The specified "
                        + what
                        + " is inactive. Specify an active "
                        + what
                        + " and try again.");
    }

    /// Tags of a task that has stopped.
    static Refusal taggedStopped() {
        return parameter("The specified task is stopped. Specify a running task and try again.");
    }

    /// A key that only AWS may use.
    static Refusal reservedTag(String key) {
        return parameter("The tag key '" + key + "' is not valid: 'aws:' is reserved for AWS use.");
    }

    /// A key that a caller gives twice.
    static Refusal duplicateTag(String key) {
        return parameter("The tag key '" + key + "' was specified more than once.");
    }

    /// More tags than a resource can have.
    static Refusal tooManyTags(int most) {
        return parameter("tags can have at most " + most + " items.");
    }

    /// A word of `include` that there is not (Terraform provider issue 23342).
    static Refusal include(Collection<?> words) {
        return parameter(
                "include should be one of "
                        + words.stream()
                                .map(String::valueOf)
                                .sorted()
                                .toList()
                                .toString()
                                .replace(", ", ","));
    }

    /// A `nextToken` that no page of this list gave.
    static Refusal badToken() {
        return parameter("Invalid nextToken.");
    }

    /// A list that may not be empty.
    static Refusal empty(String what) {
        return parameter(what + " cannot be empty.");
    }

    /// A number of things in one call (as aws-toolkit-vscode issue 2362 and others show it).
    static Refusal tooMany(String what, int limit) {
        return parameter(what + " can have at most " + limit + " items.");
    }

    /// A number outside its bounds.
    static Refusal outside(String member, long min, long max) {
        return parameter(member + " must be between " + min + " and " + max + ".");
    }

    /// Something that Kingtide does not do.
    static Refusal unsupported(String what) {
        return new Refusal("UnsupportedFeatureException", what + " is not supported by Kingtide.");
    }

    /// A launch rate is exhausted (ECS developer guide, throttling).
    static Refusal throttled() {
        return new Refusal("ThrottlingException", "Rate exceeded");
    }

    /// Any other bad parameter.
    static Refusal parameter(String message) {
        return new Refusal("InvalidParameterException", message);
    }

    /// A bad task definition.
    static Refusal client(String message) {
        return new Refusal("ClientException", message);
    }

    /// A setting of a container that is out of its bounds.
    static Refusal containerSetting(String setting, String container) {
        return client("Invalid '" + setting + "' setting for container '" + container + "'.");
    }

    /// A setting of a task that is out of its bounds.
    static Refusal taskSetting(String setting) {
        return client(
                "Invalid '"
                        + setting
                        + "' setting for task. For more information, see the Troubleshooting"
                        + " section of the Amazon ECS Developer Guide.");
    }
}
