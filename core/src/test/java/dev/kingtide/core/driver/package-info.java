/// One contract test for each port, to be passed by its real and its simulated side, and the fakes
/// that stand beside the ports.
///
/// Read [dev.kingtide.core.driver.EdgeContract] first. A module that implements a port extends its
/// contract in a test of its own and gives it the surroundings to run in.
@NullMarked
package dev.kingtide.core.driver;

import org.jspecify.annotations.NullMarked;
