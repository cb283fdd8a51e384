package dev.kingtide.core.task;

/// Why a task was stopped: `stopCode` (botocore ecs model).
public enum StopCode {
    TASK_FAILED_TO_START("TaskFailedToStart"),
    ESSENTIAL_CONTAINER_EXITED("EssentialContainerExited"),
    USER_INITIATED("UserInitiated"),
    SERVICE_SCHEDULER_INITIATED("ServiceSchedulerInitiated"),
    SPOT_INTERRUPTION("SpotInterruption"),
    TERMINATION_NOTICE("TerminationNotice"),
    INFRASTRUCTURE_HEALTH("InfrastructureHealth");

    private final String code;

    StopCode(String code) {
        this.code = code;
    }

    /// The code on the wire.
    public String code() {
        return code;
    }
}
