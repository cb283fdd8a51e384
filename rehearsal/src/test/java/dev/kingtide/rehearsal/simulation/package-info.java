/// Tests of the simulated fleet and the fluid traffic model.
@NullMarked
package dev.kingtide.rehearsal.simulation;

import org.jspecify.annotations.NullMarked;
