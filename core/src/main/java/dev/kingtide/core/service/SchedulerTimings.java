package dev.kingtide.core.service;

/// How fast the service scheduler reacts. AWS documents one of these figures; the others were
/// measured by others and are settings.
///
/// @param passMillis the shortest time between two looks at one service
/// @param unhealthyReactionMinMillis from an unhealthy target to its replacement's creation, at
///   least
/// @param unhealthyReactionMaxMillis the same, at most
/// @param deregisterMillis from the decision to stop a task to its targets' deregistration
/// @param settleMillis how long a task without load balancer and health check runs before it counts
///   as healthy
/// @param backoffFirstMillis the first rest after launches that failed; it doubles
/// @param backoffLongestMillis the longest rest
/// @param backoffAfterRounds rounds of failed launches before the first rest
public record SchedulerTimings(
        long passMillis,
        long unhealthyReactionMinMillis,
        long unhealthyReactionMaxMillis,
        long deregisterMillis,
        long settleMillis,
        long backoffFirstMillis,
        long backoffLongestMillis,
        int backoffAfterRounds) {

    /// Reaction 27 to 43 s and deregistration 9 s after the stop: two measured runs of a hung
    /// Fargate task behind an ALB (published measurement of 2026; the stop, the deregistration and
    /// the new task are in its timeline). 40 s to settle: botocore ecs model,
    /// `DeploymentConfiguration.minimumHealthyPercent`. Rest up to 15 minutes: ECS developer guide,
    /// service-throttle-logic; its series is not published, so it doubles from 10 s after the
    /// second failed round.
    public static final SchedulerTimings DEFAULT =
            new SchedulerTimings(1_000, 27_000, 43_000, 9_000, 40_000, 10_000, 900_000, 2);

    /// The rest after so many rounds of failed launches; 0 for none.
    public long backoffMillis(int rounds) {
        int doublings = rounds - backoffAfterRounds;
        if (doublings < 0) {
            return 0;
        }
        return doublings >= 30
                ? backoffLongestMillis
                : Math.min(backoffLongestMillis, backoffFirstMillis << doublings);
    }
}
