package dev.kingtide.aws.ecs;

import dev.kingtide.core.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The errors of [EcsErrors]'s catalogue about clusters, their capacity and their instances.
final class ClusterErrors {

    private ClusterErrors() {}

    /// There is no such cluster, or it is INACTIVE.
    static Refusal clusterNotFound() {
        return new Refusal("ClusterNotFoundException", "Cluster not found.");
    }

    /// A cluster with services cannot be deleted.
    static Refusal clusterContainsServices() {
        return new Refusal(
                "ClusterContainsServicesException",
                "The Cluster cannot be deleted while Services are active.");
    }

    /// A cluster with tasks cannot be deleted.
    static Refusal clusterContainsTasks() {
        return new Refusal(
                "ClusterContainsTasksException",
                "The Cluster cannot be deleted while Tasks are active.");
    }

    /// A cluster with container instances cannot be deleted.
    static Refusal clusterContainsContainerInstances() {
        return new Refusal(
                "ClusterContainsContainerInstancesException",
                "The Cluster cannot be deleted while Container Instances are active or draining.");
    }

    /// A text that cannot be a cluster's name (awslabs/amazon-ecs-nodejs-microservices issue 18).
    static Refusal clusterName(String name) {
        return EcsErrors.parameter("Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was " + name);
    }

    /// A cluster's own providers go before it does (Terraform provider pull request 45794).
    static Refusal clusterContainsCapacityProvider() {
        return new Refusal(
                "ClusterContainsCapacityProviderException",
                "The Cluster cannot be deleted while Cluster Scoped Capacity Providers are"
                        + " attached to the cluster");
    }

    /// The account's quota of clusters is used up.
    static Refusal tooManyClusters() {
        return EcsErrors.client("The maximum number of clusters has been exceeded.");
    }

    /// A setting that clusters do not have.
    static Refusal settingName(String name) {
        return EcsErrors.parameter("Invalid cluster setting name: " + name);
    }

    /// A value that a setting cannot have.
    static Refusal settingValue(String name, @Nullable String value, List<String> words) {
        return EcsErrors.parameter(
                "Invalid value for setting "
                        + name
                        + ": "
                        + value
                        + ". Valid values are "
                        + String.join(", ", words)
                        + ".");
    }

    /// `OVERRIDE` needs a log configuration, and the others have none.
    static Refusal logConfiguration(boolean missing) {
        return EcsErrors.parameter(
                missing
                        ? "logConfiguration must be specified when logging is OVERRIDE."
                        : "logConfiguration is only valid when logging is OVERRIDE.");
    }

    /// A strategy may only name the cluster's providers.
    static Refusal providerNotInCluster(String name) {
        return EcsErrors.parameter(
                "The specified capacity provider '"
                        + name
                        + "' is not associated with the cluster. Associate it and try again.");
    }

    /// There is no such capacity provider.
    static Refusal providerMissing(String name) {
        return EcsErrors.parameter("The specified capacity provider '" + name + "' was not found.");
    }

    /// A provider that is deleted, or of another cluster (Terraform provider pull request 45567).
    static Refusal providerNotActive(String name) {
        return EcsErrors.parameter(
                "The specified capacity provider '"
                        + name
                        + "' is not in an ACTIVE state. Specify a valid capacity provider and try"
                        + " again.");
    }

    /// A provider of this name is there (aws/containers-roadmap issue 688).
    static Refusal providerExists() {
        return EcsErrors.client(
                "The specified capacity provider already exists. To change the configuration of an"
                        + " existing capacity provider, update the capacity provider.");
    }

    /// A name that AWS keeps for its own providers, or that has characters it may not have.
    static Refusal providerName() {
        return EcsErrors.parameter(
                "The specified capacity provider name is invalid. Up to 255 letters, numbers,"
                        + " underscores and hyphens are allowed, and the name cannot be prefixed"
                        + " with \"aws\", \"ecs\" or \"fargate\".");
    }

    /// A provider is of one kind.
    static Refusal providerKind() {
        return EcsErrors.parameter(
                "Specify either autoScalingGroupProvider or managedInstancesProvider.");
    }

    /// Managed instances belong to a cluster, and the others to none.
    static Refusal providerCluster(boolean missing) {
        return EcsErrors.parameter(
                missing
                        ? "A cluster must be specified for a Managed Instances capacity provider."
                        : "A cluster is only valid for a Managed Instances capacity provider.");
    }

    /// Termination protection needs managed scaling (ECS API reference, AutoScalingGroupProvider).
    static Refusal terminationProtection() {
        return EcsErrors.parameter(
                "The managed termination protection setting for the capacity provider is invalid."
                        + " To enable managed termination protection for a capacity provider,"
                        + " enable managed scaling.");
    }

    /// An Auto Scaling group belongs to one provider.
    static Refusal groupInUse(String arn) {
        return EcsErrors.client(
                "The specified Auto Scaling group ARN is already being used by another capacity"
                        + " provider. Specify a unique Auto Scaling group ARN and try again: "
                        + arn);
    }

    /// AWS Fargate's providers can be neither changed nor deleted.
    static Refusal providerReserved() {
        return EcsErrors.parameter(
                "The specified capacity provider is reserved and cannot be changed or deleted.");
    }

    /// A provider that services or tasks use stays (aws/containers-roadmap issue 631).
    static Refusal providerInUse() {
        return new Refusal(
                "ResourceInUseException",
                "The specified capacity provider is in use and cannot be removed.");
    }

    /// More providers than a cluster can have (CloudFormation coverage roadmap issue 1086).
    static Refusal tooManyProviders() {
        return EcsErrors.parameter(
                "The maximum number of capacity providers per cluster has been exceeded.");
    }

    /// A setting that AWS itself makes.
    static Refusal settingManaged(String name) {
        return EcsErrors.parameter(
                "The account setting " + name + " is managed by AWS and cannot be modified.");
    }

    /// What AWS no longer lets anybody have (Terraform provider, aws_ecs_account_setting_default,
    /// which looks for this text when it destroys one).
    static Refusal longArns() {
        return EcsErrors.parameter("You can no longer disable Long Arn settings");
    }

    /// A principal of another account.
    static Refusal principal(String arn) {
        return EcsErrors.parameter("Invalid principalArn: " + arn);
    }

    /// There is no such container instance.
    static Refusal instanceNotFound() {
        return EcsErrors.parameter("The referenced container instance was not found.");
    }

    /// An instance with tasks goes only by force.
    static Refusal instanceBusy() {
        return EcsErrors.parameter("Found running tasks on the instance.");
    }

    /// More instances than a cluster can have.
    static Refusal tooManyInstances() {
        return EcsErrors.client(
                "The maximum number of container instances per cluster has been exceeded.");
    }

    /// There is no newer agent to update to.
    static Refusal noUpdate() {
        return new Refusal(
                "NoUpdateAvailableException",
                "There is no update available for your container agent.");
    }

    /// There is no such instance to have attributes.
    static Refusal targetNotFound() {
        return new Refusal("TargetNotFoundException", "The specified target was not found.");
    }

    /// More custom attributes than an instance can have.
    static Refusal tooManyAttributes() {
        return new Refusal(
                "AttributeLimitExceededException",
                "You can apply up to 10 custom attributes for each resource.");
    }

    /// A name that a custom attribute cannot have.
    static Refusal attributeName(String name) {
        return EcsErrors.parameter(
                "Invalid attribute name: "
                        + name
                        + ". Names have 1 to 128 letters, digits, hyphens, underscores, slashes"
                        + " and periods, and do not begin with 'ecs.'.");
    }

    /// A value that a custom attribute cannot have.
    static Refusal attributeValue(String value) {
        return EcsErrors.parameter("Invalid attribute value: " + value);
    }

    /// More services than a cluster can have.
    static Refusal tooManyServices() {
        return EcsErrors.parameter("The maximum number of services per cluster has been exceeded.");
    }

    /// There is no such namespace (terraform-aws-ecs issue 116).
    static Refusal namespaceNotFound(String namespace) {
        return new Refusal(
                "NamespaceNotFoundException", "Failed to retrieve namespace for " + namespace);
    }

    /// Service Connect needs a namespace, of the service or of its cluster.
    static Refusal namespaceNeeded() {
        return EcsErrors.parameter(
                "A namespace must be specified in the Service Connect configuration, or a default"
                        + " namespace must be set for the cluster.");
    }
}
