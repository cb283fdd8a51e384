package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rules;
import dev.kingtide.core.traffic.TargetGroup;
import java.util.ArrayList;
import java.util.List;
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
        count(world, desiredCount);
        boolean fargate = runsOnFargate(settings);
        ModeShape.rules(settings, fargate);
        runnable(definition, fargate);
        NetworkShape.check(revision.network(), definition.networkMode());
        loadBalancers(world, definition, revision);
        shifts(world, settings, revision);
        if (settings.gracePeriodSeconds() > 0 && revision.loadBalancers().isEmpty()) {
            throw EcsErrors.gracePeriodWithoutLoadBalancer();
        }
    }

    /// Refuses a desired count beyond the quota.
    static void count(World world, int desiredCount) {
        int tasksMax = world.admission().limit(Quota.TASKS_PER_SERVICE);
        if (desiredCount < 0 || desiredCount > tasksMax) {
            throw EcsErrors.outside("desiredCount", 0, tasksMax);
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
        List<String> seen = new ArrayList<>();
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            loadBalancer(world, definition, balancer);
            for (String arn : groups(balancer)) {
                if (seen.contains(arn)) {
                    throw EcsErrors.parameter("Duplicate targetGroupArn found: " + arn);
                }
                seen.add(arn);
            }
        }
    }

    /// The groups of a load balancer's entry, the alternate one too.
    private static List<String> groups(ServiceLoadBalancer balancer) {
        TrafficShift shift = balancer.shift();
        return shift == null
                ? List.of(balancer.targetGroupArn())
                : List.of(balancer.targetGroupArn(), shift.alternateTargetGroupArn());
    }

    /// Refuses load balancers between whose groups no traffic can be shifted, where it has to be
    /// (ECS developer guide, troubleshooting-blue-green).
    private static void shifts(World world, ServiceSettings settings, ServiceRevision revision) {
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            TrafficShift shift = balancer.shift();
            if (shift == null) {
                if (settings.deployment().strategy().shifts()) {
                    throw EcsErrors.parameter(
                            "advancedConfiguration field is required for all loadBalancers when"
                                    + " using a non-ROLLING deployment strategy");
                }
                continue;
            }
            Rule production = rule(world, shift.productionRuleArn());
            if (production == null) {
                throw EcsErrors.listenerRuleMissing(shift.productionRuleArn());
            }
            if (shift.testRuleArn() != null && rule(world, shift.testRuleArn()) == null) {
                throw EcsErrors.listenerRuleMissing(shift.testRuleArn());
            }
            if (shift.testRuleArn() == null
                    && !production.groupArns().containsAll(groups(balancer))) {
                throw EcsErrors.parameter(
                        "For Application LoadBalancer, testListenerRule is required when"
                                + " productionListenerRule is not associated with both targetGroup"
                                + " and alternateTargetGroup");
            }
        }
    }

    private static @Nullable Rule rule(World world, String ruleArn) {
        Listener listener = world.traffic().listeners.get(Rules.listenerArnOf(ruleArn));
        return listener == null ? null : listener.rule(ruleArn);
    }

    private static void loadBalancer(
            World world, TaskDefinition definition, ServiceLoadBalancer balancer) {
        for (String arn : groups(balancer)) {
            targetGroup(world, definition, arn);
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

    private static void targetGroup(World world, TaskDefinition definition, String arn) {
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
