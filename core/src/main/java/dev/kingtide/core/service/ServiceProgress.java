package dev.kingtide.core.service;

/// What the reconciler remembers from one pass to the next.
///
/// @param reconciledAtMillis when the last pass was
/// @param steady the steady state has been announced
/// @param waitingForCapacity no instance had room at the last attempt
/// @param throttled a launch rate was exhausted at the last attempt
/// @param launchFailures rounds of launches in a row that ended before RUNNING
/// @param launchAgainAtMillis no launch before this moment
/// @param moving how many tasks more than wanted there are while availability zones are balanced
/// @param unbalanced the zones do not have equally many tasks, and there was no place to move one
///   to
public record ServiceProgress(
        long reconciledAtMillis,
        boolean steady,
        boolean waitingForCapacity,
        boolean throttled,
        int launchFailures,
        long launchAgainAtMillis,
        int moving,
        boolean unbalanced) {

    /// A service on which no pass has been made.
    public static final ServiceProgress NEW =
            new ServiceProgress(0, false, false, false, 0, 0, 0, false);

    /// A pass begins.
    ServiceProgress passing(long nowMillis) {
        return new ServiceProgress(
                nowMillis,
                steady,
                false,
                false,
                launchFailures,
                launchAgainAtMillis,
                moving,
                unbalanced);
    }

    /// Launches were tried, and something stood in the way or not.
    ServiceProgress tried(boolean capacity, boolean rate) {
        return new ServiceProgress(
                reconciledAtMillis,
                steady,
                waitingForCapacity || capacity,
                throttled || rate,
                launchFailures,
                launchAgainAtMillis,
                moving,
                unbalanced);
    }

    /// The steady state has been announced, or is over.
    ServiceProgress steady(boolean now) {
        return new ServiceProgress(
                reconciledAtMillis,
                now,
                waitingForCapacity,
                throttled,
                launchFailures,
                launchAgainAtMillis,
                moving,
                unbalanced);
    }

    /// So many tasks are being moved between zones.
    ServiceProgress moving(int count, boolean stillUnbalanced) {
        return new ServiceProgress(
                reconciledAtMillis,
                steady,
                waitingForCapacity,
                throttled,
                launchFailures,
                launchAgainAtMillis,
                count,
                stillUnbalanced);
    }

    /// No failed launches.
    public ServiceProgress launchesWork() {
        return launchFailures == 0 ? this : failures(0, 0);
    }

    /// One more round of failed launches, and a rest.
    public ServiceProgress launchFailed(long againAtMillis) {
        return failures(launchFailures + 1, againAtMillis);
    }

    private ServiceProgress failures(int count, long againAtMillis) {
        return new ServiceProgress(
                reconciledAtMillis,
                steady,
                waitingForCapacity,
                throttled,
                count,
                againAtMillis,
                moving,
                unbalanced);
    }
}
