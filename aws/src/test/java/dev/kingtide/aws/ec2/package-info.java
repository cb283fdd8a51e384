/// Tests of Amazon EC2's operations.
@NullMarked
package dev.kingtide.aws.ec2;

import org.jspecify.annotations.NullMarked;
