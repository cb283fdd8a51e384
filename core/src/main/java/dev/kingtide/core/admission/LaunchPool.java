package dev.kingtide.core.admission;

/// On what tasks are launched, as far as the launch rate is concerned.
public enum LaunchPool {
    /// On-demand AWS Fargate.
    FARGATE,
    /// AWS Fargate Spot, which has a bucket of its own.
    FARGATE_SPOT,
    /// Container instances, EC2 and External: only the rate of each service binds.
    INSTANCES
}
