/// Tests of Application Auto Scaling's operations.
@NullMarked
package dev.kingtide.aws.scaling;

import org.jspecify.annotations.NullMarked;
