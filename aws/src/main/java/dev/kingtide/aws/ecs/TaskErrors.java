package dev.kingtide.aws.ecs;

import dev.kingtide.core.Refusal;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The errors of [EcsErrors]'s catalogue about tasks.
final class TaskErrors {

    private TaskErrors() {}

    /// A task that is not there, or is forgotten.
    static Refusal taskNotFound() {
        return EcsErrors.parameter("The referenced task was not found.");
    }

    /// More characters of overrides than a call can have (seen so in issue threads of Airflow and
    /// Dagster).
    static Refusal overridesTooLong(int most) {
        return EcsErrors.parameter("Container Overrides length must be at most " + most);
    }

    /// An override of a container that the definition does not have (seen so in issue threads of
    /// Airflow).
    static Refusal overrideOfNothing(String container) {
        return EcsErrors.parameter(
                "Override for container named "
                        + container
                        + " is not a container in the TaskDefinition.");
    }

    /// A variable without a name.
    static Refusal unnamedVariable(String container) {
        return EcsErrors.parameter(
                "Override for container named " + container + " has a variable without a name.");
    }

    /// The same token with another request; it names the tasks that the first one started (botocore
    /// ecs model, ConflictException).
    static Refusal conflict(List<String> taskArns) {
        SequencedMap<String, Object> members = new TreeMap<>();
        members.put("resourceIds", taskArns);
        return new Refusal(
                "ConflictException",
                "The provided clientToken is already in use with a different RunTask request.",
                members);
    }

    /// A token that has characters or a length that it may not have.
    static Refusal clientToken(int most) {
        return EcsErrors.parameter(
                "clientToken can have at most "
                        + most
                        + " characters, all of them in the range of 33-126.");
    }

    /// A `startedBy` that has characters or a length that it may not have.
    static Refusal startedBy() {
        return EcsErrors.parameter(
                "startedBy can have at most 128 letters, numbers, hyphens, forward slashes and"
                        + " underscores.");
    }

    /// A group that only services give to their tasks.
    static Refusal group() {
        return EcsErrors.parameter("Invalid namespace for group.");
    }

    /// A standalone task has no service whose tags it could get (ECS API reference, RunTask).
    static Refusal propagatedFromService() {
        return EcsErrors.parameter(
                "Propagating tags from SERVICE is not supported for standalone tasks.");
    }

    /// Commands need a role to run with (ECS API reference, RunTask).
    static Refusal roleForCommands() {
        return EcsErrors.parameter(
                "The task could not be started because a valid taskRoleArn is not being used."
                        + " Specify a valid task role in your task definition and try again.");
    }

    /// The same of `service` or `task set`, that is `created` or `updated` (aws-toolkit-jetbrains
    /// issue 3649 for services).
    static Refusal roleForCommands(String what, String done) {
        return EcsErrors.parameter(
                "The "
                        + what
                        + " couldn't be "
                        + done
                        + " because a valid taskRoleArn is not being used. Specify a valid task"
                        + " role in your task definition and try again.");
    }

    /// Commands were not asked for when the task was started (seen so in issue threads of the AWS
    /// CLI).
    static Refusal commandsOff() {
        return EcsErrors.parameter(
                "The execute command failed because execute command was not enabled when the task"
                        + " was run or the execute command agent isn't running. Wait and try again"
                        + " or run a new task with execute command enabled and try again.");
    }

    /// Commands cannot be carried to a container (seen so in issue threads of the AWS CLI).
    static Refusal notConnected() {
        return new Refusal(
                "TargetNotConnectedException",
                "The execute command failed due to an internal error. Try again later.");
    }

    /// A command that nobody could type into (seen so in wrappers of the AWS CLI).
    static Refusal onlyInteractive() {
        return EcsErrors.parameter("Interactive is the only mode supported currently.");
    }

    /// A container that the task does not have.
    static Refusal noSuchContainer(String container) {
        return EcsErrors.parameter("The container " + container + " does not exist in the task.");
    }

    /// A task of several containers, and none is named (ECS API reference, ExecuteCommand).
    static Refusal whichContainer() {
        return EcsErrors.parameter(
                "The container name must be specified when the task has more than one container.");
    }
}
