package dev.kingtide.core;

import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.metrics.Metrics;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.Targets;

/// Which subject decides on which observation and on which timer: the only such table.
final class Reactions {

    private Reactions() {}

    static void observed(Turn turn, Observation observation) {
        switch (observation) {
            case EdgeObservation.TargetHealthChanged seen -> Targets.healthChanged(turn, seen);
            case EdgeObservation.Measured measured -> Metrics.record(turn, measured);
            case TaskObservation _ -> {}
        }
    }

    static void due(Turn turn, Timer timer) {
        if (timer.kind() == TimerKind.TARGET_DRAINED) {
            Targets.drained(turn, timer.subject());
        }
    }
}
