package dev.kingtide.core.service;

/// What the reconciler remembers from one pass to the next.
///
/// @param reconciledAtMillis when the last pass was
/// @param steady the steady state has been announced
/// @param waitingForCapacity no instance had room at the last attempt
/// @param throttled a launch rate was exhausted at the last attempt
/// @param launchFailures rounds of launches in a row that ended before RUNNING
/// @param launchAgainAtMillis no launch before this moment
public record ServiceProgress(
        long reconciledAtMillis,
        boolean steady,
        boolean waitingForCapacity,
        boolean throttled,
        int launchFailures,
        long launchAgainAtMillis) {

    /// A service on which no pass has been made.
    public static final ServiceProgress NEW = new ServiceProgress(0, false, false, false, 0, 0);

    /// No failed launches.
    public ServiceProgress launchesWork() {
        return launchFailures == 0
                ? this
                : new ServiceProgress(
                        reconciledAtMillis, steady, waitingForCapacity, throttled, 0, 0);
    }

    /// One more round of failed launches, and a rest.
    public ServiceProgress launchFailed(long againAtMillis) {
        return new ServiceProgress(
                reconciledAtMillis,
                steady,
                waitingForCapacity,
                throttled,
                launchFailures + 1,
                againAtMillis);
    }
}
