package dev.kingtide.core.traffic;

/// How a target group's targets are probed (ELB user guide, target-group-health-checks).
///
/// @param intervalSeconds from the start of one probe to the start of the next, 5 to 300
/// @param timeoutSeconds how long an answer may take, 2 to 120
/// @param healthyThreshold successes in a row that make an unhealthy target healthy, 2 to 10
/// @param unhealthyThreshold failures in a row that make a healthy target unhealthy, 2 to 10
/// @param path what is asked for
/// @param matcher the codes that count as success: `200`, `200,202` or `200-299`
/// @param port `traffic-port` or a number
/// @param protocol `HTTP` or `HTTPS`
/// @param enabled always true but for Lambda targets
public record HealthCheck(
        int intervalSeconds,
        int timeoutSeconds,
        int healthyThreshold,
        int unhealthyThreshold,
        String path,
        String matcher,
        String port,
        String protocol,
        boolean enabled) {

    /// The defaults for `instance` and `ip` targets; the timeout is the user guide's 5 s (the API
    /// text says 6).
    public static final HealthCheck DEFAULT =
            new HealthCheck(30, 5, 5, 2, "/", "200", "traffic-port", "HTTP", true);

    /// Whether an answer with this status passes the probe.
    public boolean accepts(int status) {
        int from = 0;
        while (from <= matcher.length()) {
            int comma = matcher.indexOf(',', from);
            int to = comma < 0 ? matcher.length() : comma;
            if (accepts(matcher.substring(from, to).strip(), status)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static boolean accepts(String codes, int status) {
        int dash = codes.indexOf('-');
        if (dash < 0) {
            return codes.equals(Integer.toString(status));
        }
        return Integer.parseInt(codes.substring(0, dash).strip()) <= status
                && status <= Integer.parseInt(codes.substring(dash + 1).strip());
    }
}
