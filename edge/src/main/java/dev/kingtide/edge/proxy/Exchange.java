package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Desync;
import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.route.LiveTarget;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request and its answer, between the two connections that carry them.
///
/// The client's side tells it of the request, the target's side of the answer; each side knows the
/// other only through it. It ends once, whichever comes first: the answer is complete, it broke
/// off, the client went away.
final class Exchange {
    final Lane lane;
    final ClientSide client;
    final ListenerRoutes routes;
    final ClientAddress from;
    final Desync desync;
    final boolean isHead;
    final boolean upgrades;

    /// Whether the request's body comes, and goes, in chunks.
    final boolean isChunked;

    final long startedNanos;

    /// Cookies to be set with the answer.
    List<String> cookies = List.of();

    /// A cookie to be set when the application sets its own of this name; null without.
    @Nullable String applicationCookie;

    @Nullable String cookieWithApplications;

    private @Nullable TargetSide target;
    private @Nullable LiveTarget chosen;
    private boolean ready;
    private boolean requestEnded;
    private boolean answered;
    private boolean ended;

    Exchange(
            Lane lane,
            ClientSide client,
            ListenerRoutes routes,
            ClientAddress from,
            Request request) {
        this.lane = lane;
        this.client = client;
        this.routes = routes;
        this.from = from;
        this.desync = request.desync();
        this.isHead = request.isHead();
        this.upgrades = request.isWebSocketUpgrade();
        this.isChunked = request.framing() == Framing.CHUNKED;
        this.startedNanos = lane.now();
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
        liveTarget.began();
    }

    /// The head was sent on.
    void sentTo(TargetSide side) {
        target = side;
        ready = true;
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
        client.head(head, this);
    }

    /// The target's answer is complete.
    void answerEnd() {
        end();
        client.end();
    }

    /// Answers for ourselves.
    void answer(Answer own) {
        if (!ended) {
            answered = true;
            end();
            client.answer(own, this);
        }
    }

    /// The target cannot answer: says so with a status, or cuts an answer that has begun.
    void fail(int status) {
        if (ended) {
            return;
        }
        if (answered) {
            end();
            client.cut();
        } else {
            answer(Answer.error(status));
        }
    }

    /// The client went away.
    void abandon() {
        if (!ended) {
            end();
            if (target != null) {
                target.abandon();
            }
        }
    }

    private void end() {
        ended = true;
        if (chosen != null) {
            chosen.ended();
        }
    }
}
