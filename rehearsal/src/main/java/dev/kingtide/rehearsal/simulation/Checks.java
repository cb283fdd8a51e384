package dev.kingtide.rehearsal.simulation;

/// Checks of figures that go into a simulation.
final class Checks {

    private Checks() {}

    static void atLeast(double value, double least, String name) {
        if (!(value >= least) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " is " + value + " but must be at least " + least);
        }
    }

    static void share(double value, String name) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + " but must be 0 to 1");
        }
    }
}
