/// The simulated side of the ports: a fleet that starts and stops tasks in timed stages, and
/// traffic that loads them.
///
/// Read [dev.kingtide.rehearsal.simulation.SimulationInputs] for what goes in, `Recording` for what
/// comes out, and `TaskQueue` for the queueing theory between them.
///
/// Invariants: every request is served, lost by exactly one cause, or still in flight; a draw
/// depends on the seed and on what is drawn for, so two runs that differ in one setting meet the
/// same crowd and the same slow task; the cost of a second depends neither on the request rate nor
/// on how many tasks are alike.
@NullMarked
package dev.kingtide.rehearsal.simulation;

import org.jspecify.annotations.NullMarked;
