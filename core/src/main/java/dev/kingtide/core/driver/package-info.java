/// The ports through which the core reaches the world, and what comes back from it.
///
/// Read [dev.kingtide.core.driver.TaskDriver] first. Commands go out after a commit, observations
/// come in as turns; faults are closed families of records, never exceptions. Each port has a
/// contract test that the real and the simulated side both pass.
@NullMarked
package dev.kingtide.core.driver;

import org.jspecify.annotations.NullMarked;
