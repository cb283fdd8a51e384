package dev.kingtide.host.engine;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;

/// Closes a channel when something takes too long: sockets of Docker have no timeouts of their own.
final class Deadline implements AutoCloseable {
    private final Channel channel;
    private final Thread thread;
    private final long limitNanos;
    private volatile long dueNanos;
    private volatile boolean passed;

    Deadline(Channel channel, Duration limit) {
        this.channel = channel;
        this.limitNanos = limit.toNanos();
        this.dueNanos = System.nanoTime() + limitNanos;
        this.thread = Thread.ofVirtual().name("deadline").start(this::watch);
    }

    /// Begins anew: something came.
    void extend() {
        dueNanos = System.nanoTime() + limitNanos;
    }

    /// Whether it closed the channel.
    boolean hasPassed() {
        return passed;
    }

    private void watch() {
        try {
            for (long left = limitNanos; left > 0; left = dueNanos - System.nanoTime()) {
                Thread.sleep(Duration.ofNanos(left));
            }
            passed = true;
            channel.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt(); // not needed any more, or closed already
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
