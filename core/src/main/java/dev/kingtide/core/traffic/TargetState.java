package dev.kingtide.core.traffic;

/// The state of a target as `DescribeTargetHealth` shows it (ELB user guide,
/// target-group-health-checks).
public enum TargetState {
    INITIAL,
    HEALTHY,
    UNHEALTHY,
    UNUSED,
    DRAINING,
    UNAVAILABLE;

    /// Whether the target counts as registered in its group: it does until it is deregistered.
    public boolean isRegistered() {
        return this != DRAINING;
    }
}
