package dev.kingtide.aws.ec2;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;

/// The table of Amazon EC2's operations.
public final class Ec2 {

    private Ec2() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns) {
        var regions = new RegionOperations(turns);
        var networks = new NetworkOperations(turns);
        var interfaces = new InterfaceOperations(turns);
        return new Operations(
                "ec2",
                new Operations.Errors(Ec2Errors::malformed, Ec2Errors::unsupported),
                List.of(
                        op(DescribeRegionsRequest.class, regions::regions),
                        op(DescribeAvailabilityZonesRequest.class, regions::zones),
                        op(DescribeAccountAttributesRequest.class, regions::attributes),
                        op(DescribeNetworkInterfacesRequest.class, interfaces::describe),
                        op(DescribeVpcsRequest.class, networks::vpcs),
                        op(DescribeSubnetsRequest.class, networks::subnets),
                        op(DescribeSecurityGroupsRequest.class, networks::securityGroups)));
    }
}
