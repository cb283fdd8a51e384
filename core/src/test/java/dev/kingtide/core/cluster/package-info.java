/// Tests of clusters, instances and capacity strategies.
@NullMarked
package dev.kingtide.core.cluster;

import org.jspecify.annotations.NullMarked;
