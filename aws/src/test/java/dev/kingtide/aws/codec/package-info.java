/// Tests of the codec over every request that is served.
@NullMarked
package dev.kingtide.aws.codec;

import org.jspecify.annotations.NullMarked;
