package dev.kingtide.core.cluster;

/// A cluster's `status` (botocore ecs model, Cluster).
public enum ClusterStatus {
    ACTIVE,
    PROVISIONING,
    DEPROVISIONING,
    FAILED,
    INACTIVE
}
