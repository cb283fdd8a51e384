package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request on a client's connection that speaks HTTP/2.
///
/// What the target does not take yet waits here, at most a flow-control window of it: its bytes are
/// given back to the client's window when the target has taken them.
final class ClientStream implements ClientSide {
    private final Http2Client client;
    private final Http2Stream stream;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private @Nullable Exchange exchange;
    private @Nullable Http2Headers held;
    private @Nullable Http2Headers trailers;
    private boolean processing;
    private boolean received;
    private boolean ended;
    private boolean answered;
    private long activeNanos;

    ClientStream(Http2Client client, Http2Stream stream) {
        this.client = client;
        this.stream = stream;
        this.activeNanos = client.lane.now();
    }

    /// The request that its head began.
    void begin(Exchange begun) {
        exchange = begun;
    }

    /// A stretch of the request's body; keeps the buffer.
    void data(ByteBuf bytes) {
        activeNanos = client.lane.now();
        waiting.add(bytes);
    }

    /// The client has sent all of its request.
    void received() {
        received = true;
    }

    /// The same, with these fields behind it.
    void received(Http2Headers fields) {
        Exchange current = exchange;
        if (current != null && current.tellsCertificate()) {
            for (CharSequence name : List.copyOf(fields.names())) {
                if (current.routes.fields().isOfCertificate(name)) {
                    fields.remove(name);
                }
            }
        }
        if (current != null && !fields.isEmpty()) {
            current.requestTrailers = fields;
        }
        received = true;
    }

    /// Passes on what can be.
    void process() {
        Exchange current = exchange;
        if (current == null || processing) {
            return;
        }
        processing = true;
        while (current.takesBody() && !waiting.isEmpty() && mayPass(current)) {
            ByteBuf bytes = waiting.remove();
            int length = bytes.readableBytes();
            current.received += length;
            current.requestBody(bytes);
            client.consumed(stream, length);
            activeNanos = client.lane.now();
        }
        if (received && waiting.isEmpty() && !ended && current.takesBody()) {
            ended = true;
            current.requestEnd();
        }
        if (current.target() != null && !current.ended()) {
            current.target().flush();
        }
        processing = false;
    }

    private static boolean mayPass(Exchange current) {
        return current.dropsBody() || current.target() == null || current.target().isWritable();
    }

    /// The client takes more of the answer.
    void writable() {
        activeNanos = client.lane.now();
        if (exchange != null && exchange.target() != null && !exchange.ended()) {
            exchange.target().goOn();
        }
    }

    /// Ends its wait for the client if that was too long.
    void check(long nowNanos, long idleNanos) {
        Exchange current = exchange;
        if (current == null || nowNanos - activeNanos < idleNanos) {
            return;
        }
        boolean waits = !received && waiting.isEmpty() && current.takesBody();
        if (waits && !current.ended()) {
            TargetSide target = current.target();
            current.fail(408);
            if (target != null) {
                target.abandon();
            }
        } else if (current.answered() && !isWritable()) {
            client.reset(stream, Http2Error.CANCEL);
        }
    }

    /// The stream is over, whoever ended it.
    void closed() {
        int left = 0;
        for (ByteBuf bytes : waiting) {
            left += bytes.readableBytes();
            bytes.release();
        }
        waiting.clear();
        if (left > 0) {
            client.consumed(stream, left);
        }
        Exchange current = exchange;
        exchange = null;
        if (current != null && !current.ended()) {
            current.abandon();
        }
    }

    @Override
    public void interim(Response head) {
        client.headers(stream, Http2Heads.interim(head), false);
    }

    @Override
    public void head(Response head, Exchange of) {
        held = Http2Heads.of(head, of);
    }

    /// The head waits for what follows it, because it says whether that is nothing.
    private void head(boolean isAll) {
        Http2Headers head = held;
        held = null;
        if (head != null) {
            client.headers(stream, head, isAll);
        }
    }

    @Override
    public void body(ByteBuf data) {
        if (exchange != null) {
            exchange.sent += data.readableBytes();
        }
        head(false);
        client.data(stream, data, false);
    }

    @Override
    public void trailers(Http2Headers fields) {
        trailers = Http2Heads.trailers(fields);
    }

    @Override
    public void end() {
        if (trailers != null) {
            head(false);
            client.headers(stream, trailers, true);
        } else if (held != null) {
            head(true);
        } else {
            client.data(stream, client.empty(), true);
        }
        over();
    }

    @Override
    public void answer(Answer answer, Exchange of) {
        boolean empty = of.isHead || answer.body().isEmpty();
        client.headers(stream, Http2Heads.of(answer, of), empty);
        if (!empty) {
            ByteBuf body = ByteBufUtil.writeUtf8(client.lane.allocator(), answer.body());
            of.sent += body.readableBytes();
            client.data(stream, body, true);
        }
        over();
    }

    /// The answer is out. A client that still sends its request is asked to stop (RFC 9113, section
    /// 8.1).
    private void over() {
        answered = true;
        if (!received) {
            client.reset(stream, Http2Error.NO_ERROR);
        }
        client.flush();
    }

    @Override
    public void flush() {
        head(false);
        client.flush();
    }

    @Override
    public boolean isWritable() {
        return client.isWritable(stream);
    }

    @Override
    public void cut() {
        client.reset(stream, Http2Error.INTERNAL_ERROR);
        client.flush();
    }

    @Override
    public void goOn() {
        process();
    }

    /// Whether the answer is complete.
    boolean isAnswered() {
        return answered;
    }
}
