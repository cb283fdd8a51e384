package dev.kingtide.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Kingtide decides on of a container of a [TaskDefinition]; everything else is kept in AWS's
/// shape.
///
/// @param name unique within the task definition
/// @param image the image reference
/// @param cpuUnits CPU units (1024 to a vCPU) reserved, 0 when not given
/// @param memoryMib hard limit, 0 when not given
/// @param memoryReservationMib soft limit, 0 when not given
/// @param ports port mappings in their order
/// @param essential whether the task stops when this container stops
/// @param dependsOn what must have happened to other containers before this one starts
/// @param healthCheck its own health check, or null
/// @param startTimeoutSeconds 0 when not given
/// @param stopTimeoutSeconds 0 when not given
/// @param gpus how many GPUs are its own (botocore ecs model, ResourceRequirement)
public record ContainerDefinition(
        String name,
        String image,
        int cpuUnits,
        int memoryMib,
        int memoryReservationMib,
        List<Port> ports,
        boolean essential,
        List<Dependency> dependsOn,
        @Nullable ContainerHealthCheck healthCheck,
        int startTimeoutSeconds,
        int stopTimeoutSeconds,
        int gpus) {

    /// A port mapping; `hostPort` 0 asks for a dynamic one.
    public record Port(int containerPort, int hostPort, String protocol) {}

    /// What must have happened to another container.
    public record Dependency(String containerName, Condition condition) {}

    /// The conditions of `dependsOn`.
    public enum Condition {
        START,
        COMPLETE,
        SUCCESS,
        HEALTHY
    }

    /// A container health check (botocore ecs model: interval 5-300 s, timeout 2-60 s, retries
    /// 1-10, startPeriod 0-300 s).
    public record ContainerHealthCheck(
            int intervalSeconds, int timeoutSeconds, int retries, int startPeriodSeconds) {}
}
