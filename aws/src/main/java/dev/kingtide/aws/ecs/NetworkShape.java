package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.task.NetworkMode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/// The awsvpc configuration between AWS's shape and the core's record (botocore ecs model,
/// AwsVpcConfiguration: at most 16 subnets and 5 security groups).
final class NetworkShape {
    private static final int SUBNETS_MAX = 16;
    private static final int SECURITY_GROUPS_MAX = 5;

    private NetworkShape() {}

    /// The network of a caller; none is [ServiceNetwork#NONE].
    static ServiceNetwork read(Turn turn, @Nullable NetworkConfiguration asked, Zones zones) {
        AwsVpcConfiguration awsvpc = asked == null ? null : asked.awsvpcConfiguration();
        if (awsvpc == null) {
            return ServiceNetwork.NONE;
        }
        if (awsvpc.subnets().isEmpty()) {
            throw EcsErrors.empty("subnets");
        }
        if (awsvpc.subnets().size() > SUBNETS_MAX) {
            throw EcsErrors.tooMany("subnets", SUBNETS_MAX);
        }
        if (awsvpc.securityGroups().size() > SECURITY_GROUPS_MAX) {
            throw EcsErrors.tooMany("securityGroups", SECURITY_GROUPS_MAX);
        }
        return new ServiceNetwork(
                awsvpc.subnets(),
                zones.of(turn, awsvpc.subnets()),
                awsvpc.securityGroups(),
                awsvpc.assignPublicIp() == AssignPublicIp.ENABLED,
                awsvpc.subnets().stream().map(subnet -> zones.of(turn, subnet)).toList());
    }

    /// Refuses a network for tasks that have none of their own, and none for tasks that need one.
    static void check(ServiceNetwork network, NetworkMode mode) {
        if (mode == NetworkMode.AWSVPC && network.subnets().isEmpty()) {
            throw EcsErrors.networkConfigurationMissing();
        }
        if (mode != NetworkMode.AWSVPC && !network.subnets().isEmpty()) {
            throw EcsErrors.networkConfigurationUnwanted();
        }
    }

    /// The network in AWS's shape, or null.
    static @Nullable NetworkConfiguration write(ServiceNetwork network) {
        return network.subnets().isEmpty()
                ? null
                : NetworkConfiguration.builder()
                        .awsvpcConfiguration(
                                AwsVpcConfiguration.builder()
                                        .subnets(network.subnets())
                                        .securityGroups(network.securityGroups())
                                        .assignPublicIp(
                                                network.publicAddress()
                                                        ? AssignPublicIp.ENABLED
                                                        : AssignPublicIp.DISABLED)
                                        .build())
                        .build();
    }
}
