package dev.kingtide.aws.ec2;

import dev.kingtide.aws.CommonErrors;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;

/// Every error that Amazon EC2 returns here. EC2's model has none; codes and texts are those of its
/// guide (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>).
public final class Ec2Errors {

    private Ec2Errors() {}

    /// An input that does not fit its shape.
    static Refusal malformed(InvalidInput invalid) {
        return new Refusal("InvalidParameterValue", CommonErrors.violations(invalid));
    }

    /// There is no such VPC.
    static Refusal vpcNotFound(String id) {
        return new Refusal("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
    }

    /// There is no such subnet.
    static Refusal subnetNotFound(String id) {
        return new Refusal("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
    }

    /// There is no such security group.
    static Refusal groupNotFound(String id) {
        return new Refusal(
                "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
    }

    /// There is no such network interface.
    static Refusal interfaceNotFound(String id) {
        return new Refusal(
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID '" + id + "' does not exist");
    }

    /// Pages are of lists, not of what is named (EC2 API reference, DescribeNetworkInterfaces).
    static Refusal idsAndPages() {
        return new Refusal(
                "InvalidParameterCombination",
                "The parameter networkInterfaceIds cannot be used with the parameter maxResults");
    }

    /// A token that no page gave.
    static Refusal badToken() {
        return new Refusal(
                "InvalidPaginationToken", "The specified pagination token is not valid.");
    }

    /// There is no such zone.
    static Refusal zoneNotFound(String name) {
        return new Refusal("InvalidParameterValue", "Invalid availability zone: [" + name + "]");
    }

    /// There is no such region.
    static Refusal regionNotFound(String name) {
        return new Refusal("InvalidParameterValue", "Region " + name + " does not exist");
    }

    /// A filter that the operation does not have.
    static Refusal filterUnknown(String name) {
        return new Refusal("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }

    /// An operation that Kingtide does not serve.
    static Refusal unsupported(String operation) {
        return new Refusal("UnsupportedOperation", operation + " is not supported by Kingtide.");
    }
}
