package dev.kingtide.core.cluster;

/// A container instance's `status` (botocore ecs model, ContainerInstanceStatus; INACTIVE after
/// deregistration).
public enum InstanceStatus {
    REGISTERING,
    REGISTRATION_FAILED,
    ACTIVE,
    DRAINING,
    DEREGISTERING,
    INACTIVE
}
