package dev.kingtide.core.cluster;

import org.jspecify.annotations.Nullable;

/// Who a container instance is, from registration to its end.
///
/// @param id 32 hexadecimal digits, the end of its ARN
/// @param clusterName its cluster
/// @param ec2InstanceId such as `i-0abc...`; for an external instance its managed-instance id
/// @param instanceType such as `m5.large`
/// @param zone its availability zone
/// @param capacityProvider the provider through whose Auto Scaling group it came, or null
/// @param spot whether EC2 may take it back
/// @param registeredAtMillis when it registered
public record InstanceIdentity(
        String id,
        String clusterName,
        String ec2InstanceId,
        String instanceType,
        String zone,
        @Nullable String capacityProvider,
        boolean spot,
        long registeredAtMillis) {}
