/// Micro benchmarks, and the same work given to other simulators and schedulers.
@NullMarked
package dev.kingtide.bench;

import org.jspecify.annotations.NullMarked;
