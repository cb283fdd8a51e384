package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.HealthCheck;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;

/// A health check as a caller asks for it, over one that is there or AWS's defaults (ELB user
/// guide, target-group-health-checks).
record HealthCheckShape(
        @Nullable Integer interval,
        @Nullable Integer timeout,
        @Nullable Integer healthy,
        @Nullable Integer unhealthy,
        @Nullable String path,
        @Nullable Matcher matcher,
        @Nullable String port,
        @Nullable String protocol,
        @Nullable Boolean enabled) {

    static HealthCheckShape of(CreateTargetGroupRequest request) {
        return new HealthCheckShape(
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                request.healthCheckPath(),
                request.matcher(),
                request.healthCheckPort(),
                request.healthCheckProtocolAsString(),
                request.healthCheckEnabled());
    }

    static HealthCheckShape of(ModifyTargetGroupRequest request) {
        return new HealthCheckShape(
                request.healthCheckIntervalSeconds(),
                request.healthCheckTimeoutSeconds(),
                request.healthyThresholdCount(),
                request.unhealthyThresholdCount(),
                request.healthCheckPath(),
                request.matcher(),
                request.healthCheckPort(),
                request.healthCheckProtocolAsString(),
                request.healthCheckEnabled());
    }

    /// AWS's defaults for a new group of a protocol version.
    static HealthCheck defaults(String protocolVersion) {
        HealthCheck http = HealthCheck.DEFAULT;
        return protocolVersion.equals("GRPC")
                ? new HealthCheck(
                        http.intervalSeconds(),
                        http.timeoutSeconds(),
                        http.healthyThreshold(),
                        http.unhealthyThreshold(),
                        "/AWS.ALB/healthcheck",
                        "12",
                        http.port(),
                        http.protocol(),
                        http.enabled())
                : http;
    }

    /// The whole health check.
    HealthCheck over(HealthCheck before) {
        HealthCheck after =
                new HealthCheck(
                        or(interval, before.intervalSeconds()),
                        or(timeout, before.timeoutSeconds()),
                        or(healthy, before.healthyThreshold()),
                        or(unhealthy, before.unhealthyThreshold()),
                        or(path, before.path()),
                        or(codes(), before.matcher()),
                        or(port, before.port()),
                        or(protocol, before.protocol()),
                        or(enabled, before.enabled()));
        check(after);
        return after;
    }

    private @Nullable String codes() {
        if (matcher == null) {
            return null;
        }
        return matcher.httpCode() == null ? matcher.grpcCode() : matcher.httpCode();
    }

    private static void check(HealthCheck check) {
        if (check.intervalSeconds() <= check.timeoutSeconds()) {
            throw Elbv2Errors.validation("Health check interval must be greater than the timeout.");
        }
        if (!check.path().startsWith("/")) {
            throw Elbv2Errors.validation(
                    "Health check path '" + check.path() + "' must begin with a '/' character");
        }
        if (!check.port().equals("traffic-port")
                && !(check.port().matches("[0-9]{1,5}")
                        && Integer.parseInt(check.port()) >= 1
                        && Integer.parseInt(check.port()) <= 65_535)) {
            throw Elbv2Errors.validation(
                    "Health check port '"
                            + check.port()
                            + "' must be an integer between 1 and 65535 or 'traffic-port'");
        }
        if (!check.protocol().equals("HTTP") && !check.protocol().equals("HTTPS")) {
            throw Elbv2Errors.configuration(
                    "Health check protocol '" + check.protocol() + "' is not supported");
        }
        if (!check.matcher().matches("[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*")) {
            throw Elbv2Errors.validation(
                    "Health check matcher HTTP code '"
                            + check.matcher()
                            + "' must be a number, a comma-separated list or a range");
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
