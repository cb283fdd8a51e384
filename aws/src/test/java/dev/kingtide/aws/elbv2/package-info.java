/// Tests of Elastic Load Balancing's operations.
@NullMarked
package dev.kingtide.aws.elbv2;

import org.jspecify.annotations.NullMarked;
