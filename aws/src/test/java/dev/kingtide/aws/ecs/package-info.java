/// Tests of Amazon ECS's operations.
@NullMarked
package dev.kingtide.aws.ecs;

import org.jspecify.annotations.NullMarked;
