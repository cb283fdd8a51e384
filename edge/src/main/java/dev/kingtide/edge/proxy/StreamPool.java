package dev.kingtide.edge.proxy;

import dev.kingtide.edge.report.Metric;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.tls.TargetTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to one target that speaks HTTP/2: one, and another while all
/// are full.
final class StreamPool implements TargetConnections {
    private final Lane lane;
    private final LiveTarget target;
    private final Set<TargetStreams> open = new LinkedHashSet<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable TargetStreams connecting;
    private boolean gone;

    /// A request for which there is no connection yet.
    private record Waiting(Exchange exchange, Http2Headers head) {}

    StreamPool(Lane lane, LiveTarget target) {
        this.lane = lane;
        this.target = target;
    }

    @Override
    public LiveTarget target() {
        return target;
    }

    /// Sends a request's head, as a target of HTTP/1.1 would get it.
    void send(Exchange exchange, ByteBuf head) {
        String scheme = target.group().speaksTls() ? "https" : "http";
        Http2Headers headers = Http2Heads.request(head, scheme, exchange.takesTrailers);
        head.release();
        for (TargetStreams connection : open) {
            if (connection.hasRoom()) {
                connection.begin(exchange, headers);
                return;
            }
        }
        waiting.add(new Waiting(exchange, headers));
        if (connecting == null) {
            connect();
        }
    }

    private void connect() {
        TargetStreams connection = new TargetStreams(lane, this);
        connecting = connection;
        int timeout = lane.engine.limits().handshakeMillis();
        @Nullable SslHandler tls =
                target.group().speaksTls()
                        ? TargetTls.of(true).handler(lane.allocator(), timeout)
                        : null;
        lane.connector
                .connect(target.address(), tls, connection::addTo)
                .addListener(done -> connected(connection, done, tls == null || speaksHttp2(tls)));
    }

    private static boolean speaksHttp2(SslHandler tls) {
        return ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }

    private void connected(TargetStreams connection, Future<?> done, boolean speaksHttp2) {
        if (done.isSuccess() && speaksHttp2 && !gone) {
            return; // until it says how many requests it takes
        }
        boolean isTls = done.cause() instanceof SSLException || done.isSuccess();
        connection.close();
        failed(
                done.cause() instanceof ConnectTimeoutException ? 504 : 502,
                isTls ? Metric.TARGET_TLS_ERRORS : Metric.TARGET_CONNECTION_ERRORS);
    }

    private void failed(int status, Metric why) {
        connecting = null;
        List<Waiting> all = new ArrayList<>(waiting);
        waiting.clear();
        for (Waiting each : all) {
            each.exchange.count(why);
            each.exchange.fail(status);
        }
    }

    /// A new connection has said how many requests it takes.
    @SuppressWarnings("ReferenceEquality") // the very connection
    void ready(TargetStreams connection) {
        if (connecting == connection) {
            connecting = null;
            open.add(connection);
            begin(connection);
            if (!waiting.isEmpty()) {
                connect();
            }
        }
    }

    /// Gives a connection what waits, as far as it has room.
    private void begin(TargetStreams connection) {
        while (!waiting.isEmpty() && connection.hasRoom()) {
            Waiting next = waiting.remove();
            if (!next.exchange.ended()) {
                connection.begin(next.exchange, next.head);
                next.exchange.client.goOn();
            }
        }
    }

    /// A request of a connection is over: there is room for the next.
    void freed(TargetStreams connection) {
        begin(connection);
        if (connection.isIdle() && (gone || !target.isRegistered())) {
            connection.close();
        }
    }

    /// A connection is closed.
    @SuppressWarnings("ReferenceEquality") // the very connection
    void remove(TargetStreams connection) {
        open.remove(connection);
        if (connecting == connection) {
            failed(502, Metric.TARGET_CONNECTION_ERRORS);
        }
        if (!target.isRegistered() && open.isEmpty() && waiting.isEmpty()) {
            lane.forget(this);
        }
    }

    @Override
    public void drain() {
        for (TargetStreams connection : List.copyOf(open)) {
            if (connection.isIdle()) {
                connection.close();
            }
        }
    }

    @Override
    public void cut() {
        gone = true;
        List<Waiting> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(each -> each.exchange.fail(502));
        List.copyOf(open).forEach(TargetStreams::cut);
    }
}
