package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.List;

/// A target group: how its targets are probed and how requests are shared among them.
///
/// @param arn its ARN, the key
/// @param name unique in the scope
/// @param protocol `HTTP` or `HTTPS`
/// @param protocolVersion `HTTP1`, `HTTP2` or `GRPC`
/// @param port the default port of its targets
/// @param targetType `ip` or `instance`
/// @param vpcId the VPC, echoed
/// @param healthCheck how targets are probed
/// @param attributes the attributes that decide
/// @param loadBalancerArns the load balancers whose listeners forward to it
public record TargetGroup(
        String arn,
        String name,
        String protocol,
        String protocolVersion,
        int port,
        String targetType,
        String vpcId,
        HealthCheck healthCheck,
        GroupAttributes attributes,
        List<String> loadBalancerArns)
        implements Row {

    @Override
    public String key() {
        return arn;
    }

    /// The last part of the ARN, as metrics and resource labels have it: `targetgroup/<name>/<id>`.
    public String label() {
        return arn.substring(arn.indexOf("targetgroup/"));
    }

    /// The same group with its targets probed in another way.
    public TargetGroup with(HealthCheck newHealthCheck) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                protocolVersion,
                port,
                targetType,
                vpcId,
                newHealthCheck,
                attributes,
                loadBalancerArns);
    }

    /// The same group with other attributes.
    public TargetGroup with(GroupAttributes newAttributes) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                protocolVersion,
                port,
                targetType,
                vpcId,
                healthCheck,
                newAttributes,
                loadBalancerArns);
    }

    /// The same group behind other load balancers.
    TargetGroup behind(List<String> newLoadBalancerArns) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                protocolVersion,
                port,
                targetType,
                vpcId,
                healthCheck,
                attributes,
                List.copyOf(newLoadBalancerArns));
    }
}
