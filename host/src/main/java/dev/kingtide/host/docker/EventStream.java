package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Engine's events of our containers, for as long as this control plane runs: when the stream
/// ends because the Engine went away, it is opened again as soon as one answers.
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private final Engine engine;
    private final String label;
    private final Listener listener;
    private final CountDownLatch open = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private boolean away;

    /// Whoever wants to know.
    interface Listener {

        /// Something happened to a container.
        void happened(JsonNode event);

        /// The Engine answers again; events may have been missed.
        void back();

        /// No Engine answers.
        void gone(String why);
    }

    EventStream(Engine engine, String label, Listener listener) {
        this.engine = engine;
        this.label = label;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("docker events").unstarted(this::run);
    }

    /// Begins; when this returns no event is missed.
    void begin() {
        thread.start();
        try {
            if (!open.await(30, TimeUnit.SECONDS)) {
                LOG.warn("the Docker Engine on {} sends no events", engine.address().text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                engine.events(label, this::ready, listener::happened);
            } catch (EngineFailure failure) {
                if (!closed && !away) {
                    away = true;
                    LOG.warn(
                            "no Docker Engine answers ({}); it is asked again until it does",
                            failure.text());
                    listener.gone(failure.text());
                    pause = FIRST_PAUSE;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = Patience.longer(pause);
        }
    }

    private void ready() {
        open.countDown();
        if (away) {
            away = false;
            LOG.info("the Docker Engine answers again");
            listener.back();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
