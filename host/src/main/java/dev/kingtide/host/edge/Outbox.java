package dev.kingtide.host.edge;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What waits to be told to the control plane; the oldest goes when too much does.
final class Outbox {

    /// Some hours of the metrics of a few load balancers.
    private static final int MAX = 20_000;

    private final Deque<Message> waiting = new ArrayDeque<>();
    private @Nullable Wire wire;

    synchronized void add(Message message) {
        if (waiting.size() == MAX) {
            waiting.removeFirst();
        }
        waiting.addLast(message);
        notifyAll();
    }

    /// Tells it to another control plane from now on.
    synchronized void connect(Wire next) {
        wire = next;
        notifyAll();
    }

    /// This control plane is gone.
    synchronized void disconnect(Wire gone) {
        if (wire == gone) {
            wire = null;
        }
    }

    /// Sends what waits, until the thread is interrupted.
    void run() {
        try {
            while (true) {
                send();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws InterruptedException {
        List<Message> batch;
        Wire to;
        synchronized (this) {
            while (wire == null || waiting.isEmpty()) {
                wait();
            }
            to = wire;
            batch = new ArrayList<>(waiting);
            waiting.clear();
        }
        try {
            to.send(batch);
        } catch (IOException e) {
            to.close(); // and whoever reads from it sees the end
            disconnect(to);
        }
    }
}
