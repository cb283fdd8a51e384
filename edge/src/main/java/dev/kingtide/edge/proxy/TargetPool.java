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

/// The connections of one event loop to one target: those in use, and those that wait for the next
/// request, of which the latest used is taken first.
final class TargetPool implements TargetConnections {
    private final Lane lane;
    private final LiveTarget target;
    private final ConnectionList idle = new ConnectionList();
    private final ConnectionList inUse = new ConnectionList();
    private final Set<Exchange> connecting = new LinkedHashSet<>();
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
        while ((waiting = idle.pollLast()) != null) {
            lane.idle--;
            if (waiting.isOpen()) {
                inUse.add(waiting);
                waiting.begin(exchange, head);
                return;
            }
        }
        connect(exchange, head);
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
        } else if (exchange.ended()) {
            head.release();
            putBack(connection);
        } else {
            inUse.add(connection);
            connection.begin(exchange, head);
            exchange.client.goOn();
        }
    }

    /// A connection's answer is complete; it may be used again.
    void putBack(TargetConnection connection) {
        inUse.remove(connection);
        boolean wanted = !gone && target.isRegistered() && lane.idle < lane.engine.limits().idle();
        if (wanted && connection.isOpen()) {
            lane.idle++;
            idle.add(connection);
        } else {
            connection.close();
        }
    }

    /// A connection is closed.
    void remove(TargetConnection connection) {
        if (idle.remove(connection)) {
            lane.idle--;
        } else {
            inUse.remove(connection);
        }
        if (!target.isRegistered() && inUse.isEmpty() && connecting.isEmpty()) {
            lane.forget(this);
        }
    }

    @Override
    public void drain() {
        TargetConnection waiting;
        while ((waiting = idle.pollLast()) != null) {
            lane.idle--;
            waiting.close();
        }
    }

    @Override
    public void cut() {
        gone = true;
        drain();
        new ArrayList<>(connecting).forEach(exchange -> exchange.fail(502));
        inUse.all().forEach(connection -> connection.fail(502));
    }
}
