package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.service.Deployment;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.TaskSet;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.TaskTables.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;

/// Task sets, and services that have them, in AWS's shape.
final class TaskSetView {

    private TaskSetView() {}

    /// A service with its task sets in the place of deployments.
    static software.amazon.awssdk.services.ecs.model.Service service(World world, Service service) {
        Scope scope = world.scope();
        List<software.amazon.awssdk.services.ecs.model.TaskSet> sets = new ArrayList<>();
        int running = ServiceView.stoppingButRunning(world, service);
        int pending = 0;
        for (TaskSet set : world.services().taskSetsOf.get(service.key())) {
            var shape = of(world, service, set);
            sets.add(shape);
            running += shape.runningCount();
            pending += shape.pendingCount();
        }
        return ServiceView.shape(service).toBuilder()
                .serviceArn(Names.serviceArn(scope, service.key()))
                .serviceName(service.name())
                .clusterArn(Names.clusterArn(scope, service.clusterName()))
                .status(service.status().name())
                .desiredCount(service.desiredCount())
                .runningCount(running)
                .pendingCount(pending)
                .deploymentController(
                        DeploymentController.builder()
                                .type(DeploymentControllerType.EXTERNAL)
                                .build())
                .deploymentConfiguration(DeploymentShape.write(service.settings().deployment()))
                .healthCheckGracePeriodSeconds(service.settings().gracePeriodSeconds())
                .taskSets(sets)
                .events(ServiceView.events(world, service))
                .createdAt(Instant.ofEpochMilli(service.createdAtMillis()))
                .build();
    }

    /// A task set.
    static software.amazon.awssdk.services.ecs.model.TaskSet of(
            World world, Service service, TaskSet set) {
        Scope scope = world.scope();
        boolean strategy = !set.capacityStrategy().isEmpty();
        boolean fargate =
                strategy
                        ? set.capacityStrategy().isFargate()
                        : set.launchType() == LaunchType.FARGATE;
        var shape =
                shape(set).toBuilder()
                        .id(set.id())
                        .taskSetArn(arn(scope, set))
                        .serviceArn(Names.serviceArn(scope, service.key()))
                        .clusterArn(Names.clusterArn(scope, service.clusterName()))
                        .status(set.status().name())
                        .computedDesiredCount(set.wanted(service.wanted()))
                        .runningCount(ServiceDeploymentView.running(world.tasks(), set.id()))
                        .pendingCount(world.tasks().count(set.id(), Standing.STARTING))
                        .createdAt(Instant.ofEpochMilli(set.times().createdAtMillis()))
                        .updatedAt(Instant.ofEpochMilli(set.times().updatedAtMillis()))
                        .launchType(strategy ? null : set.launchType().name())
                        .capacityProviderStrategy(
                                strategy ? StrategyShape.write(set.capacityStrategy()) : null)
                        .scale(
                                Scale.builder()
                                        .value(set.scalePercent())
                                        .unit(ScaleUnit.PERCENT)
                                        .build())
                        .stabilityStatus(
                                set.stable()
                                        ? StabilityStatus.STEADY_STATE
                                        : StabilityStatus.STABILIZING)
                        .stabilityStatusAt(Instant.ofEpochMilli(set.times().stabilityMillis()));
        Deployment deployment = service.deployment(set.id());
        if (deployment != null) {
            ServiceRevision revision = deployment.revision();
            var definition = world.tasks().definitions.require(revision.taskDefinition());
            shape.taskDefinition(Names.definitionArn(scope, revision.taskDefinition()))
                    .platformVersion(fargate ? revision.platformVersion() : null)
                    .platformFamily(ServiceShape.platformFamily(fargate, definition))
                    .networkConfiguration(NetworkShape.write(revision.network()))
                    .loadBalancers(BalancerShape.write(revision.loadBalancers()));
        }
        return shape.build();
    }

    /// The ARN of a task set: `task-set/cluster/service/ecs-svc/number`.
    static String arn(Scope scope, TaskSet set) {
        return scope.arn("ecs", "task-set/" + set.key());
    }

    /// What of a task set is kept in AWS's shape.
    private static software.amazon.awssdk.services.ecs.model.TaskSet shape(TaskSet set) {
        return set.shape() instanceof software.amazon.awssdk.services.ecs.model.TaskSet shape
                ? shape
                : software.amazon.awssdk.services.ecs.model.TaskSet.builder().build();
    }
}
