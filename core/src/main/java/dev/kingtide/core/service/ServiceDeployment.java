package dev.kingtide.core.service;

import dev.kingtide.core.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service deployment: the history of one attempt to bring a revision into production (ECS
/// developer guide, service-deployment).
///
/// @param serviceKey whose
/// @param id 21 letters, digits, `-` and `_`
/// @param target the deployment that is to be in production then, `ecs-svc/...`
/// @param sources those that were there before
/// @param blue the one in production while traffic is shifted away from it, or null
/// @param status how it stands
/// @param reason the same in words, or null
/// @param configuration under which it began
/// @param stage how far a deployment that shifts traffic, or bakes, has come; or null
/// @param shares who gets the traffic
/// @param hooks its pauses, oldest first
/// @param monitors what watches it
/// @param rollback how it was rolled back, or null
/// @param times what happened when
public record ServiceDeployment(
        String serviceKey,
        String id,
        String target,
        List<String> sources,
        @Nullable String blue,
        Status status,
        @Nullable String reason,
        DeploymentConfiguration configuration,
        @Nullable DeploymentStage stage,
        Shares shares,
        List<LifecycleHook.Run> hooks,
        Monitors monitors,
        @Nullable Rollback rollback,
        Times times)
        implements Row {

    /// `status`.
    public enum Status {
        PENDING,
        IN_PROGRESS,
        STOP_REQUESTED,
        ROLLBACK_REQUESTED,
        ROLLBACK_IN_PROGRESS,
        SUCCESSFUL,
        STOPPED,
        ROLLBACK_SUCCESSFUL,
        ROLLBACK_FAILED;

        /// Whether something is still to happen.
        public boolean isOpen() {
            return compareTo(SUCCESSFUL) < 0;
        }

        /// Whether it goes back to where it came from.
        public boolean isRollback() {
            return this == ROLLBACK_REQUESTED || this == ROLLBACK_IN_PROGRESS;
        }
    }

    /// The target's share of the traffic, in permille.
    public record Shares(int production, int test) {
        static final Shares NONE = new Shares(0, 0);
    }

    /// The circuit breaker and the alarms.
    ///
    /// @param breakerTripped whether the circuit breaker ended it
    /// @param failures how many failed tasks there were when it ended
    /// @param threshold how many it would have taken then
    /// @param alarmsIgnored an alarm was in ALARM when it began, so all are ignored
    /// @param triggeredAlarms the alarms that ended it
    public record Monitors(
            boolean breakerTripped,
            int failures,
            int threshold,
            boolean alarmsIgnored,
            List<String> triggeredAlarms) {}

    /// How a deployment was rolled back.
    ///
    /// @param reason why
    /// @param startedAtMillis since when
    /// @param to the deployment that came back
    public record Rollback(String reason, long startedAtMillis, String to) {}

    /// What happened when; 0 for never.
    ///
    /// @param stageMillis since when it is in its stage
    public record Times(
            long createdAtMillis,
            long startedAtMillis,
            long finishedAtMillis,
            long stoppedAtMillis,
            long updatedAtMillis,
            long stageMillis) {}

    @Override
    public String key() {
        return serviceKey + '/' + id;
    }

    /// Whether something is still to happen.
    public boolean isOpen() {
        return status.isOpen();
    }

    /// The deployment that runs in full beside the target, or null: the one in production before
    /// it, or the one that comes back.
    public @Nullable String beside() {
        return rollback == null ? blue : rollback.to();
    }

    /// The alarms that may still end it.
    public List<String> watchedAlarms() {
        boolean watched =
                isOpen()
                        && !status.isRollback()
                        && status != Status.STOP_REQUESTED
                        && stage != DeploymentStage.CLEAN_UP
                        && configuration.alarms().watched()
                        && !monitors.alarmsIgnored();
        return watched ? configuration.alarms().names() : List.of();
    }

    /// Whether both revisions are to run in full.
    public boolean holds() {
        boolean shifted = shares.production() > 0 || shares.test() > 0;
        return isOpen()
                && configuration.strategy().shifts()
                && (status.isRollback() ? shifted : stage != DeploymentStage.CLEAN_UP);
    }

    /// In another status.
    ServiceDeployment with(Status next, @Nullable String why, long nowMillis) {
        boolean starts = times.startedAtMillis == 0 && next == Status.IN_PROGRESS;
        boolean stops = next == Status.STOPPED;
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                next,
                why,
                configuration,
                stage,
                shares,
                hooks,
                monitors,
                rollback,
                new Times(
                        times.createdAtMillis,
                        starts ? nowMillis : times.startedAtMillis,
                        next.isOpen() ? 0 : nowMillis,
                        stops ? nowMillis : times.stoppedAtMillis,
                        nowMillis,
                        times.stageMillis));
    }

    /// In another stage.
    ServiceDeployment at(DeploymentStage next, long nowMillis) {
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                status,
                reason,
                configuration,
                next,
                shares,
                hooks,
                monitors,
                rollback,
                new Times(
                        times.createdAtMillis,
                        times.startedAtMillis,
                        times.finishedAtMillis,
                        times.stoppedAtMillis,
                        nowMillis,
                        nowMillis));
    }

    /// With other shares of the traffic.
    ServiceDeployment with(Shares newShares) {
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                status,
                reason,
                configuration,
                stage,
                newShares,
                hooks,
                monitors,
                rollback,
                times);
    }

    /// With other pauses.
    ServiceDeployment with(List<LifecycleHook.Run> newHooks) {
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                status,
                reason,
                configuration,
                stage,
                shares,
                List.copyOf(newHooks),
                monitors,
                rollback,
                times);
    }

    /// With other findings of what watches it.
    ServiceDeployment with(Monitors newMonitors) {
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                status,
                reason,
                configuration,
                stage,
                shares,
                hooks,
                newMonitors,
                rollback,
                times);
    }

    /// On its way back.
    ServiceDeployment with(Rollback newRollback) {
        return new ServiceDeployment(
                serviceKey,
                id,
                target,
                sources,
                blue,
                status,
                reason,
                configuration,
                stage,
                shares,
                hooks,
                monitors,
                newRollback,
                times);
    }
}
