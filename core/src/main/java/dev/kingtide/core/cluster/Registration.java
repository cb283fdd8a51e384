package dev.kingtide.core.cluster;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a machine says of itself when it joins a cluster.
///
/// @param clusterName the cluster
/// @param ec2InstanceId such as `i-0abc...`
/// @param instanceType such as `m5.large`
/// @param zone its availability zone
/// @param capacityProvider the provider through whose Auto Scaling group it came, or null
/// @param spot whether EC2 may take it back
/// @param agentVersion such as `1.105.1`
/// @param cpuArchitecture `x86_64` or `arm64`
/// @param resources what it has for tasks
/// @param attributes custom attributes, and built-in ones that differ from the usual
public record Registration(
        String clusterName,
        String ec2InstanceId,
        String instanceType,
        String zone,
        @Nullable String capacityProvider,
        boolean spot,
        String agentVersion,
        String cpuArchitecture,
        Resources resources,
        SortedMap<String, String> attributes) {}
