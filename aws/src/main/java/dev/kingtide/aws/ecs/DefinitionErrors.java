package dev.kingtide.aws.ecs;

import dev.kingtide.core.Refusal;

/// The errors of [EcsErrors]'s catalogue about task definitions.
final class DefinitionErrors {

    private DefinitionErrors() {}

    /// More text than a task definition can have (seen so in issue threads of the AWS CDK).
    static Refusal tooLong(int bytes, int most) {
        return EcsErrors.client(
                "Actual length: '" + bytes + "'. Max allowed length is '" + most + "' bytes.");
    }

    /// Tasks with interfaces of their own have no links.
    static Refusal linksOnAwsvpc() {
        return EcsErrors.client("Links are not supported when networkMode=awsvpc.");
    }

    /// On AWS Fargate somebody has to be allowed to do this for the task (Terraform provider issue
    /// 3051, aws-cdk issue 1279).
    static Refusal executionRole(String what) {
        return EcsErrors.client(
                "Fargate requires task definition to have execution role ARN to support "
                        + what
                        + ".");
    }

    /// AWS Fargate has no GPUs (RegisterTaskDefinition's answer, as rules of infrastructure linters
    /// quote it).
    static Refusal gpuOnFargate() {
        return EcsErrors.client(
                "Tasks using the Fargate launch type do not support GPU resource requirements.");
    }

    /// Secrets are read in the name of a role (seen so in issue threads of the Terraform provider
    /// and in published error logs).
    static Refusal executionRoleForSecrets() {
        return EcsErrors.client(
                "When you are specifying container secrets, you must also specify a value for"
                        + " 'executionRoleArn'.");
    }

    /// Two volumes of one name.
    static Refusal volumeTwice(String name) {
        return EcsErrors.client("Volume.name '" + name + "' is used more than once.");
    }

    /// A mount point of a volume that the definition does not have.
    static Refusal unknownVolume(String container, String volume) {
        return EcsErrors.client(
                "Invalid 'mountPoints' setting for container '"
                        + container
                        + "'. Unknown volume '"
                        + volume
                        + "'.");
    }

    /// Volumes of a container that the definition does not have.
    static Refusal unknownSource(String container, String source) {
        return EcsErrors.client(
                "Invalid 'volumesFrom' setting for container '"
                        + container
                        + "'. Unknown container '"
                        + source
                        + "'.");
    }
}
