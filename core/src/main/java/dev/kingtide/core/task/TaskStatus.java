package dev.kingtide.core.task;

/// A task's `lastStatus`, in the order in which a task goes through them (ECS developer guide,
/// task-lifecycle).
public enum TaskStatus {
    PROVISIONING,
    PENDING,
    ACTIVATING,
    RUNNING,
    DEACTIVATING,
    STOPPING,
    DEPROVISIONING,
    STOPPED,
    DELETED;

    /// Whether the task has not run yet.
    public boolean isStarting() {
        return compareTo(RUNNING) < 0;
    }
}
