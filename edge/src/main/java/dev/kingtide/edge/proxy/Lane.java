package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.RequestParser;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.http.ResponseParser;
import dev.kingtide.edge.http.TranslatedAnswer;
import dev.kingtide.edge.http.TranslatedHead;
import dev.kingtide.edge.route.LiveTarget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the connections of one event loop share: room to parse in, connections to targets, and who
/// waits for what.
final class Lane {
    /// RFC 9110, section 5.6.7.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    final Engine engine;
    final EventLoop loop;
    final Connector connector;
    final Request request = new Request();
    final Response response = new Response();
    final RequestParser requests = new RequestParser();
    final TranslatedHead translated = new TranslatedHead();
    final ResponseParser responses = new ResponseParser();
    final SplittableRandom random = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    private final byte[] head = new byte[RequestParser.HEAD_BYTES + 1];
    final TranslatedAnswer answers = new TranslatedAnswer();

    /// How many connections to targets wait for a request.
    int idle;

    private final IdentityHashMap<LiveTarget, TargetPool> pools = new IdentityHashMap<>();
    private final IdentityHashMap<LiveTarget, StreamPool> streams = new IdentityHashMap<>();
    private final TimingWheel waits = new TimingWheel();
    private final Future<?> ticking;
    private long dateSecond;
    private String date = "";

    Lane(Engine engine, EventLoop loop) {
        this.engine = engine;
        this.loop = loop;
        this.connector =
                new Connector(
                        loop,
                        engine.transport(),
                        engine.allocator(),
                        engine.limits().connectMillis());
        this.ticking =
                loop.scheduleWithFixedDelay(
                        () -> waits.tick(now()),
                        TimingWheel.TICK_MILLIS,
                        TimingWheel.TICK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    ByteBufAllocator allocator() {
        return engine.allocator();
    }

    long now() {
        return System.nanoTime();
    }

    /// Copies a head of at most [RequestParser#HEAD_BYTES] to where it can be parsed; it stays
    /// until the next is.
    byte[] copy(ByteBuf from, int length) {
        from.readBytes(head, 0, length);
        return head;
    }

    /// Begins to ask somebody whether its wait is over, until it is told to stop.
    TimingWheel.Wait watch(Timed timed) {
        return waits.add(timed);
    }

    void unwatch(TimingWheel.@Nullable Wait wait) {
        if (wait != null) {
            waits.remove(wait);
        }
    }

    /// The connections to a target.
    TargetPool pool(LiveTarget target) {
        return pools.computeIfAbsent(target, t -> new TargetPool(this, t));
    }

    /// The connections to a target that speaks HTTP/2.
    StreamPool streams(LiveTarget target) {
        return streams.computeIfAbsent(target, t -> new StreamPool(this, t));
    }

    /// A target drains: connections without a request go.
    void drain(LiveTarget target) {
        TargetConnections pool = connections(target);
        if (pool != null) {
            pool.drain();
        }
    }

    private @Nullable TargetConnections connections(LiveTarget target) {
        TargetPool pool = pools.get(target);
        return pool != null ? pool : streams.get(target);
    }

    /// A target's last connection is closed, and it will have no other.
    void forget(TargetConnections pool) {
        pools.remove(pool.target(), pool);
        streams.remove(pool.target(), pool);
    }

    /// A target is gone: what is in flight is cut.
    void remove(LiveTarget target) {
        TargetConnections pool = connections(target);
        if (pool != null) {
            forget(pool);
            pool.cut();
        }
    }

    /// The end: whatever still waits for a target is cut.
    void close() {
        ticking.cancel(false);
        List<TargetConnections> all = new ArrayList<>(pools.values());
        all.addAll(streams.values());
        pools.clear();
        streams.clear();
        all.forEach(TargetConnections::cut);
    }

    /// The date as answers have it.
    String date() {
        long second = System.currentTimeMillis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = DATE.format(Instant.ofEpochSecond(second));
        }
        return date;
    }
}
