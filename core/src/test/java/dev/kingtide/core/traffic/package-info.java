/// Tests of load balancing's decisions.
@NullMarked
package dev.kingtide.core.traffic;

import org.jspecify.annotations.NullMarked;
