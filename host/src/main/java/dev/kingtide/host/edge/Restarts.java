package dev.kingtide.host.edge;

import java.util.concurrent.TimeUnit;

/// When a process that has ended is started again: at once, since clients are refused meanwhile,
/// unless it keeps ending soon; then after pauses that double, so that what cannot run does not
/// take the machine.
final class Restarts {
    private static final int AT_ONCE = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long LASTED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private int soon;
    private long pause;

    /// How long to wait, in milliseconds.
    ///
    /// @param lastedNanos how long the process was there, or was tried to be had
    long pauseMillis(long lastedNanos) {
        soon = lastedNanos > LASTED_NANOS ? 0 : Math.min(soon + 1, AT_ONCE + 1);
        pause =
                soon <= AT_ONCE
                        ? 0
                        : Math.clamp(2 * pause, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        return pause;
    }
}
