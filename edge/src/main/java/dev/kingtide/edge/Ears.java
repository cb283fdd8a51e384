package dev.kingtide.edge;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.EdgeConfig.Sharing;
import dev.kingtide.edge.proxy.Engine;
import dev.kingtide.edge.proxy.ListenPoint;
import dev.kingtide.edge.route.ListenerRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open ports of all listeners. Opens and closes them one after the other on a thread of its
/// own, because either may take a moment.
final class Ears implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ears.class);

    /// Of 127.64.0.0/10, which nobody else is likely to use.
    private static final int ADDRESSES = 1 << 22;

    private final Engine engine;
    private final Ports ports;
    private final Sharing sharing;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final ExecutorService hand =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("edge-ports").factory());

    private record Open(int port, ListenPoint point) {}

    Ears(Engine engine, Ports ports, Sharing sharing) {
        this.engine = engine;
        this.ports = ports;
        this.sharing = sharing;
    }

    /// A listener is new or changed.
    void put(Listener listener) {
        hand.execute(() -> listen(listener));
    }

    /// A listener is gone.
    void remove(String listenerArn) {
        hand.execute(() -> stop(listenerArn));
    }

    /// A load balancer is gone, and its address is free.
    void removeBalancer(String arn) {
        hand.execute(() -> places.remove(arn));
    }

    private void listen(Listener listener) {
        ListenerRoutes routes = engine.listener(listener.arn());
        if (routes != null && routes.isTls() && routes.tls() == null) {
            stop(listener.arn());
            refuse(
                    listener,
                    "it cannot speak TLS: its default certificate or its trust store is not there");
            return;
        }
        Open before = open.get(listener.arn());
        if (before != null && before.port() == listener.port()) {
            return;
        }
        stop(listener.arn());
        String fault = "";
        if (ports == Ports.REAL) {
            try {
                InetSocketAddress address = new InetSocketAddress(own(listener), listener.port());
                open(
                        listener,
                        engine.listen(listener.arn(), address, sharing != Sharing.ALONE),
                        "");
                return;
            } catch (IOException e) {
                if (sharing == Sharing.FURTHER) {
                    refuse(listener, "it cannot be shared: " + e.getMessage());
                    return;
                }
                fault = e.getMessage() + "; a free port of 127.0.0.1 was taken";
                LOG.warn("listener {}: {}", listener.arn(), fault);
            }
        }
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            open(listener, engine.listen(listener.arn(), any, false), fault);
        } catch (IOException e) {
            refuse(listener, "it cannot be reached: " + e.getMessage());
        }
    }

    private void refuse(Listener listener, String why) {
        LOG.error("listener {}: {}", listener.arn(), why);
        endpoints.put(listener.arn(), new Endpoint(listener.arn(), null, why));
    }

    private void open(Listener listener, ListenPoint point, String fault) {
        open.put(listener.arn(), new Open(listener.port(), point));
        endpoints.put(listener.arn(), new Endpoint(listener.arn(), point.address(), fault));
    }

    /// The address of a load balancer: the same for the same ARN, but for the rare case that
    /// another has it.
    private InetAddress own(Listener listener) {
        Integer place = places.get(listener.loadBalancerArn());
        if (place == null) {
            place = Math.floorMod(listener.loadBalancerArn().hashCode(), ADDRESSES);
            while (place == 0 || places.containsValue(place)) {
                place = (place + 1) % ADDRESSES;
            }
            places.put(listener.loadBalancerArn(), place);
        }
        try {
            return InetAddress.getByAddress(
                    new byte[] {
                        127, (byte) (64 | place >> 16), (byte) (place >> 8), place.byteValue()
                    });
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 bytes", e);
        }
    }

    private void stop(String listenerArn) {
        Open before = open.remove(listenerArn);
        endpoints.remove(listenerArn);
        if (before != null) {
            before.point().close();
        }
    }

    List<Endpoint> endpoints() {
        return new ArrayList<>(endpoints.values());
    }

    /// Waits until all that was asked for so far is done.
    ///
    /// @return false when it took too long
    boolean settle(long millis) {
        try {
            hand.submit(() -> {}).get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        hand.execute(() -> List.copyOf(open.keySet()).forEach(this::stop));
        hand.shutdown();
        try {
            if (!hand.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("ports are still open 5 s after they were to be closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
