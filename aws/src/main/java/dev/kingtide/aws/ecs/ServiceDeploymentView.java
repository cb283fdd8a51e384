package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.service.CircuitBreaker;
import dev.kingtide.core.service.Deployment;
import dev.kingtide.core.service.DeploymentStrategy;
import dev.kingtide.core.service.LifecycleHook;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceDeployment;
import dev.kingtide.core.service.ServiceDeployment.Monitors;
import dev.kingtide.core.service.ServiceDeployments;
import dev.kingtide.core.service.StoredRevision;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.task.TaskTables.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.ResolvedConfiguration;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/// Service deployments and revisions in AWS's shape.
final class ServiceDeploymentView {

    private ServiceDeploymentView() {}

    /// A service deployment in short, as lists have it.
    static ServiceDeploymentBrief brief(Scope scope, ServiceDeployment row) {
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(Names.deploymentArn(scope, row.key()))
                .serviceArn(Names.serviceArn(scope, row.serviceKey()))
                .clusterArn(clusterArn(scope, row.serviceKey()))
                .createdAt(at(row.times().createdAtMillis()))
                .startedAt(at(row.times().startedAtMillis()))
                .finishedAt(at(row.times().finishedAtMillis()))
                .targetServiceRevisionArn(revisionArn(scope, row.serviceKey(), row.target()))
                .status(row.status().name())
                .statusReason(row.reason())
                .build();
    }

    /// A service deployment.
    static software.amazon.awssdk.services.ecs.model.ServiceDeployment of(
            World world, ServiceDeployment row) {
        Scope scope = world.scope();
        ServiceDeployment.Rollback rollback = row.rollback();
        return software.amazon.awssdk.services.ecs.model.ServiceDeployment.builder()
                .serviceDeploymentArn(Names.deploymentArn(scope, row.key()))
                .serviceArn(Names.serviceArn(scope, row.serviceKey()))
                .clusterArn(clusterArn(scope, row.serviceKey()))
                .createdAt(at(row.times().createdAtMillis()))
                .startedAt(at(row.times().startedAtMillis()))
                .finishedAt(at(row.times().finishedAtMillis()))
                .stoppedAt(at(row.times().stoppedAtMillis()))
                .updatedAt(at(row.times().updatedAtMillis()))
                .sourceServiceRevisions(
                        row.sources().stream().map(id -> summary(world, row, id)).toList())
                .targetServiceRevision(summary(world, row, row.target()))
                .status(row.status().name())
                .statusReason(row.reason())
                .lifecycleStage(row.stage() == null ? null : row.stage().name())
                .lifecycleHookDetails(
                        row.hooks().isEmpty()
                                ? null
                                : row.hooks().stream().map(ServiceDeploymentView::hook).toList())
                .deploymentConfiguration(DeploymentShape.write(row.configuration()))
                .rollback(
                        rollback == null
                                ? null
                                : Rollback.builder()
                                        .reason(rollback.reason())
                                        .startedAt(at(rollback.startedAtMillis()))
                                        .serviceRevisionArn(
                                                revisionArn(scope, row.serviceKey(), rollback.to()))
                                        .build())
                .deploymentCircuitBreaker(breaker(world, row))
                .alarms(alarms(row))
                .build();
    }

    private static DeploymentLifecycleHookDetail hook(LifecycleHook.Run run) {
        return DeploymentLifecycleHookDetail.builder()
                .hookId(run.id())
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .status(run.status().name())
                .expiresAt(at(run.expiresAtMillis()))
                .timeoutAction(run.onTimeout().name())
                .build();
    }

    private static ServiceRevisionSummary summary(World world, ServiceDeployment row, String id) {
        Service service = world.services().table.get(row.serviceKey());
        Deployment deployment = service == null ? null : service.deployment(id);
        boolean shifts = row.configuration().strategy().shifts();
        boolean target = id.equals(row.target());
        boolean blue = id.equals(row.blue());
        int production = share(row.shares().production(), target, blue);
        int test = share(row.shares().test(), target, blue);
        return ServiceRevisionSummary.builder()
                .arn(revisionArn(world.scope(), row.serviceKey(), id))
                .requestedTaskCount(
                        service == null || deployment == null
                                ? 0
                                : ServiceDeployments.wanted(world, service, deployment))
                .runningTaskCount(running(world.tasks(), id))
                .pendingTaskCount(world.tasks().count(id, Standing.STARTING))
                .requestedProductionTrafficWeight(shifts ? production / 10.0 : null)
                .requestedTestTrafficWeight(shifts ? test / 10.0 : null)
                .build();
    }

    private static int share(int ofTarget, boolean target, boolean blue) {
        return target ? ofTarget : blue ? DeploymentStrategy.ALL - ofTarget : 0;
    }

    /// How many tasks of a deployment run and are not told to stop.
    static int running(TaskTables tasks, String id) {
        return tasks.count(id, Standing.UNPROVEN)
                + tasks.count(id, Standing.HEALTHY)
                + tasks.count(id, Standing.CONDEMNED)
                + tasks.count(id, Standing.LEAVING);
    }

    private static ServiceDeploymentCircuitBreaker breaker(World world, ServiceDeployment row) {
        CircuitBreaker breaker = row.configuration().circuitBreaker();
        Monitors seen = row.monitors();
        Service service = world.services().table.get(row.serviceKey());
        Deployment target = service == null ? null : service.deployment(row.target());
        boolean live = row.isOpen() && row.rollback() == null;
        int failures = live && target != null ? target.failedTasks() : seen.failures();
        int threshold =
                live && service != null
                        ? breaker.failures(service.desiredCount())
                        : seen.threshold();
        return ServiceDeploymentCircuitBreaker.builder()
                .status(status(breaker.enable(), seen.breakerTripped(), live))
                .failureCount(failures)
                .threshold(threshold)
                .build();
    }

    private static ServiceDeploymentAlarms alarms(ServiceDeployment row) {
        Monitors seen = row.monitors();
        boolean watched = row.configuration().alarms().watched() && !seen.alarmsIgnored();
        return ServiceDeploymentAlarms.builder()
                .status(
                        status(
                                watched,
                                !seen.triggeredAlarms().isEmpty(),
                                !row.watchedAlarms().isEmpty()))
                .alarmNames(row.configuration().alarms().names())
                .triggeredAlarmNames(seen.triggeredAlarms())
                .build();
    }

    private static ServiceDeploymentRollbackMonitorsStatus status(
            boolean enabled, boolean triggered, boolean live) {
        if (!enabled) {
            return ServiceDeploymentRollbackMonitorsStatus.DISABLED;
        }
        if (triggered) {
            return ServiceDeploymentRollbackMonitorsStatus.TRIGGERED;
        }
        return live
                ? ServiceDeploymentRollbackMonitorsStatus.MONITORING
                : ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE;
    }

    /// A service revision.
    static ServiceRevision of(World world, StoredRevision row) {
        Scope scope = world.scope();
        boolean strategy = !row.capacityStrategy().isEmpty();
        boolean fargate =
                strategy
                        ? row.capacityStrategy().isFargate()
                        : row.launchType() == LaunchType.FARGATE;
        TaskDefinition definition = world.tasks().definitions.get(row.revision().taskDefinition());
        boolean shifted = row.revision().loadBalancers().stream().anyMatch(b -> b.shift() != null);
        return ServiceRevision.builder()
                .serviceRevisionArn(Names.revisionArn(scope, row.key()))
                .serviceArn(Names.serviceArn(scope, row.serviceKey()))
                .clusterArn(clusterArn(scope, row.serviceKey()))
                .taskDefinition(Names.definitionArn(scope, row.revision().taskDefinition()))
                .launchType(strategy ? null : row.launchType().name())
                .capacityProviderStrategy(
                        strategy ? StrategyShape.write(row.capacityStrategy()) : null)
                .platformVersion(fargate ? row.revision().platformVersion() : null)
                .platformFamily(
                        definition == null
                                ? null
                                : ServiceShape.platformFamily(fargate, definition))
                .loadBalancers(BalancerShape.write(row.revision().loadBalancers()))
                .networkConfiguration(NetworkShape.write(row.revision().network()))
                .containerImages(images(definition))
                .guardDutyEnabled(false)
                .createdAt(at(row.createdAtMillis()))
                .resolvedConfiguration(shifted ? resolved(row) : null)
                .build();
    }

    private static List<ContainerImage> images(@Nullable TaskDefinition definition) {
        return definition == null
                ? List.of()
                : definition.containers().stream()
                        .map(c ->
                                ContainerImage.builder()
                                        .containerName(c.name())
                                        .image(c.image())
                                        .build())
                        .toList();
    }

    private static ResolvedConfiguration resolved(StoredRevision row) {
        return ResolvedConfiguration.builder()
                .loadBalancers(
                        row.revision().loadBalancers().stream()
                                .map(b ->
                                        ServiceRevisionLoadBalancer.builder()
                                                .targetGroupArn(b.groupOf(row.alternate()))
                                                .productionListenerRule(
                                                        b.shift() == null
                                                                ? null
                                                                : b.shift().productionRuleArn())
                                                .build())
                                .toList())
                .build();
    }

    /// The newest service deployment of a service, as an ARN; or null.
    static @Nullable String current(World world, Service service) {
        ServiceDeployment newest = world.services().deploymentsOf.last(service.key());
        return newest == null ? null : Names.deploymentArn(world.scope(), newest.key());
    }

    /// The revisions that a service has now.
    static List<ServiceCurrentRevisionSummary> revisions(World world, Service service) {
        return service.deployments().stream()
                .filter(d ->
                        world.services().revisions.get(StoredRevision.keyOf(service.key(), d.id()))
                                != null)
                .map(d ->
                        ServiceCurrentRevisionSummary.builder()
                                .arn(revisionArn(world.scope(), service.key(), d.id()))
                                .requestedTaskCount(ServiceDeployments.wanted(world, service, d))
                                .runningTaskCount(running(world.tasks(), d.id()))
                                .pendingTaskCount(world.tasks().count(d.id(), Standing.STARTING))
                                .build())
                .toList();
    }

    private static String revisionArn(Scope scope, String serviceKey, String deploymentId) {
        return Names.revisionArn(scope, StoredRevision.keyOf(serviceKey, deploymentId));
    }

    private static String clusterArn(Scope scope, String serviceKey) {
        return Names.clusterArn(scope, serviceKey.substring(0, serviceKey.indexOf('/')));
    }

    private static @Nullable Instant at(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
