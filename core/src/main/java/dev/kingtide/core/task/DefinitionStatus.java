package dev.kingtide.core.task;

/// Where a task definition is in its life, in AWS's words.
public enum DefinitionStatus {
    /// It can be run.
    ACTIVE,
    /// It is deregistered: what runs of it goes on.
    INACTIVE,
    /// It is to be deleted, and is as soon as nothing refers to it.
    DELETE_IN_PROGRESS
}
