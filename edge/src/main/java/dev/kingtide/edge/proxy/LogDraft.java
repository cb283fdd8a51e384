package dev.kingtide.edge.proxy;

import dev.kingtide.core.traffic.Rewrites;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.report.AccessLine;
import dev.kingtide.edge.report.LogText;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/// What a line of the access log needs of a request, kept while it is under way: the bytes that it
/// came with are gone by the time of the answer.
final class LogDraft {
    private static final String NONE = LogText.NONE;
    private final long startMillis = System.currentTimeMillis();
    private final String request;
    private final String userAgent;
    private final boolean isHttp2;
    private String traceId = NONE;
    private @Nullable Rule rule;
    private String redirectUrl = NONE;
    private Rewrites.Result rewritten = Rewrites.UNCHANGED;

    LogDraft(Request head, ListenerRoutes routes) {
        String agent = head.fields().first(FieldName.USER_AGENT);
        userAgent = agent == null ? NONE : agent;
        isHttp2 = head.majorVersion() == 2;
        request = head.end() == 0 ? "- - -" : line(head, routes);
    }

    private static String line(Request head, ListenerRoutes routes) {
        String host = head.host();
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        String query = head.query();
        return head.method()
                + (routes.isTls() ? " https://" : " http://")
                + name
                + ':'
                + routes.listener().port()
                + head.path()
                + (query.isEmpty() ? "" : '?' + query)
                + (head.majorVersion() == 2 ? " HTTP/2.0" : " HTTP/1." + head.minorVersion());
    }

    /// The trace that the target is told.
    void traced(String id) {
        traceId = id;
    }

    /// The rule that the request met.
    void met(Rule met) {
        rule = met;
    }

    /// Where the request was sent elsewhere.
    void redirected(@Nullable String url) {
        redirectUrl = url == null ? NONE : url;
    }

    /// What the rule's transforms made of it.
    void rewritten(Rewrites.Result result) {
        rewritten = result;
    }

    private AccessLine.Rewrite rewrite() {
        boolean failed = rewritten.status().isFailure();
        String host = rewritten.host();
        String url = rewritten.url();
        return new AccessLine.Rewrite(
                failed || host == null ? NONE : host,
                failed || url == null ? NONE : url,
                rewritten.status().text());
    }

    /// The line, now that the exchange has ended.
    AccessLine line(Exchange exchange) {
        LiveTarget target = exchange.chosen();
        TlsSession tls = exchange.tls;
        return new AccessLine(
                type(exchange),
                System.currentTimeMillis(),
                exchange.routes.balancer().label(),
                exchange.from.withPort(),
                target == null ? NONE : target.target().id() + ':' + target.target().port(),
                exchange.times(),
                new AccessLine.Statuses(exchange.status(), exchange.targetStatus()),
                new AccessLine.Bytes(exchange.received, exchange.sent),
                request,
                userAgent,
                tls == null ? NONE : tls.cipher(),
                tls == null ? NONE : tls.protocol(),
                target == null ? NONE : target.target().groupArn(),
                traceId,
                tls == null ? NONE : tls.domain(),
                tls == null ? NONE : tls.certificateArn(),
                rule == null ? NONE : rule.isDefault() ? "0" : Integer.toString(rule.priority()),
                startMillis,
                actions(),
                redirectUrl,
                new AccessLine.Classification(
                        exchange.desync.tier().word(), exchange.desync.reason()),
                LogText.connection(exchange.connection),
                rewrite());
    }

    private String type(Exchange exchange) {
        boolean isSocket = exchange.status() == 101;
        if (isHttp2) {
            return exchange.isGrpc ? "grpcs" : "h2";
        }
        if (exchange.routes.isTls()) {
            return isSocket ? "wss" : "https";
        }
        return isSocket ? "ws" : "http";
    }

    private String actions() {
        if (rule == null) {
            return NONE;
        }
        return switch (rule.action()) {
            case Rule.Action.Forward _ -> "forward";
            case Rule.Action.FixedResponse _ -> "fixed-response";
            case Rule.Action.Redirect _ -> "redirect";
        };
    }
}
