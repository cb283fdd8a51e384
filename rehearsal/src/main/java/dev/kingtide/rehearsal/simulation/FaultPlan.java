package dev.kingtide.rehearsal.simulation;

import java.util.List;

/// What goes wrong in a rehearsal besides what the load does by itself.
///
/// @param pullFailureShare probability that pulling an image for a task fails for good
/// @param crashesPerTaskHour rate at which a running task dies by itself
/// @param spotReclaimsPerTaskHour rate at which Fargate takes a Spot task back
/// @param events what happens at a moment
public record FaultPlan(
        double pullFailureShare,
        double crashesPerTaskHour,
        double spotReclaimsPerTaskHour,
        List<Event> events) {

    /// Nothing goes wrong.
    public static final FaultPlan NONE = new FaultPlan(0, 0, 0, List.of());

    /// The kinds of events.
    public enum Kind {
        /// Pulls that run into it fail, for `seconds`.
        PULL_OUTAGE,
        /// Running tasks end with exit code 1.
        TASK_CRASH,
        /// Running tasks hang: they hold their connections and answer nothing.
        TASK_HANG,
        /// Container instances vanish without notice.
        INSTANCE_LOSS,
        /// Fargate Spot tasks get SIGTERM and are dead 120 s later at most.
        FARGATE_SPOT_RECLAIM,
        /// EC2 Spot instances get two minutes' notice, then vanish.
        INSTANCE_SPOT_NOTICE
    }

    /// Something that happens at a moment.
    ///
    /// @param kind what
    /// @param atSecond seconds after the start of the rehearsal
    /// @param seconds how long, for an outage
    /// @param share of the pulls, tasks or instances that there are at that moment, 0 to 1; at
    ///   least one of them unless 0
    public record Event(Kind kind, double atSecond, double seconds, double share) {

        /// Checks that every figure makes sense.
        public Event {
            Checks.atLeast(atSecond, 0, "atSecond");
            Checks.atLeast(seconds, 0, "seconds");
            Checks.share(share, "share");
        }
    }

    /// Checks that every figure makes sense.
    public FaultPlan {
        Checks.share(pullFailureShare, "pullFailureShare");
        Checks.atLeast(crashesPerTaskHour, 0, "crashesPerTaskHour");
        Checks.atLeast(spotReclaimsPerTaskHour, 0, "spotReclaimsPerTaskHour");
        events = List.copyOf(events);
    }
}
