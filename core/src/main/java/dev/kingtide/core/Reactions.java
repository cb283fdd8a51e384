package dev.kingtide.core;

import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.time.Timer;

/// Which subject decides on which observation and on which timer: the only such table.
final class Reactions {

    private Reactions() {}

    static void observed(Turn turn, Observation observation) {}

    static void due(Turn turn, Timer timer) {}
}
