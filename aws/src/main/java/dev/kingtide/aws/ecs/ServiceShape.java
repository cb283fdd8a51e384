package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceConnectConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.VpcLatticeConfiguration;

/// The parts of a service that are kept in AWS's shape and echoed, and small parts of its requests.
final class ServiceShape {

    private ServiceShape() {}

    /// What of a new service is only kept. What only deployments show of it (Service Connect,
    /// volumes, VPC Lattice) is kept as a deployment. Its creator is whom IAM knows, of a session
    /// the role (describe-services of awslabs and others in public repositories).
    static Service of(Caller caller, CreateServiceRequest asked) {
        return Overlay.over(Service.builder(), asked)
                .roleArn(asked.role())
                .createdBy(caller.principal().iamArn())
                .serviceRegistries(List.copyOf(asked.serviceRegistries()))
                .placementConstraints(List.copyOf(asked.placementConstraints()))
                .placementStrategy(List.copyOf(asked.placementStrategy()))
                .schedulingStrategy(
                        ModeShape.daemon(asked)
                                ? SchedulingStrategy.DAEMON
                                : SchedulingStrategy.REPLICA)
                .deploymentController(
                        asked.deploymentController() == null
                                ? DeploymentController.builder()
                                        .type(DeploymentControllerType.ECS)
                                        .build()
                                : asked.deploymentController())
                .tags((List<Tag>) null)
                .enableECSManagedTags(Boolean.TRUE.equals(asked.enableECSManagedTags()))
                .enableExecuteCommand(Boolean.TRUE.equals(asked.enableExecuteCommand()))
                .propagateTags(
                        asked.propagateTags() == null ? PropagateTags.NONE : asked.propagateTags())
                .availabilityZoneRebalancing(ModeShape.rebalancing(asked))
                .deployments(Overlay.over(Deployment.builder(), new Shown(asked).pojo()).build())
                .build();
    }

    /// What of a changed service is only kept; what the caller does not name stays.
    static Service of(UpdateServiceRequest asked, Service before) {
        return Overlay.over(before.toBuilder(), asked)
                .deployments(
                        Overlay.over(kept(before).toBuilder(), new Shown(asked).pojo()).build())
                .build();
    }

    /// What deployments show and services do not, as it is kept.
    static Deployment kept(Service shape) {
        return shape.deployments().isEmpty()
                ? Deployment.builder().build()
                : shape.deployments().getFirst();
    }

    /// The members of a request that only deployments show.
    private record Shown(
            @Nullable ServiceConnectConfiguration serviceConnect,
            List<ServiceVolumeConfiguration> volumes,
            List<VpcLatticeConfiguration> lattice) {

        Shown(CreateServiceRequest asked) {
            this(
                    asked.serviceConnectConfiguration(),
                    asked.volumeConfigurations(),
                    asked.vpcLatticeConfigurations());
        }

        Shown(UpdateServiceRequest asked) {
            this(
                    asked.serviceConnectConfiguration(),
                    asked.volumeConfigurations(),
                    asked.vpcLatticeConfigurations());
        }

        Deployment pojo() {
            return Deployment.builder()
                    .serviceConnectConfiguration(serviceConnect)
                    .volumeConfigurations(volumes)
                    .vpcLatticeConfigurations(lattice)
                    .build();
        }
    }

    /// Refuses placement rules where there are no instances.
    static void placement(
            boolean fargate,
            List<PlacementStrategy> strategies,
            List<PlacementConstraint> constraints) {
        if (fargate && !strategies.isEmpty()) {
            throw EcsErrors.placementOnFargate("Placement strategies");
        }
        if (fargate && !constraints.isEmpty()) {
            throw EcsErrors.placementOnFargate("Placement constraints");
        }
    }

    /// The launch type of a caller's word; EC2 without (ECS API reference, CreateService).
    static LaunchType launchType(@Nullable String word) {
        if (word == null || word.equals("EC2")) {
            return LaunchType.EC2;
        }
        if (word.equals("FARGATE")) {
            return LaunchType.FARGATE;
        }
        throw EcsErrors.unsupported("The launch type " + word);
    }

    /// The platform that a Fargate task shows, or null (ECS developer guide, platform_versions).
    static @Nullable String platformFamily(boolean fargate, @Nullable TaskDefinition definition) {
        return !fargate || definition == null
                ? null
                : definition.operatingSystem().equals("LINUX")
                        ? "Linux"
                        : definition.operatingSystem();
    }
}
