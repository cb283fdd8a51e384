package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceDeployments;
import dev.kingtide.core.service.ServiceEvents;
import dev.kingtide.core.service.ServiceEvents.ServiceEvent;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.TaskSets;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;

/// Services in AWS's shape.
final class ServiceView {

    private ServiceView() {}

    static software.amazon.awssdk.services.ecs.model.Service of(World world, Service service) {
        if (TaskSets.deploy(service)) {
            return TaskSetView.service(world, service);
        }
        Scope scope = world.scope();
        ServiceSettings settings = service.settings();
        ServiceRevision revision = service.primary().revision();
        boolean fargate = ServiceRules.runsOnFargate(settings);
        List<Deployment> deployments = new ArrayList<>();
        int running = stoppingButRunning(world, service);
        int pending = 0;
        for (var deployment : service.deployments()) {
            Deployment shape = deployment(world, service, deployment);
            deployments.add(shape);
            running += shape.runningCount();
            pending += shape.pendingCount();
        }
        boolean strategy = !settings.capacityStrategy().isEmpty();
        return shape(service).toBuilder()
                .serviceArn(Names.serviceArn(scope, service.key()))
                .serviceName(service.name())
                .clusterArn(Names.clusterArn(scope, service.clusterName()))
                .status(service.status().name())
                .desiredCount(service.desiredCount())
                .runningCount(running)
                .pendingCount(pending)
                .launchType(strategy ? null : settings.launchType().name())
                .capacityProviderStrategy(
                        strategy ? StrategyShape.write(settings.capacityStrategy()) : null)
                .platformVersion(fargate ? revision.platformVersion() : null)
                .platformFamily(ServiceShape.platformFamily(fargate, definition(world, revision)))
                .taskDefinition(Names.definitionArn(scope, revision.taskDefinition()))
                .deploymentConfiguration(DeploymentShape.write(settings.deployment()))
                .loadBalancers(BalancerShape.write(revision.loadBalancers()))
                .networkConfiguration(NetworkShape.write(revision.network()))
                .healthCheckGracePeriodSeconds(
                        revision.loadBalancers().isEmpty() ? null : settings.gracePeriodSeconds())
                .deployments(deployments)
                .currentServiceDeployment(ServiceDeploymentView.current(world, service))
                .currentServiceRevisions(ServiceDeploymentView.revisions(world, service))
                .events(events(world, service))
                .roleArn(roleArn(scope, service))
                .createdAt(Instant.ofEpochMilli(service.createdAtMillis()))
                .build();
    }

    /// The role that ECS acts in for the service: the one that its caller gave, or with load
    /// balancers or network interfaces its own (ECS developer guide, using-service-linked-roles).
    private static @Nullable String roleArn(Scope scope, Service service) {
        String given = shape(service).roleArn();
        ServiceRevision revision = service.primary().revision();
        boolean needed =
                !revision.loadBalancers().isEmpty() || !revision.network().subnets().isEmpty();
        return given == null && needed
                ? "arn:aws:iam::"
                        + scope.account()
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
                : given;
    }

    /// What of a service is kept in AWS's shape.
    static software.amazon.awssdk.services.ecs.model.Service shape(Service service) {
        return service.shape() instanceof software.amazon.awssdk.services.ecs.model.Service shape
                ? shape
                : software.amazon.awssdk.services.ecs.model.Service.builder().build();
    }

    private static Deployment deployment(
            World world, Service service, dev.kingtide.core.service.Deployment deployment) {
        boolean primary = deployment.id().equals(service.primary().id());
        TaskTables tasks = world.tasks();
        String id = deployment.id();
        int running = ServiceDeploymentView.running(tasks, id);
        ServiceRevision revision = deployment.revision();
        ServiceSettings settings = service.settings();
        boolean fargate = ServiceRules.runsOnFargate(settings);
        boolean strategy = !settings.capacityStrategy().isEmpty();
        Deployment.Builder kept =
                primary ? ServiceShape.kept(shape(service)).toBuilder() : Deployment.builder();
        return kept.id(id)
                .status(primary ? "PRIMARY" : "ACTIVE")
                .taskDefinition(Names.definitionArn(world.scope(), revision.taskDefinition()))
                .desiredCount(ServiceDeployments.wanted(world, service, deployment))
                .pendingCount(tasks.count(id, Standing.STARTING))
                .runningCount(running)
                .failedTasks(deployment.failedTasks())
                .createdAt(Instant.ofEpochMilli(deployment.createdAtMillis()))
                .updatedAt(Instant.ofEpochMilli(deployment.updatedAtMillis()))
                .launchType(strategy ? null : settings.launchType().name())
                .capacityProviderStrategy(
                        strategy ? StrategyShape.write(settings.capacityStrategy()) : null)
                .platformVersion(fargate ? revision.platformVersion() : null)
                .platformFamily(ServiceShape.platformFamily(fargate, definition(world, revision)))
                .networkConfiguration(NetworkShape.write(revision.network()))
                .rolloutState(deployment.rollout().name())
                .rolloutStateReason(deployment.reason())
                .build();
    }

    /// Tasks that are to stop show RUNNING until their stop signal is sent.
    static int stoppingButRunning(World world, Service service) {
        int running = 0;
        for (Task task : world.tasks().list(service.key(), Standing.STOPPING)) {
            running += task.status() == TaskStatus.RUNNING ? 1 : 0;
        }
        return running;
    }

    /// What a revision deploys; null when that is deleted, as it may be once the service is.
    private static @Nullable TaskDefinition definition(World world, ServiceRevision revision) {
        return world.tasks().definitions.get(revision.taskDefinition());
    }

    static List<software.amazon.awssdk.services.ecs.model.ServiceEvent> events(
            World world, Service service) {
        ServiceEvents events = world.services().events.get(service.key());
        return events == null
                ? List.of()
                : events.events().stream().map(ServiceView::event).toList();
    }

    private static software.amazon.awssdk.services.ecs.model.ServiceEvent event(
            ServiceEvent event) {
        return software.amazon.awssdk.services.ecs.model.ServiceEvent.builder()
                .id(event.id())
                .createdAt(Instant.ofEpochMilli(event.atMillis()))
                .message(event.message())
                .build();
    }
}
