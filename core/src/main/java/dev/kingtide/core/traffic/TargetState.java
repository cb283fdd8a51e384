package dev.kingtide.core.traffic;

/// The state of a target as `DescribeTargetHealth` shows it (alb.md 2.1).
public enum TargetState {
    INITIAL,
    HEALTHY,
    UNHEALTHY,
    UNUSED,
    DRAINING,
    UNAVAILABLE
}
