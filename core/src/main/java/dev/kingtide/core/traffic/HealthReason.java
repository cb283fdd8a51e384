package dev.kingtide.core.traffic;

/// Why a target is not healthy, with the code that `DescribeTargetHealth` shows (ELB user guide,
/// target-group-health-checks).
public enum HealthReason {
    REGISTRATION_IN_PROGRESS("Elb.RegistrationInProgress"),
    INITIAL_HEALTH_CHECKING("Elb.InitialHealthChecking"),
    INTERNAL_ERROR("Elb.InternalError"),
    RESPONSE_CODE_MISMATCH("Target.ResponseCodeMismatch"),
    TIMEOUT("Target.Timeout"),
    FAILED_HEALTH_CHECKS("Target.FailedHealthChecks"),
    NOT_REGISTERED("Target.NotRegistered"),
    NOT_IN_USE("Target.NotInUse"),
    DEREGISTRATION_IN_PROGRESS("Target.DeregistrationInProgress"),
    INVALID_STATE("Target.InvalidState"),
    IP_UNUSABLE("Target.IpUnusable"),
    HEALTH_CHECK_DISABLED("Target.HealthCheckDisabled");

    private final String code;

    HealthReason(String code) {
        this.code = code;
    }

    /// The code on the wire.
    public String code() {
        return code;
    }
}
