package dev.kingtide.core.traffic;

import dev.kingtide.core.driver.EdgeObservation;
import org.jspecify.annotations.Nullable;

/// What the probes of a target have shown so far: the state machine of an application load
/// balancer's health checks, for whoever sends the probes.
///
/// A new target is healthy after its *first* passed probe; the healthy threshold is for targets
/// that have been unhealthy, the unhealthy threshold for all others; both count in a row (ELB user
/// guide, target-group-health-checks). Small, and shared by all targets that have nothing special
/// about them, because a World may have a million.
///
/// @param state `INITIAL`, `HEALTHY` or `UNHEALTHY`
/// @param streak how many probes in a row spoke against the state: failures, but for an unhealthy
///   target successes
/// @param reason why it is not healthy, null when it is
/// @param code the status of the answer that failed the probe, 0 without one
public record TargetHealth(TargetState state, int streak, @Nullable HealthReason reason, int code) {
    /// The time from a target's registration to its first probe, at least: 1 to 3 s were measured
    /// between registered and healthy with an application that was ready (events of ECS in public
    /// reports, docs/model.md).
    public static final int FIRST_PROBE_MILLIS_LEAST = 1_000;

    /// The same at most.
    public static final int FIRST_PROBE_MILLIS_MOST = 3_000;

    private static final TargetHealth STARTED =
            new TargetHealth(TargetState.INITIAL, 0, HealthReason.INITIAL_HEALTH_CHECKING, 0);
    private static final TargetHealth WELL = new TargetHealth(TargetState.HEALTHY, 0, null, 0);

    /// The health of a target that is about to be probed for the first time.
    public static TargetHealth start() {
        return STARTED;
    }

    /// The health of a target that an edge before this one has probed and found healthy.
    public static TargetHealth well() {
        return WELL;
    }

    /// The health after one more probe, under the settings that are in force.
    public TargetHealth probed(Probe probe, HealthCheck check) {
        return switch (state) {
            case INITIAL, HEALTHY -> probe.passed() ? WELL : failedOnceMore(probe, check);
            case UNHEALTHY -> probe.passed() ? passedOnceMore(check) : unhealthy(probe);
            case UNUSED, DRAINING, UNAVAILABLE -> this;
        };
    }

    /// The health after the settings changed: counting begins anew.
    public TargetHealth reconfigured() {
        return streak == 0 ? this : new TargetHealth(state, 0, reason, code);
    }

    /// Whether `DescribeTargetHealth` shows the same of both; if not, the change is to be reported.
    public boolean showsSameAs(TargetHealth other) {
        return state == other.state && reason == other.reason && code == other.code;
    }

    /// AWS's text for the reason, empty without one.
    public String description() {
        if (reason == null) {
            return "";
        }
        return reason == HealthReason.RESPONSE_CODE_MISMATCH
                ? reason.text() + " with these codes: [" + code + "]"
                : reason.text();
    }

    /// What the edge reports of a target with this health.
    public EdgeObservation.TargetHealthChanged report(String targetKey) {
        return new EdgeObservation.TargetHealthChanged(targetKey, state, reason, description());
    }

    private TargetHealth failedOnceMore(Probe probe, HealthCheck check) {
        return streak + 1 >= check.unhealthyThreshold()
                ? unhealthy(probe)
                : new TargetHealth(state, streak + 1, reason, code);
    }

    private TargetHealth passedOnceMore(HealthCheck check) {
        return streak + 1 >= check.healthyThreshold()
                ? WELL
                : new TargetHealth(state, streak + 1, reason, code);
    }

    private TargetHealth unhealthy(Probe probe) {
        if (state == TargetState.UNHEALTHY
                && streak == 0
                && reason == probe.reason()
                && code == probe.code()) {
            return this;
        }
        return new TargetHealth(TargetState.UNHEALTHY, 0, probe.reason(), probe.code());
    }
}
