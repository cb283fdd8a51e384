package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.DeploymentConfiguration;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceMode;
import dev.kingtide.core.service.ServiceMode.Controller;
import dev.kingtide.core.service.ServiceMode.Scheduling;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.task.LaunchType;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Services that somebody else than Amazon ECS deploys: what they run is the matter of their task
/// sets (ECS developer guide, deployment-type-external).
final class ExternalService {

    private ExternalService() {}

    /// A new service, without task sets.
    static Services.NewService read(
            World world, Cluster cluster, Caller caller, CreateServiceRequest request) {
        if (request.taskDefinition() != null) {
            throw EcsErrors.external("taskDefinition");
        }
        if (request.networkConfiguration() != null) {
            throw EcsErrors.external("networkConfiguration");
        }
        if (!request.loadBalancers().isEmpty()) {
            throw EcsErrors.external("loadBalancers");
        }
        if (request.launchTypeAsString() != null || !request.capacityProviderStrategy().isEmpty()) {
            throw EcsErrors.external("launchType and capacityProviderStrategy");
        }
        ServiceSettings settings =
                new ServiceSettings(
                        LaunchType.EC2,
                        CapacityStrategy.NONE,
                        PlacementRules.SERVICE_DEFAULT,
                        DeploymentShape.read(
                                request.deploymentConfiguration(), DeploymentConfiguration.DEFAULT),
                        ServiceOperations.grace(request.healthCheckGracePeriodSeconds(), 0),
                        new ServiceMode(Scheduling.REPLICA, Controller.EXTERNAL, false));
        if (settings.deployment().strategy().shifts()
                || settings.deployment().alarms().watched()
                || settings.deployment().circuitBreaker().enable()) {
            throw EcsErrors.parameter(
                    "Deployment strategies, alarms and the deployment circuit breaker are not"
                            + " supported for services with the EXTERNAL deployment controller.");
        }
        ServiceRules.count(world, request.desiredCount());
        return new Services.NewService(
                cluster.name(),
                request.serviceName(),
                request.desiredCount(),
                settings,
                null,
                ServiceShape.of(caller, request));
    }

    /// A changed service: only what its task sets do not have.
    static Services.ServiceChange change(
            World world, Service before, UpdateServiceRequest request) {
        if (request.taskDefinition() != null) {
            throw EcsErrors.external("taskDefinition");
        }
        if (request.networkConfiguration() != null) {
            throw EcsErrors.external("networkConfiguration");
        }
        if (request.hasLoadBalancers()) {
            throw EcsErrors.external("loadBalancers");
        }
        if (request.hasCapacityProviderStrategy() || request.platformVersion() != null) {
            throw EcsErrors.external("capacityProviderStrategy and platformVersion");
        }
        if (Boolean.TRUE.equals(request.forceNewDeployment())) {
            throw EcsErrors.external("forceNewDeployment");
        }
        ServiceSettings old = before.settings();
        ServiceSettings settings =
                new ServiceSettings(
                        old.launchType(),
                        old.capacityStrategy(),
                        old.placement(),
                        DeploymentShape.read(request.deploymentConfiguration(), old.deployment()),
                        ServiceOperations.grace(
                                request.healthCheckGracePeriodSeconds(), old.gracePeriodSeconds()),
                        old.mode());
        if (request.desiredCount() != null) {
            ServiceRules.count(world, request.desiredCount());
        }
        var shape = ServiceShape.of(request, ServiceView.shape(before));
        ServiceExtras.checkRoles(world, before, shape);
        return new Services.ServiceChange(request.desiredCount(), settings, null, false, shape);
    }
}
