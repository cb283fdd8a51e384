/// Amazon EC2: EC2 Query, API version 2016-11-15
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.ec2.Ec2] first: the table of what is served. What clients ask on their
/// way to ECS is answered: regions, zones, the default VPC with its subnets and security group
/// ([dev.kingtide.aws.DefaultVpc]), and the network interfaces of ECS's tasks
/// ([dev.kingtide.aws.TaskInterface]), which have no public addresses. Nothing can be made or
/// changed: every other operation is refused with `UnsupportedOperation`.
@NullMarked
package dev.kingtide.aws.ec2;

import org.jspecify.annotations.NullMarked;
