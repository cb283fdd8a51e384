package dev.kingtide.acceptance.clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// GET requests at a steady rate, whatever became of those before, each counted by what came of it.
final class SteadyLoad implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final HttpRequest request;

    private SteadyLoad(URI target) {
        this.request =
                HttpRequest.newBuilder(target)
                        .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                        .build();
    }

    static SteadyLoad start(URI target, int requestsPerSecond) {
        SteadyLoad load = new SteadyLoad(target);
        var _ =
                load.clock.scheduleAtFixedRate(
                        load::send, 0, 1_000_000 / requestsPerSecond, TimeUnit.MICROSECONDS);
        return load;
    }

    private void send() {
        underWay.incrementAndGet();
        var _ =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, failure) -> {
                            count(outcome(answer, failure));
                            underWay.decrementAndGet();
                        });
    }

    private static String outcome(
            @Nullable HttpResponse<Void> answer, @Nullable Throwable failure) {
        if (answer != null) {
            return String.valueOf(answer.statusCode());
        }
        Throwable cause =
                failure == null || failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause);
    }

    private synchronized void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /// Sends no more, waits for what is under way, and says how many requests ended in each way.
    Map<String, Integer> stop() throws InterruptedException {
        clock.shutdown();
        for (int tries = 0; underWay.get() > 0 && tries < PATIENCE_SECONDS * 100; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        synchronized (this) {
            return new TreeMap<>(outcomes);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
