package dev.kingtide.rehearsal.simulation;

/// The stages of a task's start, in order; together they last from the scheduler's decision to the
/// first request.
public enum StartStage {
    /// Finding and preparing the machine.
    PLACEMENT,
    /// Creating and attaching the elastic network interface (awsvpc).
    NETWORK_INTERFACE,
    /// Waiting for other containers of the task (`dependsOn`).
    OTHER_CONTAINERS,
    /// Downloading the application's image.
    IMAGE_PULL,
    /// Unpacking its layers.
    UNPACK,
    /// Creating and starting the container.
    CREATE_AND_START,
    /// The application's own start, until it listens.
    APPLICATION_BOOT,
    /// From listening until the container's own health check has passed.
    CONTAINER_HEALTH_CHECK,
    /// From then until the load balancer has it healthy: registration and first passed probe.
    TARGET_HEALTH
}
