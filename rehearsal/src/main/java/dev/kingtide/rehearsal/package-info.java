/// The core in virtual time: simulated machines, traffic and faults, and the report of a launch.
@NullMarked
package dev.kingtide.rehearsal;

import org.jspecify.annotations.NullMarked;
