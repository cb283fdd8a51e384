package dev.kingtide.aws.ecs;

import dev.kingtide.core.service.ServiceMode;
import dev.kingtide.core.service.ServiceMode.Controller;
import dev.kingtide.core.service.ServiceMode.Scheduling;
import dev.kingtide.core.service.ServiceSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Who decides how many tasks a service has, and who deploys them, between AWS's shape and the
/// core's record; and what AWS refuses together with it (botocore ecs model, CreateService; texts
/// on daemons from published error logs).
final class ModeShape {
    private static final int PERCENT_MAX = 100;
    private static final String ZONE = "attribute:ecs.availability-zone";

    private ModeShape() {}

    /// Whether a new service is to have one task on every instance.
    static boolean daemon(CreateServiceRequest request) {
        return request.schedulingStrategy() == SchedulingStrategy.DAEMON;
    }

    /// Refuses what no task definition, cluster or load balancer can make right.
    static void check(CreateServiceRequest request) {
        boolean external = external(request);
        controller(request.deploymentController(), external ? Controller.EXTERNAL : Controller.ECS);
        if (external && daemon(request)) {
            throw EcsErrors.parameter(
                    "The daemon scheduling strategy does not support the EXTERNAL deployment"
                            + " controller. Change the deployment controller and try again");
        }
        if (!daemon(request)) {
            if (request.desiredCount() == null) {
                throw EcsErrors.parameter(
                        "desiredCount is required when the scheduling strategy is REPLICA.");
            }
            return;
        }
        if (request.desiredCount() != null) {
            throw EcsErrors.daemonDesiredCount();
        }
        if (!request.placementStrategy().isEmpty()) {
            throw EcsErrors.daemonPlacement();
        }
    }

    /// The same for a service that is changed.
    static void check(UpdateServiceRequest request, ServiceSettings before) {
        controller(request.deploymentController(), before.mode().controller());
        if (before.mode().scheduling() == Scheduling.DAEMON) {
            if (request.desiredCount() != null) {
                throw EcsErrors.daemonDesiredCount();
            }
            if (!request.placementStrategy().isEmpty()) {
                throw EcsErrors.daemonPlacement();
            }
        }
    }

    /// The mode of a new service.
    static ServiceMode read(CreateServiceRequest request) {
        return new ServiceMode(
                daemon(request) ? Scheduling.DAEMON : Scheduling.REPLICA,
                Controller.ECS,
                rebalancing(request) == AvailabilityZoneRebalancing.ENABLED);
    }

    /// The mode of a service that is changed; what a caller does not name stays.
    static ServiceMode read(UpdateServiceRequest request, ServiceMode before) {
        boolean enabled =
                request.availabilityZoneRebalancing() == null
                        ? before.zoneRebalancing()
                        : request.availabilityZoneRebalancing()
                                == AvailabilityZoneRebalancing.ENABLED;
        return new ServiceMode(before.scheduling(), before.controller(), enabled);
    }

    /// Whether the zones of a new service are balanced: on by default since September 2025 (ECS
    /// developer guide, service-rebalancing), where it is possible.
    static AvailabilityZoneRebalancing rebalancing(CreateServiceRequest request) {
        if (request.availabilityZoneRebalancing() != null) {
            return request.availabilityZoneRebalancing();
        }
        Integer max =
                request.deploymentConfiguration() == null
                        ? null
                        : request.deploymentConfiguration().maximumPercent();
        boolean possible =
                !daemon(request)
                        && !external(request)
                        && (max == null || max > PERCENT_MAX)
                        && spreadOverZones(request.placementStrategy())
                        && !zoneConstraint(request.placementConstraints());
        return possible
                ? AvailabilityZoneRebalancing.ENABLED
                : AvailabilityZoneRebalancing.DISABLED;
    }

    /// Refuses to balance the zones of a service where that is not possible (ECS developer guide,
    /// service-rebalancing).
    static void rebalancing(
            @Nullable AvailabilityZoneRebalancing asked,
            ServiceSettings settings,
            List<PlacementStrategy> strategies,
            List<PlacementConstraint> constraints) {
        if (asked != AvailabilityZoneRebalancing.ENABLED) {
            return;
        }
        String why =
                settings.mode().scheduling() == Scheduling.DAEMON
                        ? "services with the DAEMON scheduling strategy"
                        : settings.deployment().maximumPercent() <= PERCENT_MAX
                                ? "services with a maximumPercent of 100"
                                : !spreadOverZones(strategies)
                                        ? "services whose first placement strategy is not a spread"
                                                + " over attribute:ecs.availability-zone"
                                        : zoneConstraint(constraints)
                                                ? "services with a placement constraint on"
                                                        + " attribute:ecs.availability-zone"
                                                : null;
        if (why != null) {
            throw EcsErrors.parameter(
                    "Availability Zone rebalancing is not supported for " + why + ".");
        }
    }

    private static boolean spreadOverZones(List<PlacementStrategy> strategies) {
        return strategies.isEmpty()
                || (strategies.getFirst().type() == PlacementStrategyType.SPREAD
                        && ZONE.equals(strategies.getFirst().field()));
    }

    private static boolean zoneConstraint(List<PlacementConstraint> constraints) {
        return constraints.stream()
                .anyMatch(c -> c.expression() != null && c.expression().contains(ZONE));
    }

    /// Refuses settings that a daemon cannot have.
    static void rules(ServiceSettings settings, boolean fargate) {
        if (settings.mode().scheduling() != Scheduling.DAEMON) {
            return;
        }
        if (fargate || !settings.capacityStrategy().isEmpty()) {
            throw EcsErrors.parameter(
                    "The daemon scheduling strategy does not support the FARGATE launch type."
                            + " Change the launch type and try again");
        }
        if (settings.deployment().maximumPercent() > PERCENT_MAX) {
            throw EcsErrors.parameter(
                    "The daemon scheduling strategy does not support values above 100 for"
                            + " maximumPercent. Change the value and try again");
        }
        if (settings.deployment().strategy().shifts()) {
            throw EcsErrors.parameter(
                    "The daemon scheduling strategy only supports the deployment strategy"
                            + " ROLLING.");
        }
    }

    /// Whether somebody else than Amazon ECS is to deploy a new service.
    static boolean external(CreateServiceRequest request) {
        return request.deploymentController() != null
                && request.deploymentController().type() == DeploymentControllerType.EXTERNAL;
    }

    private static void controller(@Nullable DeploymentController controller, Controller now) {
        if (controller != null && !now.name().equals(controller.typeAsString())) {
            throw EcsErrors.unsupported("The deployment controller " + controller.typeAsString());
        }
    }
}
