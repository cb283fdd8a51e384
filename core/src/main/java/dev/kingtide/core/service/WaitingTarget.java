package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;

/// A running task that a target group had no room for.
///
/// @param taskId the task
/// @param balancer the group, and the container and port behind it
public record WaitingTarget(String taskId, ServiceLoadBalancer balancer) implements Row {

    @Override
    public String key() {
        return taskId
                + ' '
                + balancer.targetGroupArn()
                + ' '
                + balancer.containerName()
                + ' '
                + balancer.containerPort();
    }
}
