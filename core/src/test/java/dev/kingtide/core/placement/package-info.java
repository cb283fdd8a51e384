/// Tests of where tasks go.
@NullMarked
package dev.kingtide.core.placement;

import org.jspecify.annotations.NullMarked;
