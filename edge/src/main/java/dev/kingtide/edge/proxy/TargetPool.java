package dev.kingtide.edge.proxy;

import dev.kingtide.edge.report.Metric;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.tls.TargetTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to one target, of which some wait for the next request; the
/// latest used is taken first.
///
/// Those that wait hold the links among them themselves, so that a request makes nothing, looks for
/// nothing, and touches no more memory than it has to: with a thousand targets all of it has left
/// the processor's caches meanwhile.
final class TargetPool implements TargetConnections {
    private final Lane lane;
    private final LiveTarget target;
    private final Set<TargetConnection> open = new LinkedHashSet<>();
    private final Set<Exchange> connecting = new LinkedHashSet<>();
    private @Nullable TargetConnection last; // of those that wait
    private boolean gone;

    TargetPool(Lane lane, LiveTarget target) {
        this.lane = lane;
        this.target = target;
    }

    @Override
    public LiveTarget target() {
        return target;
    }

    /// Sends a request's head, over a connection that waits or a new one.
    void send(Exchange exchange, ByteBuf head) {
        TargetConnection waiting;
        while ((waiting = pollLast()) != null) {
            if (waiting.isOpen()) {
                waiting.begin(exchange, head);
                return;
            }
        }
        connect(exchange, head);
    }

    private @Nullable TargetConnection pollLast() {
        TargetConnection taken = last;
        if (taken != null) {
            unlink(taken);
        }
        return taken;
    }

    private void link(TargetConnection connection) {
        connection.waits = true;
        connection.before = last;
        if (last != null) {
            last.after = connection;
        }
        last = connection;
        lane.idle++;
    }

    private void unlink(TargetConnection connection) {
        TargetConnection before = connection.before;
        TargetConnection after = connection.after;
        if (before != null) {
            before.after = after;
            connection.before = null;
        }
        if (after != null) {
            after.before = before;
            connection.after = null;
        } else {
            last = before;
        }
        connection.waits = false;
        lane.idle--;
    }

    private SslHandler tls() {
        int timeout = lane.engine.limits().handshakeMillis();
        return TargetTls.of(false).handler(lane.allocator(), timeout);
    }

    private void connect(Exchange exchange, ByteBuf head) {
        connecting.add(exchange);
        TargetConnection connection = new TargetConnection(lane, this);
        @Nullable SslHandler tls = target.group().speaksTls() ? tls() : null;
        lane.connector
                .connect(target.address(), tls, pipeline -> pipeline.addLast(connection))
                .addListener(done -> connected(exchange, head, connection, done));
    }

    private void connected(
            Exchange exchange, ByteBuf head, TargetConnection connection, Future<?> done) {
        connecting.remove(exchange);
        if (!done.isSuccess()) {
            head.release();
            exchange.count(
                    done.cause() instanceof SSLException
                            ? Metric.TARGET_TLS_ERRORS
                            : Metric.TARGET_CONNECTION_ERRORS);
            exchange.fail(done.cause() instanceof ConnectTimeoutException ? 504 : 502);
            return;
        }
        open.add(connection);
        if (exchange.ended()) {
            head.release();
            putBack(connection);
        } else {
            connection.begin(exchange, head);
            exchange.client.goOn();
        }
    }

    /// A connection's answer is complete; it may be used again.
    void putBack(TargetConnection connection) {
        boolean wanted = !gone && target.isRegistered() && lane.idle < lane.engine.limits().idle();
        if (wanted && connection.isOpen()) {
            link(connection);
        } else {
            connection.close();
        }
    }

    /// A connection is closed.
    void remove(TargetConnection connection) {
        if (connection.waits) {
            unlink(connection);
        }
        open.remove(connection);
        if (!target.isRegistered() && open.isEmpty() && connecting.isEmpty()) {
            lane.forget(this);
        }
    }

    @Override
    public void drain() {
        TargetConnection waiting;
        while ((waiting = pollLast()) != null) {
            waiting.close();
        }
    }

    @Override
    public void cut() {
        gone = true;
        drain();
        new ArrayList<>(connecting).forEach(exchange -> exchange.fail(502));
        new ArrayList<>(open).forEach(connection -> connection.fail(502));
    }
}
