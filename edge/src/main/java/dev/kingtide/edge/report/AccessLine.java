package dev.kingtide.edge.report;

import static dev.kingtide.edge.report.LogText.quoted;
import static dev.kingtide.edge.report.LogText.time;

import java.util.Locale;

/// One line of an access log (ELB user guide, load-balancer-access-logs, syntax).
///
/// Texts are `-` when there is nothing to say; those that clients sent are escaped here. Times are
/// seconds, -1 when the request was not sent to a target. The last field is the address of the load
/// balancer's node, `ip_address`.
///
/// @param type `http`, `https`, `h2`, `grpcs`, `ws` or `wss`
/// @param endMillis when the answer was sent
/// @param balancer `app/<name>/<id>`
/// @param client address and port
/// @param target address and port
/// @param times until it was sent to the target, until the answer began, until that was sent on
/// @param statuses of the answer, and of the target's
/// @param bytes received from the client and sent to it
/// @param request method, whole URI and version
/// @param userAgent what the client calls itself
/// @param cipher of TLS
/// @param tlsVersion of TLS
/// @param groupArn the target group
/// @param traceId what the target had as X-Amzn-Trace-Id
/// @param domainName that the client asked TLS for
/// @param certificateArn that it was shown
/// @param rulePriority of the rule that it met, `0` for the default one, `-` before any
/// @param startMillis when the request had come
/// @param actions what was done
/// @param redirectUrl where it was sent
/// @param classification tier and reason of desync mitigation
/// @param connectionId the same for all requests of a client's connection: `conn_trace_id`
/// @param rewrite what the rule's transforms made of it
public record AccessLine(
        String type,
        long endMillis,
        String balancer,
        String client,
        String target,
        Times times,
        Statuses statuses,
        Bytes bytes,
        String request,
        String userAgent,
        String cipher,
        String tlsVersion,
        String groupArn,
        String traceId,
        String domainName,
        String certificateArn,
        String rulePriority,
        long startMillis,
        String actions,
        String redirectUrl,
        Classification classification,
        String connectionId,
        Rewrite rewrite)
        implements LogLine {
    private static final int USER_AGENT_MAX = 8 << 10;

    /// Seconds of the three parts of a request's way.
    public record Times(double request, double target, double response) {
        /// It was not sent to a target, or had no answer.
        public static final Times NONE = new Times(-1, -1, -1);
    }

    /// The status that the client had, and the target's, 0 without one.
    public record Statuses(int balancer, int target) {}

    /// Heads and bodies, in bytes.
    public record Bytes(long received, long sent) {}

    /// How far the request keeps to the RFCs.
    public record Classification(String tier, String reason) {}

    /// Host and URL that the target had in the place of the client's, and how that went.
    public record Rewrite(String host, String url, String status) {}

    @Override
    public String text() {
        String targetStatus = statuses.target() == 0 ? "-" : Integer.toString(statuses.target());
        String agent =
                userAgent.length() > USER_AGENT_MAX
                        ? userAgent.substring(0, USER_AGENT_MAX)
                        : userAgent;
        return String.join(
                        " ",
                        type,
                        time(endMillis),
                        balancer,
                        client,
                        target,
                        seconds(times.request()),
                        seconds(times.target()),
                        seconds(times.response()),
                        Integer.toString(statuses.balancer()),
                        targetStatus,
                        Long.toString(bytes.received()),
                        Long.toString(bytes.sent()),
                        quoted(request),
                        quoted(agent),
                        cipher,
                        tlsVersion,
                        groupArn,
                        quoted(traceId),
                        quoted(domainName),
                        quoted(certificateArn),
                        rulePriority,
                        time(startMillis),
                        quoted(actions),
                        quoted(redirectUrl),
                        quoted("-"),
                        quoted(target),
                        quoted(targetStatus),
                        quoted(classification.tier()),
                        quoted(classification.reason()),
                        connectionId,
                        quoted(rewrite.host()),
                        quoted(rewrite.url()),
                        quoted(rewrite.status()),
                        LogText.NODE)
                + '\n';
    }

    private static String seconds(double seconds) {
        return seconds < 0 ? "-1" : String.format(Locale.ROOT, "%.3f", seconds);
    }
}
