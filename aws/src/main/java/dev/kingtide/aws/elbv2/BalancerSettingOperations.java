package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.LoadBalancers;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyCapacityReservationResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/// The operations that set one thing of a load balancer.
final class BalancerSettingOperations {
    /// A day (API reference, DescribeCapacityReservation).
    private static final int DECREASES = 2;

    private final Turns turns;
    private final LoadBalancerOperations balancers;

    BalancerSettingOperations(Turns turns, LoadBalancerOperations balancers) {
        this.turns = turns;
        this.balancers = balancers;
    }

    /// Moves a load balancer to other subnets.
    SetSubnetsResponse subnets(SetSubnetsRequest request) {
        ipv4(request.ipAddressType());
        List<String> subnets = new ArrayList<>(request.subnets());
        request.subnetMappings().forEach(mapping -> subnets.add(mapping.subnetId()));
        return turns.decide(turn -> {
            String arn = request.loadBalancerArn();
            LoadBalancerOperations.require(turn.world(), arn);
            SortedMap<String, String> zones = balancers.zones(turn, subnets);
            LoadBalancer moved =
                    LoadBalancers.setZones(turn, arn, zones, balancers.areKnown(zones.keySet()));
            return SetSubnetsResponse.builder()
                    .availabilityZones(LoadBalancerView.zones(moved))
                    .ipAddressType(IpAddressType.IPV4)
                    .build();
        });
    }

    /// Gives a load balancer other security groups, which are echoed.
    SetSecurityGroupsResponse securityGroups(SetSecurityGroupsRequest request) {
        return turns.decide(turn -> {
            String arn = request.loadBalancerArn();
            LoadBalancerOperations.require(turn.world(), arn);
            if (request.securityGroups().isEmpty()) {
                throw Elbv2Errors.configuration(
                        "Security groups cannot be empty for load balancer '" + arn + "'");
            }
            LoadBalancer changed =
                    LoadBalancers.setSecurityGroups(turn, arn, request.securityGroups());
            return SetSecurityGroupsResponse.builder()
                    .securityGroupIds(changed.securityGroups())
                    .build();
        });
    }

    /// Only IPv4 is carried.
    SetIpAddressTypeResponse addressType(SetIpAddressTypeRequest request) {
        ipv4(request.ipAddressType());
        return turns.decide(turn -> {
            LoadBalancerOperations.require(turn.world(), request.loadBalancerArn());
            return SetIpAddressTypeResponse.builder().ipAddressType(IpAddressType.IPV4).build();
        });
    }

    private static void ipv4(@Nullable IpAddressType type) {
        if (type != null && type != IpAddressType.IPV4) {
            throw Elbv2Errors.unsupported("The IP address type '" + type + "'");
        }
    }

    /// No capacity is reserved.
    DescribeCapacityReservationResponse reservation(DescribeCapacityReservationRequest request) {
        return turns.decide(turn -> {
            LoadBalancerOperations.require(turn.world(), request.loadBalancerArn());
            return DescribeCapacityReservationResponse.builder()
                    .decreaseRequestsRemaining(DECREASES)
                    .capacityReservationState(List.of())
                    .build();
        });
    }

    /// Capacity is that of the machine, and none can be reserved.
    ModifyCapacityReservationResponse reserve(ModifyCapacityReservationRequest request) {
        return turns.decide(turn -> {
            LoadBalancerOperations.require(turn.world(), request.loadBalancerArn());
            if (request.minimumLoadBalancerCapacity() != null) {
                throw Elbv2Errors.unsupported("A capacity reservation");
            }
            return ModifyCapacityReservationResponse.builder()
                    .decreaseRequestsRemaining(DECREASES)
                    .capacityReservationState(List.of())
                    .build();
        });
    }
}
