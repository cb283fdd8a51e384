/// One launch rehearsed with many seeds: how much of its outcome is chance.
///
/// Begin with [dev.kingtide.rehearsal.spread.Spread]. Whoever plays the seeds may do so in any
/// order and on any thread; a spread depends on the runs alone.
@NullMarked
package dev.kingtide.rehearsal.spread;

import org.jspecify.annotations.NullMarked;
