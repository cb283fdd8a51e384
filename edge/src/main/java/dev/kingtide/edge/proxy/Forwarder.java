package dev.kingtide.edge.proxy;

import dev.kingtide.core.traffic.RequestHead;
import dev.kingtide.core.traffic.Rewrites;
import dev.kingtide.core.traffic.Routing;
import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.core.traffic.RuleSet;
import dev.kingtide.edge.http.Desync;
import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.report.Metric;
import dev.kingtide.edge.route.BalancerSettings.ForwardedFor;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveGroup;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import dev.kingtide.edge.route.Stickiness;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Does with a request what the rules say: answers, or sends it to a target.
///
/// Statuses: ELB user guide, load-balancer-troubleshooting.
final class Forwarder {
    private static final int FORWARDED_FOR_MAX = 30;
    private static final int LOCATION_BYTES_MAX = 8 << 10;

    private Forwarder() {}

    /// Begins with a request whose head has come in whole.
    ///
    /// @param status what its form asks to be answered, 0 when it is in order
    static void begin(Exchange exchange, Request request, int status) {
        if (request.desync() != Desync.COMPLIANT) {
            exchange.routes.counters().count(Metric.DESYNC);
        }
        int refusal = status != 0 ? status : refusal(exchange, request);
        if (refusal != 0) {
            exchange.answer(Answer.error(refusal));
            return;
        }
        RuleSet.Met met = met(exchange.routes, request, exchange.from);
        exchange.routes.counters().evaluated(met.evaluated());
        if (exchange.log != null) {
            exchange.log.met(met.rule());
        }
        switch (met.rule().action()) {
            case Action.Forward forward -> forward(exchange, request, met.rewrites(), forward);
            case Action.FixedResponse(int code, String contentType, String body) -> {
                exchange.routes.counters().count(Metric.FIXED_RESPONSES);
                exchange.answer(Answer.fixed(code, contentType, body));
            }
            case Action.Redirect redirect -> redirect(exchange, request, redirect);
        }
    }

    private static int refusal(Exchange exchange, Request request) {
        Desync.Mode mode = exchange.routes.balancer().desync();
        if (!mode.passes(request.desync().tier())) {
            return 400;
        }
        if (request.method().equals("TRACE")) {
            return 405;
        }
        boolean appends = exchange.routes.balancer().forwardedFor() == ForwardedFor.APPEND;
        return appends && forwardedFor(request.fields()) > FORWARDED_FOR_MAX ? 463 : 0;
    }

    /// How many addresses the X-Forwarded-For fields have.
    private static int forwardedFor(Fields fields) {
        int addresses = 0;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i) == FieldName.X_FORWARDED_FOR) {
                addresses++;
                for (int at = fields.valueFrom(i); at < fields.valueTo(i); at++) {
                    addresses += fields.bytes()[at] == ',' ? 1 : 0;
                }
            }
        }
        return addresses;
    }

    private static RuleSet.Met met(ListenerRoutes routes, Request request, ClientAddress from) {
        if (routes.hasDefaultRuleOnly()) {
            return routes.rules().last();
        }
        List<RequestHead.Header> headers = new ArrayList<>();
        if (routes.looksAtFields()) {
            Fields fields = request.fields();
            for (int i = 0; i < fields.count(); i++) {
                headers.add(new RequestHead.Header(fields.nameText(i), fields.value(i)));
            }
        }
        RequestHead head =
                new RequestHead(
                        request.host(),
                        request.path(),
                        request.method(),
                        headers,
                        request.query(),
                        from.ip());
        return routes.rules().match(head);
    }

    private static void forward(
            Exchange exchange, Request request, Rewrites rewrites, Action.Forward forward) {
        Rewrites.Result rewritten = rewritten(exchange, request, rewrites);
        if (rewritten.status().isFailure()) {
            exchange.answer(Answer.error(500));
            return;
        }
        LiveGroup group = group(exchange, request, forward);
        if (group == null || group.mode(exchange.zone) == Routing.Mode.NO_TARGET) {
            exchange.answer(Answer.error(503));
            return;
        }
        if (!takes(group, exchange, request)) {
            exchange.answer(Answer.error(464));
            return;
        }
        LiveTarget target = target(exchange, request, group);
        if (target == null) {
            exchange.answer(Answer.error(503));
            return;
        }
        exchange.chose(target);
        if (group.mode(exchange.zone) == Routing.Mode.FAIL_OPEN) {
            exchange.count(Metric.UNHEALTHY_ROUTING);
        }
        countInvalid(exchange, request);
        ByteBuf head = RequestWriter.head(exchange.lane.allocator(), request, rewritten, exchange);
        if (group.speaksHttp2()) {
            exchange.lane.streams(target).send(exchange, head);
        } else {
            exchange.lane.pool(target).send(exchange, head);
        }
    }

    /// What the rule's transforms make of the request.
    private static Rewrites.Result rewritten(
            Exchange exchange, Request request, Rewrites rewrites) {
        if (rewrites.isNone()) {
            return Rewrites.UNCHANGED;
        }
        Rewrites.Result result = rewrites.of(request.host(), RequestWriter.url(request));
        if (exchange.log != null) {
            exchange.log.rewritten(result);
        }
        return result;
    }

    /// Whether a group's protocol version goes with the request's (ELB user guide,
    /// load-balancer-target-groups, protocol version).
    private static boolean takes(LiveGroup group, Exchange exchange, Request request) {
        if (exchange.isGrpc) {
            exchange.routes.counters().count(Metric.GRPC_REQUESTS);
        }
        return switch (group.settings().protocolVersion()) {
            case "HTTP1" -> !exchange.isGrpc;
            case "HTTP2" -> exchange.isHttp2;
            default -> exchange.isHttp2 && (exchange.isGrpc || request.method().equals("POST"));
        };
    }

    private static void countInvalid(Exchange exchange, Request request) {
        for (int i = 0; i < request.fields().count(); i++) {
            if (!request.fields().isValid(i)) {
                boolean dropped = exchange.routes.balancer().dropsInvalidFields();
                exchange.routes
                        .counters()
                        .count(
                                dropped
                                        ? Metric.INVALID_FIELDS_DROPPED
                                        : Metric.INVALID_FIELDS_FORWARDED);
                return;
            }
        }
    }

    private static @Nullable LiveGroup group(
            Exchange exchange, Request request, Action.Forward forward) {
        Routes routes = exchange.lane.engine.routes();
        if (forward.stickySeconds() > 0) {
            String token = Cookies.sent(request.fields(), Cookies.GROUP);
            LiveGroup named = token == null ? null : routes.named(token, forward);
            LiveGroup group = named != null ? named : chosen(exchange, forward, routes);
            if (group != null) {
                exchange.add(Cookies.pair(Cookies.GROUP, group.token(), forward.stickySeconds()));
            }
            return group;
        }
        return chosen(exchange, forward, routes);
    }

    private static @Nullable LiveGroup chosen(
            Exchange exchange, Action.Forward forward, Routes routes) {
        String arn =
                forward.groups().size() == 1 && forward.groups().getFirst().weight() > 0
                        ? forward.groups().getFirst().groupArn()
                        : Routing.choose(forward, exchange.lane.random.nextDouble());
        return arn == null ? null : routes.group(arn);
    }

    private static @Nullable LiveTarget target(
            Exchange exchange, Request request, LiveGroup group) {
        Stickiness stickiness = group.stickiness();
        return switch (stickiness.kind()) {
            case OFF -> group.choose(exchange.lane.random, exchange.zone);
            case BALANCER -> {
                LiveTarget target = sticky(exchange, request, group, Cookies.TARGET);
                if (target != null) {
                    exchange.add(
                            Cookies.pair(Cookies.TARGET, target.token(), stickiness.seconds()));
                }
                yield target;
            }
            case APPLICATION -> {
                LiveTarget target = sticky(exchange, request, group, Cookies.APPLICATION);
                if (target != null) {
                    exchange.applicationCookie = stickiness.applicationCookie();
                    exchange.cookieWithApplications =
                            Cookies.pair(Cookies.APPLICATION, target.token(), stickiness.seconds())
                                    .getFirst();
                }
                yield target;
            }
        };
    }

    private static @Nullable LiveTarget sticky(
            Exchange exchange, Request request, LiveGroup group, String cookie) {
        String token = Cookies.sent(request.fields(), cookie);
        LiveTarget named = token == null ? null : group.named(token);
        if (named != null) {
            return named;
        }
        exchange.routes.counters().count(Metric.NON_STICKY_REQUESTS);
        return group.choose(exchange.lane.random, exchange.zone);
    }

    /// Fills in what the request has for the keywords (ELB user guide, load-balancer-listeners,
    /// redirect actions); where the place is too long to be sent, the request fails.
    private static void redirect(Exchange exchange, Request request, Action.Redirect redirect) {
        ListenerRoutes routes = exchange.routes;
        String protocol = routes.isTls() ? "https" : "http";
        Keywords keywords =
                new Keywords(
                        protocol,
                        RequestHead.get(request.host(), "/").hostName(),
                        Integer.toString(routes.listener().port()),
                        request.path().startsWith("/")
                                ? request.path().substring(1)
                                : request.path(),
                        request.query());
        String query = keywords.fill(redirect.query());
        String location =
                keywords.fill(redirect.protocol()).toLowerCase(Locale.ROOT)
                        + "://"
                        + keywords.fill(redirect.host())
                        + ':'
                        + keywords.fill(redirect.port())
                        + keywords.fill(redirect.path())
                        + (query.isEmpty() ? "" : '?' + query);
        boolean sendable = location.chars().allMatch(c -> c > ' ' && c != 0x7F);
        if (location.length() > LOCATION_BYTES_MAX || !sendable) {
            routes.counters().count(Metric.REDIRECTS_TOO_LONG);
            exchange.answer(Answer.error(500));
            return;
        }
        routes.counters().count(Metric.REDIRECTS);
        if (exchange.log != null) {
            exchange.log.redirected(location);
        }
        exchange.answer(Answer.redirect(redirect.status(), location));
    }

    private record Keywords(String protocol, String host, String port, String path, String query) {

        String fill(String template) {
            StringBuilder filled = new StringBuilder();
            int from = 0;
            int open;
            while ((open = template.indexOf("#{", from)) >= 0) {
                int close = template.indexOf('}', open);
                if (close < 0) {
                    break;
                }
                filled.append(template, from, open).append(value(template.substring(open, close)));
                from = close + 1;
            }
            return filled.append(template, from, template.length()).toString();
        }

        private String value(String keyword) {
            return switch (keyword) {
                case "#{protocol" -> protocol;
                case "#{host" -> host;
                case "#{port" -> port;
                case "#{path" -> path;
                case "#{query" -> query;
                default -> keyword + '}';
            };
        }
    }
}
