package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;
import software.amazon.awssdk.services.ec2.model.Tenancy;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcState;

/// The default VPC in AWS's shape, and what filters see of it.
final class NetworkView {
    static final String GROUP_NAME = "default";

    /// Of a /20: 4,096 less the five that AWS keeps
    /// (<https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>).
    private static final int ADDRESSES = 4_091;

    private NetworkView() {}

    static Vpc vpc(DefaultVpc network) {
        return Vpc.builder()
                .vpcId(network.vpcId())
                .ownerId(network.scope().account())
                .cidrBlock(DefaultVpc.CIDR)
                .cidrBlockAssociationSet(
                        VpcCidrBlockAssociation.builder()
                                .associationId(network.vpcId().replace("vpc-", "vpc-cidr-assoc-"))
                                .cidrBlock(DefaultVpc.CIDR)
                                .cidrBlockState(s -> s.state("associated"))
                                .build())
                .dhcpOptionsId(network.vpcId().replace("vpc-", "dopt-"))
                .instanceTenancy(Tenancy.DEFAULT)
                .isDefault(true)
                .state(VpcState.AVAILABLE)
                .build();
    }

    static Map<String, List<String>> filtersOfVpc(DefaultVpc network) {
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("vpc-id", List.of(network.vpcId()));
        filters.put("cidr", List.of(DefaultVpc.CIDR));
        filters.put("cidr-block-association.cidr-block", List.of(DefaultVpc.CIDR));
        filters.put("is-default", List.of("true"));
        filters.put("isDefault", List.of("true"));
        filters.put("owner-id", List.of(network.scope().account()));
        filters.put("state", List.of("available"));
        return filters;
    }

    static Subnet subnet(DefaultVpc network, DefaultVpc.Subnet subnet) {
        return Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(network.scope().arn("ec2", "subnet/" + subnet.id()))
                .vpcId(network.vpcId())
                .ownerId(network.scope().account())
                .availabilityZone(subnet.zone())
                .availabilityZoneId(subnet.zoneId())
                .cidrBlock(subnet.cidr())
                .availableIpAddressCount(ADDRESSES)
                .defaultForAz(true)
                .mapPublicIpOnLaunch(true)
                .assignIpv6AddressOnCreation(false)
                .ipv6Native(false)
                .enableDns64(false)
                .mapCustomerOwnedIpOnLaunch(false)
                .state(SubnetState.AVAILABLE)
                .build();
    }

    static Map<String, List<String>> filtersOfSubnet(DefaultVpc network, DefaultVpc.Subnet subnet) {
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("subnet-id", List.of(subnet.id()));
        filters.put("vpc-id", List.of(network.vpcId()));
        filters.put("availability-zone", List.of(subnet.zone()));
        filters.put("availabilityZone", List.of(subnet.zone()));
        filters.put("availability-zone-id", List.of(subnet.zoneId()));
        filters.put("cidr-block", List.of(subnet.cidr()));
        filters.put("default-for-az", List.of("true"));
        filters.put("defaultForAz", List.of("true"));
        filters.put("map-public-ip-on-launch", List.of("true"));
        filters.put("owner-id", List.of(network.scope().account()));
        filters.put("state", List.of("available"));
        return filters;
    }

    /// What is inside may talk to each other and to everybody outside.
    static SecurityGroup group(DefaultVpc network) {
        String account = network.scope().account();
        UserIdGroupPair itself =
                UserIdGroupPair.builder()
                        .groupId(network.securityGroupId())
                        .userId(account)
                        .build();
        return SecurityGroup.builder()
                .groupId(network.securityGroupId())
                .groupName(GROUP_NAME)
                .description("default VPC security group")
                .ownerId(account)
                .vpcId(network.vpcId())
                .securityGroupArn(
                        network.scope().arn("ec2", "security-group/" + network.securityGroupId()))
                .ipPermissions(
                        IpPermission.builder().ipProtocol("-1").userIdGroupPairs(itself).build())
                .ipPermissionsEgress(
                        IpPermission.builder()
                                .ipProtocol("-1")
                                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                                .build())
                .build();
    }

    static Map<String, List<String>> filtersOfGroup(DefaultVpc network) {
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("group-id", List.of(network.securityGroupId()));
        filters.put("group-name", List.of(GROUP_NAME));
        filters.put("vpc-id", List.of(network.vpcId()));
        filters.put("owner-id", List.of(network.scope().account()));
        filters.put("description", List.of("default VPC security group"));
        return filters;
    }
}
