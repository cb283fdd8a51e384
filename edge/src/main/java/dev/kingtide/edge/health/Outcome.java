package dev.kingtide.edge.health;

import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Probe;

/// How one probe went, with what health check logs say of it (ELB user guide,
/// load-balancer-health-check-logs, error reason codes).
///
/// @param probe what it means for the target's health
/// @param status that the target answered with, of gRPC for a call that was made; -1 without
/// @param reason why it failed; `-` when it did not
public record Outcome(Probe probe, int status, String reason) {
    private static final String NONE = "-";
    private static final int SERVER_ERROR = 500;

    /// Not answered in time.
    public static final Outcome TIMED_OUT = new Outcome(Probe.TIMED_OUT, -1, "TimedOut");

    /// Refused, reset, closed, or not understood: no valid answer (that the last is a reset too is
    /// our reading; AWS has no code for it).
    public static final Outcome FAILED = new Outcome(Probe.FAILED, -1, "ConnectionReset");

    /// A call of gRPC that was answered without a status.
    public static final Outcome NO_GRPC_STATUS =
            new Outcome(Probe.FAILED, -1, "GRPCStatusHeaderEmpty");

    /// Answered with a status of HTTP, which decides.
    public static Outcome answered(int status, HealthCheck check) {
        return check.accepts(status) ? new Outcome(Probe.PASSED, status, NONE) : mismatch(status);
    }

    /// Answered with a status of HTTP that is not wanted.
    public static Outcome mismatch(int status) {
        return new Outcome(
                new Probe(HealthReason.RESPONSE_CODE_MISMATCH, status),
                status,
                status >= SERVER_ERROR ? "TargetError" : "ResponseCodeMismatch");
    }

    /// Answered with a status of gRPC, which decides.
    public static Outcome called(int status, HealthCheck check) {
        Probe probe = Probe.answered(status, check);
        return new Outcome(probe, status, probe.passed() ? NONE : "GRPCUnexpectedStatus");
    }
}
