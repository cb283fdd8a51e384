package dev.kingtide.edge.report;

import java.util.Locale;

/// One line of a health check log: a probe of a target (ELB user guide,
/// load-balancer-health-check-logs, syntax).
///
/// @param type `http`, `https`, `h2` or `grpc`
/// @param startMillis when it began
/// @param seconds how long it took
/// @param target address and port, as access logs have them
/// @param group the target group's name
/// @param passed whether it passed
/// @param status of the answer, of gRPC in groups of gRPC; -1 without
/// @param reason why it failed; `-` when it did not
/// @param balancer `app/<name>/<id>`
public record HealthCheckLine(
        String type,
        long startMillis,
        double seconds,
        String target,
        String group,
        boolean passed,
        int status,
        String reason,
        String balancer)
        implements LogLine {

    @Override
    public String text() {
        return String.join(
                        " ",
                        type,
                        LogText.time(startMillis),
                        String.format(Locale.ROOT, "%.9f", seconds),
                        target,
                        group,
                        passed ? "PASS" : "FAIL",
                        status < 0 ? LogText.NONE : Integer.toString(status),
                        reason,
                        balancer,
                        LogText.NODE)
                + '\n';
    }
}
