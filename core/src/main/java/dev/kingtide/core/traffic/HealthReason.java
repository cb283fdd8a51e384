package dev.kingtide.core.traffic;

/// Why a target is not healthy, with the code that `DescribeTargetHealth` shows (ELB user guide,
/// target-group-health-checks).
public enum HealthReason {
    REGISTRATION_IN_PROGRESS("Elb.RegistrationInProgress", "Target registration is in progress"),
    INITIAL_HEALTH_CHECKING("Elb.InitialHealthChecking", "Initial health checks in progress"),
    INTERNAL_ERROR("Elb.InternalError", "Health checks failed due to an internal error"),
    RESPONSE_CODE_MISMATCH("Target.ResponseCodeMismatch", "Health checks failed"),
    TIMEOUT("Target.Timeout", "Request timed out"),
    FAILED_HEALTH_CHECKS("Target.FailedHealthChecks", "Health checks failed"),
    NOT_REGISTERED("Target.NotRegistered", "Target is not registered to the target group"),
    NOT_IN_USE(
            "Target.NotInUse",
            "Target group is not configured to receive traffic from the load balancer"),
    DEREGISTRATION_IN_PROGRESS(
            "Target.DeregistrationInProgress", "Target deregistration is in progress"),
    INVALID_STATE("Target.InvalidState", "Target is in the stopped state"),
    IP_UNUSABLE(
            "Target.IpUnusable",
            "The IP address cannot be used as a target, as it is in use by a load balancer"),
    HEALTH_CHECK_DISABLED("Target.HealthCheckDisabled", "Health checks are disabled");

    private final String code;
    private final String text;

    HealthReason(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The code on the wire.
    public String code() {
        return code;
    }

    /// The description that goes with it (ELB user guide, target-group-health-checks); a response
    /// code mismatch adds the codes.
    public String text() {
        return text;
    }
}
