/// Tests of the wire: real SDK clients against the gateway, without a socket between them.
@NullMarked
package dev.kingtide.aws.wire;

import org.jspecify.annotations.NullMarked;
