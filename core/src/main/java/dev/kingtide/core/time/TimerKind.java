package dev.kingtide.core.time;

/// What is to be done when a timer is due; the timer's subject says to whom.
public enum TimerKind {
    /// A service compares what it wants with what it has; subject: the service's key.
    SERVICE_RECONCILE,
    /// A task without load balancer or health check has run long enough to count as healthy;
    /// subject: task id.
    TASK_SETTLED,
    /// The scheduler takes note of an unhealthy task; subject: task id.
    TASK_UNHEALTHY,
    /// A task's targets are to be deregistered before it is stopped; subject: task id.
    TASK_DEREGISTER,
    /// A task's protection from scale-in ends; subject: task id.
    TASK_PROTECTION_EXPIRES,
    /// A stopped task is forgotten; subject: task id.
    TASK_FORGET,
    /// A deleted task definition is removed; subject: its key.
    DEFINITION_RETIRE,
    /// A client token is forgotten; subject: the token's key.
    TOKEN_FORGET,
    /// A draining target is gone; subject: the target's key.
    TARGET_DRAINED,
    /// A scheduled action runs; subject: the scheduled action's key.
    SCHEDULED_ACTION,
    /// The alarms of a metric are evaluated; subject: the metric's key.
    ALARM_EVALUATION,
    /// A finished service deployment is forgotten; subject: its key.
    SERVICE_DEPLOYMENT_FORGET
}
