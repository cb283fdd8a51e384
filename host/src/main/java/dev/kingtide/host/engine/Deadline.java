package dev.kingtide.host.engine;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Closes a connection when something takes too long: sockets of Docker have no timeouts of their
/// own.
final class Deadline implements AutoCloseable {
    private final Closeable connection;
    private final Thread thread;
    private volatile long limitNanos;
    private volatile long dueNanos;
    private volatile boolean passed;
    private volatile boolean over;

    Deadline(Closeable connection, Duration limit) {
        this.connection = connection;
        this.limitNanos = limit.toNanos();
        this.dueNanos = System.nanoTime() + limitNanos;
        this.thread = Thread.ofVirtual().name("deadline").start(this::watch);
    }

    /// From now on it is so long.
    void allow(Duration limit) {
        limitNanos = limit.toNanos();
        extend();
        LockSupport.unpark(thread);
    }

    /// Begins anew: something came.
    void extend() {
        dueNanos = System.nanoTime() + limitNanos;
    }

    /// Whether it closed the connection.
    boolean hasPassed() {
        return passed;
    }

    private void watch() {
        long left = dueNanos - System.nanoTime();
        while (left > 0 && !over) {
            LockSupport.parkNanos(this, left);
            left = dueNanos - System.nanoTime();
        }
        if (over) {
            return;
        }
        passed = true;
        try {
            connection.close();
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // closed already
        }
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
