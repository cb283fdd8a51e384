package dev.kingtide.aws.ecs;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AutoScalingGroupProvider;
import software.amazon.awssdk.services.ecs.model.AutoScalingGroupProviderUpdate;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderType;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateManagedInstancesProviderConfiguration;
import software.amazon.awssdk.services.ecs.model.InstanceLaunchTemplate;
import software.amazon.awssdk.services.ecs.model.ManagedDraining;
import software.amazon.awssdk.services.ecs.model.ManagedInstancesProvider;
import software.amazon.awssdk.services.ecs.model.ManagedScaling;
import software.amazon.awssdk.services.ecs.model.ManagedScalingStatus;
import software.amazon.awssdk.services.ecs.model.ManagedTerminationProtection;
import software.amazon.awssdk.services.ecs.model.UpdateManagedInstancesProviderConfiguration;

/// Capacity providers in AWS's shape, with AWS's defaults filled in (botocore ecs model,
/// ManagedScaling: target 100 %, steps of 1 to 10,000 instances, 300 s to warm up; managed scaling
/// and draining on, termination protection off).
final class ProviderShape {
    private static final int STEP_MAX = 10_000;

    private ProviderShape() {}

    /// What is kept of a provider.
    static CapacityProvider kept(dev.kingtide.core.cluster.CapacityProvider provider) {
        return provider.shape() instanceof CapacityProvider shape
                ? shape
                : CapacityProvider.builder().build();
    }

    /// What of a new provider is kept.
    static CapacityProvider of(CreateCapacityProviderRequest asked) {
        AutoScalingGroupProvider group = asked.autoScalingGroupProvider();
        CreateManagedInstancesProviderConfiguration managed = asked.managedInstancesProvider();
        if ((group == null) == (managed == null)) {
            throw ClusterErrors.providerKind();
        }
        if (group == null) {
            return CapacityProvider.builder()
                    .type(CapacityProviderType.MANAGED_INSTANCES)
                    .managedInstancesProvider(
                            Overlay.over(ManagedInstancesProvider.builder(), managed).build())
                    .build();
        }
        return CapacityProvider.builder()
                .type(CapacityProviderType.EC2_AUTOSCALING)
                .autoScalingGroupProvider(
                        checked(
                                AutoScalingGroupProvider.builder()
                                        .autoScalingGroupArn(group.autoScalingGroupArn())
                                        .managedScaling(filled(group.managedScaling()))
                                        .managedTerminationProtection(
                                                group.managedTerminationProtection() == null
                                                        ? ManagedTerminationProtection.DISABLED
                                                        : group.managedTerminationProtection())
                                        .managedDraining(
                                                group.managedDraining() == null
                                                        ? ManagedDraining.ENABLED
                                                        : group.managedDraining())
                                        .build()))
                .build();
    }

    /// With what a caller changes of an Auto Scaling group's provider.
    static AutoScalingGroupProvider changed(
            AutoScalingGroupProvider before, AutoScalingGroupProviderUpdate asked) {
        return checked(
                Overlay.over(before.toBuilder(), asked)
                        .managedScaling(
                                asked.managedScaling() == null
                                        ? before.managedScaling()
                                        : filled(asked.managedScaling()))
                        .build());
    }

    /// With what a caller changes of managed instances.
    static ManagedInstancesProvider changed(
            ManagedInstancesProvider before, UpdateManagedInstancesProviderConfiguration asked) {
        InstanceLaunchTemplate template = before.instanceLaunchTemplate();
        InstanceLaunchTemplate.Builder launch =
                template == null ? InstanceLaunchTemplate.builder() : template.toBuilder();
        return Overlay.over(before.toBuilder(), asked)
                .instanceLaunchTemplate(
                        Overlay.over(launch, asked.instanceLaunchTemplate()).build())
                .build();
    }

    private static ManagedScaling filled(@Nullable ManagedScaling asked) {
        if (asked == null) {
            return filled(ManagedScaling.builder().status(ManagedScalingStatus.DISABLED).build());
        }
        return asked.toBuilder()
                .status(or(asked.status(), ManagedScalingStatus.ENABLED))
                .targetCapacity(or(asked.targetCapacity(), 100))
                .minimumScalingStepSize(or(asked.minimumScalingStepSize(), 1))
                .maximumScalingStepSize(or(asked.maximumScalingStepSize(), STEP_MAX))
                .instanceWarmupPeriod(or(asked.instanceWarmupPeriod(), 300))
                .build();
    }

    private static AutoScalingGroupProvider checked(AutoScalingGroupProvider provider) {
        boolean scaled = provider.managedScaling().status() == ManagedScalingStatus.ENABLED;
        if (!scaled
                && provider.managedTerminationProtection()
                        == ManagedTerminationProtection.ENABLED) {
            throw ClusterErrors.terminationProtection();
        }
        return provider;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
