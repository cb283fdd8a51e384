package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Desync;
import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.report.AccessLine;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.report.LogFiles;
import dev.kingtide.edge.report.Metric;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.tls.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request and its answer, between the two connections that carry them.
///
/// The client's side tells it of the request, the target's side of the answer; each side knows the
/// other only through it. It ends once, whichever comes first: the answer is complete, it broke
/// off, the client went away.
final class Exchange {
    /// The client went away before the answer (ELB user guide, load-balancer-troubleshooting).
    private static final int CLIENT_WENT_AWAY = 460;

    private static final int SERVER_ERROR = 500;

    /// The client went away before its request was complete.
    private static final int CLIENT_BROKE_OFF = 400;

    /// Where a request comes from.
    ///
    /// @param tls what was agreed on; null without TLS
    /// @param zone of the load balancer's node that the connection is with; empty where one stands
    ///   for all
    /// @param connection tells it from all others
    record Origin(ClientAddress from, @Nullable TlsSession tls, String zone, long connection) {
        /// The same, now that TLS was agreed on.
        Origin with(TlsSession agreed) {
            return new Origin(from, agreed, zone, connection);
        }
    }

    final Lane lane;
    final ClientSide client;
    final ListenerRoutes routes;
    final ClientAddress from;

    /// What was agreed on with the client; null without TLS.
    final @Nullable TlsSession tls;

    /// The zone of the load balancer's node; empty where one stands for all.
    final String zone;

    /// The client's connection, for access logs.
    final long connection;

    final Desync desync;
    final boolean isHead;
    final boolean upgrades;

    /// Whether the request's body comes, and goes, in chunks.
    final boolean isChunked;

    /// Whether it has no body.
    final boolean isWhole;

    final boolean isHttp2;
    final boolean isGrpc;
    final boolean takesTrailers;
    final long startedNanos;

    /// Bytes that came from the client, and that went to it, heads included.
    long received;

    long sent;

    /// What the access log says of the request; null when there is none.
    final @Nullable LogDraft log;

    /// Cookies to be set with the answer.
    List<String> cookies = List.of();

    /// A cookie to be set when the application sets its own of this name; null without.
    @Nullable String applicationCookie;

    @Nullable String cookieWithApplications;

    /// Fields behind the request's body; null without.
    @Nullable Http2Headers requestTrailers;

    private @Nullable TargetSide target;
    private @Nullable LiveTarget chosen;
    private @Nullable Counters counters; // of the target that was chosen
    private boolean ready;
    private boolean requestEnded;
    private long sentNanos;
    private long answeredNanos;
    private int status;
    private int targetStatus;
    private boolean answered;
    private boolean ended;

    Exchange(Lane lane, ClientSide client, ListenerRoutes routes, Origin origin, Request request) {
        this.lane = lane;
        this.client = client;
        this.routes = routes;
        this.from = origin.from();
        this.tls = origin.tls();
        this.zone = origin.zone();
        this.connection = origin.connection();
        this.desync = request.desync();
        this.isHead = request.isHead();
        this.upgrades = request.isWebSocketUpgrade();
        this.isChunked = request.framing() == Framing.CHUNKED;
        this.isWhole = request.framing() == Framing.NONE;
        this.isHttp2 = request.majorVersion() == 2;
        this.isGrpc = request.isGrpc();
        this.takesTrailers = request.takesTrailers();
        this.startedNanos = lane.now();
        this.log =
                routes.balancer().logs().access() == null || lane.engine.reports().log() == null
                        ? null
                        : new LogDraft(request, routes);
    }

    /// Whether targets are told which certificate the client showed, or that it showed none.
    boolean tellsCertificate() {
        return routes.asksForCertificates() || (tls != null && !tls.client().isEmpty());
    }

    /// Sets further cookies with the answer.
    void add(List<String> more) {
        List<String> all = new ArrayList<>(cookies);
        all.addAll(more);
        cookies = all;
    }

    /// Whether both connections end with it.
    boolean closesBoth() {
        return routes.balancer().desync().closesAfter(desync.tier());
    }

    /// A target was chosen; the request waits for a connection to it.
    void chose(LiveTarget liveTarget) {
        chosen = liveTarget;
        counters = liveTarget.counters(lane.engine.reports().meters(), routes.balancer().label());
        liveTarget.began();
        count(Metric.REQUESTS);
    }

    /// Counts something of the target that was chosen.
    void count(Metric metric) {
        if (counters != null) {
            counters.count(metric);
        }
    }

    /// The head was sent on.
    void sentTo(TargetSide side) {
        target = side;
        ready = true;
        sentNanos = lane.now();
    }

    /// Who answers, once there is a connection.
    @Nullable TargetSide target() {
        return target;
    }

    /// Whether the body may be sent on, or is not wanted by anybody.
    boolean takesBody() {
        return ready || ended;
    }

    /// Whether the body goes nowhere: there is an answer without it.
    boolean dropsBody() {
        return ended || target == null;
    }

    /// Whether the request was sent on completely.
    boolean requestEnded() {
        return requestEnded;
    }

    /// Whether the answer has begun.
    boolean answered() {
        return answered;
    }

    boolean ended() {
        return ended;
    }

    /// A stretch of the request's body; keeps the buffer.
    void requestBody(ByteBuf data) {
        if (ended || target == null) {
            data.release();
        } else {
            target.body(data);
        }
    }

    /// The request is complete.
    void requestEnd() {
        requestEnded = true;
        if (!ended && target != null) {
            target.end();
        }
    }

    /// The head of the target's answer.
    void answer(Response head) {
        if (head.isInterim()) {
            client.interim(head);
            client.flush();
            return;
        }
        answered = true;
        answeredNanos = lane.now();
        status = head.status();
        targetStatus = status;
        if (counters != null) {
            counters.answered(status, (answeredNanos - sentNanos) / 1e9);
        }
        client.head(head, this);
    }

    /// The target's answer is complete.
    void answerEnd() {
        end(status >= SERVER_ERROR);
        report();
        client.end();
    }

    /// Answers for ourselves.
    void answer(Answer own) {
        if (!ended) {
            answered = true;
            status = own.status();
            routes.counters().refused(status);
            end(status >= SERVER_ERROR);
            client.answer(own, this);
            report();
        }
    }

    /// The target cannot answer: says so with a status, or cuts an answer that has begun.
    void fail(int status) {
        if (ended) {
            return;
        }
        if (answered) {
            end(true);
            report();
            client.cut();
        } else {
            answer(Answer.error(status));
        }
    }

    /// The client went away.
    void abandon() {
        if (!ended) {
            end(false);
            if (!answered) {
                status = requestEnded ? CLIENT_WENT_AWAY : CLIENT_BROKE_OFF;
                routes.counters().refused(status);
            }
            report();
            if (target != null) {
                target.abandon();
            }
        }
    }

    private void report() {
        routes.counters().add(Metric.PROCESSED_BYTES, received + sent);
        LogFiles.Place place = routes.balancer().logs().access();
        LogFiles logs = lane.engine.reports().log();
        if (log != null && place != null && logs != null) {
            logs.add(place, log.line(this));
        }
    }

    /// The status that the client has, or would have.
    int status() {
        return status;
    }

    /// The status of the target; 0 without one.
    int targetStatus() {
        return targetStatus;
    }

    /// The target that was chosen, or null.
    @Nullable LiveTarget chosen() {
        return chosen;
    }

    /// How long the parts of its way took.
    AccessLine.Times times() {
        if (sentNanos == 0 || answeredNanos == 0) {
            return AccessLine.Times.NONE;
        }
        return new AccessLine.Times(
                (sentNanos - startedNanos) / 1e9,
                (answeredNanos - sentNanos) / 1e9,
                (lane.now() - answeredNanos) / 1e9);
    }

    private void end(boolean failed) {
        ended = true;
        if (chosen != null) {
            chosen.ended(failed);
        }
    }
}
