package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.LoadBalancer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;

/// Load balancers in AWS's shape.
final class LoadBalancerView {

    private LoadBalancerView() {}

    static List<AvailabilityZone> zones(LoadBalancer balancer) {
        List<AvailabilityZone> zones = new ArrayList<>();
        balancer.zones()
                .forEach((subnet, zone) ->
                        zones.add(
                                AvailabilityZone.builder()
                                        .subnetId(subnet)
                                        .zoneName(zone)
                                        .build()));
        return zones;
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer of(
            LoadBalancer balancer) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer.builder()
                .loadBalancerArn(balancer.arn())
                .loadBalancerName(balancer.name())
                .dnsName(balancer.dnsName())
                .scheme(balancer.scheme())
                .type(balancer.type())
                .vpcId(balancer.vpcId().isEmpty() ? null : balancer.vpcId())
                .availabilityZones(zones(balancer))
                .securityGroups(balancer.securityGroups())
                .ipAddressType("ipv4")
                .state(
                        LoadBalancerState.builder()
                                .code(balancer.state().name().toLowerCase(Locale.ROOT))
                                .build())
                .createdTime(Instant.ofEpochMilli(balancer.createdAtMillis()))
                .build();
    }

    static List<LoadBalancerAttribute> attributes(LoadBalancer balancer) {
        return balancer.attributes().entrySet().stream()
                .map(e ->
                        LoadBalancerAttribute.builder().key(e.getKey()).value(e.getValue()).build())
                .toList();
    }
}
