/// Tests of Amazon CloudWatch's operations.
@NullMarked
package dev.kingtide.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
