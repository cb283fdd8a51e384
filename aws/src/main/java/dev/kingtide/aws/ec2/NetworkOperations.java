package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;

/// The operations on the default VPC.
final class NetworkOperations {
    private final Turns turns;

    NetworkOperations(Turns turns) {
        this.turns = turns;
    }

    /// The default VPC.
    DescribeVpcsResponse vpcs(DescribeVpcsRequest request) {
        DefaultVpc network = network();
        for (String id : request.vpcIds()) {
            if (!id.equals(network.vpcId())) {
                throw Ec2Errors.vpcNotFound(id);
            }
        }
        boolean asked = Filters.pass(request.filters(), NetworkView.filtersOfVpc(network));
        return DescribeVpcsResponse.builder()
                .vpcs(asked ? List.of(NetworkView.vpc(network)) : List.of())
                .build();
    }

    /// The subnets of the default VPC.
    DescribeSubnetsResponse subnets(DescribeSubnetsRequest request) {
        DefaultVpc network = network();
        for (String id : request.subnetIds()) {
            if (network.subnets().stream().noneMatch(subnet -> subnet.id().equals(id))) {
                throw Ec2Errors.subnetNotFound(id);
            }
        }
        return DescribeSubnetsResponse.builder()
                .subnets(
                        network.subnets().stream()
                                .filter(s ->
                                        request.subnetIds().isEmpty()
                                                || request.subnetIds().contains(s.id()))
                                .filter(s ->
                                        Filters.pass(
                                                request.filters(),
                                                NetworkView.filtersOfSubnet(network, s)))
                                .map(s -> NetworkView.subnet(network, s))
                                .toList())
                .build();
    }

    /// The security group of the default VPC.
    DescribeSecurityGroupsResponse securityGroups(DescribeSecurityGroupsRequest request) {
        DefaultVpc network = network();
        for (String id : request.groupIds()) {
            if (!id.equals(network.securityGroupId())) {
                throw Ec2Errors.groupNotFound(id);
            }
        }
        for (String name : request.groupNames()) {
            if (!name.equals(NetworkView.GROUP_NAME)) {
                throw Ec2Errors.groupNotFound(name);
            }
        }
        boolean asked = Filters.pass(request.filters(), NetworkView.filtersOfGroup(network));
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(asked ? List.of(NetworkView.group(network)) : List.of())
                .build();
    }

    private DefaultVpc network() {
        return DefaultVpc.of(turns.decide(turn -> turn.world().scope()));
    }
}
