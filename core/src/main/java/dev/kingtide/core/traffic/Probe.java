package dev.kingtide.core.traffic;

import org.jspecify.annotations.Nullable;

/// The outcome of one health-check probe.
///
/// @param reason why it failed, null when it passed
/// @param code the status of the answer that failed it, 0 without one
public record Probe(@Nullable HealthReason reason, int code) {

    /// Answered in time with a status that the matcher accepts.
    public static final Probe PASSED = new Probe(null, 0);

    /// Not answered within the health check's timeout.
    public static final Probe TIMED_OUT = new Probe(HealthReason.TIMEOUT, 0);

    /// Refused, reset, or not understood.
    public static final Probe FAILED = new Probe(HealthReason.FAILED_HEALTH_CHECKS, 0);

    /// Answered in time with a status, which decides.
    public static Probe answered(int status, HealthCheck check) {
        return check.accepts(status)
                ? PASSED
                : new Probe(HealthReason.RESPONSE_CODE_MISMATCH, status);
    }

    /// Whether it passed.
    public boolean passed() {
        return reason == null;
    }
}
