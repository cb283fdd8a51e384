/// How many requests to expect in every second of a launch: from traces and from shapes.
///
/// Read [dev.kingtide.rehearsal.traffic.Demand] first. A forecast has no chance in it; the
/// simulation draws the arrivals around it.
@NullMarked
package dev.kingtide.rehearsal.traffic;

import org.jspecify.annotations.NullMarked;
