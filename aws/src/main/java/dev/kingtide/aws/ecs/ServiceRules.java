package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.traffic.TargetGroup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;

/// What AWS refuses in a service, however it came to be (ECS API reference, CreateService and
/// UpdateService; ECS developer guide, service-load-balancing).
final class ServiceRules {

    private ServiceRules() {}

    /// Refuses a service that AWS would refuse.
    static void check(
            World world,
            TaskDefinition definition,
            ServiceSettings settings,
            ServiceRevision revision,
            int desiredCount) {
        int tasksMax = world.admission().limit(Quota.TASKS_PER_SERVICE);
        if (desiredCount < 0 || desiredCount > tasksMax) {
            throw EcsErrors.outside("desiredCount", 0, tasksMax);
        }
        boolean fargate = runsOnFargate(settings);
        runnable(definition, fargate);
        NetworkShape.check(revision.network(), definition.networkMode());
        loadBalancers(world, definition, revision);
        if (settings.gracePeriodSeconds() > 0 && revision.loadBalancers().isEmpty()) {
            throw EcsErrors.gracePeriodWithoutLoadBalancer();
        }
    }

    /// Whether the tasks of these settings run on AWS Fargate.
    static boolean runsOnFargate(ServiceSettings settings) {
        return settings.capacityStrategy().isEmpty()
                ? settings.launchType() == LaunchType.FARGATE
                : settings.capacityStrategy().isFargate();
    }

    /// Refuses a task definition for a place that it does not say it is for.
    static void runnable(TaskDefinition definition, boolean fargate) {
        if (!fargate
                || !(definition.shape()
                        instanceof
                        software.amazon.awssdk.services.ecs.model.TaskDefinition shape)) {
            return;
        }
        boolean declared = shape.requiresCompatibilities().contains(Compatibility.FARGATE);
        if (!declared && !shape.compatibilities().contains(Compatibility.FARGATE)) {
            throw EcsErrors.launchTypeUnsupported("FARGATE");
        }
    }

    private static void loadBalancers(
            World world, TaskDefinition definition, ServiceRevision revision) {
        int groupsMax = world.admission().limit(Quota.TARGET_GROUPS_PER_SERVICE);
        if (revision.loadBalancers().size() > groupsMax) {
            throw EcsErrors.tooMany("loadBalancers", groupsMax);
        }
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            loadBalancer(world, definition, balancer);
        }
    }

    private static void loadBalancer(
            World world, TaskDefinition definition, ServiceLoadBalancer balancer) {
        String arn = balancer.targetGroupArn();
        TargetGroup group = world.traffic().targetGroups.get(arn);
        if (group == null) {
            throw EcsErrors.targetGroupMissing(arn);
        }
        if (group.loadBalancerArns().isEmpty()) {
            throw EcsErrors.targetGroupWithoutLoadBalancer(arn);
        }
        String fitting = definition.networkMode() == NetworkMode.AWSVPC ? "ip" : "instance";
        if (!group.targetType().equals(fitting)) {
            throw EcsErrors.targetTypeIncompatible(
                    arn, group.targetType(), definition.networkMode().word());
        }
        ContainerDefinition container = container(definition, balancer.containerName());
        if (container == null) {
            throw EcsErrors.loadBalancerContainerMissing(balancer.containerName());
        }
        boolean mapped =
                container.ports().stream()
                        .anyMatch(p -> p.containerPort() == balancer.containerPort());
        if (!mapped) {
            throw EcsErrors.loadBalancerPortMissing(container.name(), balancer.containerPort());
        }
    }

    private static @Nullable ContainerDefinition container(TaskDefinition definition, String name) {
        for (ContainerDefinition container : definition.containers()) {
            if (Objects.equals(container.name(), name)) {
                return container;
            }
        }
        return null;
    }
}
