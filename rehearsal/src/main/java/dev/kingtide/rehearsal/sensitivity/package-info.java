/// What a verdict hangs on: each uncertain figure over its range, one after another.
///
/// Begin with [dev.kingtide.rehearsal.sensitivity.Sensitivity];
/// [dev.kingtide.rehearsal.sensitivity.Uncertain] has the figures, their ranges, and where those
/// are published. Who plays the launches may do so on many threads.
@NullMarked
package dev.kingtide.rehearsal.sensitivity;

import org.jspecify.annotations.NullMarked;
