/// The control plane's decisions: state and an input give changed records and effects.
///
/// Pure: no clock, thread, socket, file or random source; time, ids and chance are arguments.
@NullMarked
package dev.kingtide.core;

import org.jspecify.annotations.NullMarked;
