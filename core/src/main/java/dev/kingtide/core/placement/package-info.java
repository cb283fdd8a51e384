/// Where a task goes, and which task goes first: strategies, constraints, the cluster query
/// language.
///
/// Read [dev.kingtide.core.placement.Placer] first. A placement reserves nothing: it only says
/// where, from what [dev.kingtide.core.World] holds at that moment.
@NullMarked
package dev.kingtide.core.placement;

import org.jspecify.annotations.NullMarked;
