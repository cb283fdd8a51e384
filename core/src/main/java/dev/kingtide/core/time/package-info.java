/// Time, identifiers and chance as data: timers are rows, draws depend on the seed and on what is
/// drawn for.
///
/// Read [dev.kingtide.core.time.Timers] first; schedule expressions are
/// [dev.kingtide.core.time.Schedule]. Nothing here reads a clock.
@NullMarked
package dev.kingtide.core.time;

import org.jspecify.annotations.NullMarked;
