package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the tasks of services use of CPU and memory: once a minute, one sample a task, as Amazon
/// ECS publishes it (ECS developer guide, cloudwatch-metrics: used over reserved, in percent); or
/// more, of shorter times, where somebody wants to know how it varies.
///
/// The Engine counts the CPU time of a container since its start, so two looks a minute apart give
/// the average of that minute, and nothing has to be watched in between. A task that has been
/// looked at only once is not in the sum yet. Memory is what the container could not give back: the
/// kernel's count without the files that it has cached (docs.docker.com, docker stats). A task
/// without a reservation has no such metric: there is nothing to divide by.
final class UsageMeter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);
    private static final double UNITS_OF_A_CPU = 1024;
    private static final double MIB = 1L << 20;

    /// As often as usage is published.
    static final Duration MINUTE = Duration.ofMillis(MetricSeries.MINUTE);

    private final Engine engine;
    private final long stepMillis;
    private final Supplier<Collection<Metered>> tasks;
    private final Thread thread;
    private Map<String, Sample> before = new HashMap<>();

    /// What was seen since it was last told.
    private final Map<Owner, Usage> seen = new LinkedHashMap<>();

    private volatile boolean closed;

    /// What can be set.
    ///
    /// @param on the opposite of `ECS_DISABLE_METRICS`
    /// @param step how often is looked: with `ECS_POLL_METRICS` every
    ///   `ECS_POLLING_METRICS_WAIT_DURATION`, otherwise once a minute
    public record Settings(boolean on, Duration step) {}

    /// A task that is to be measured.
    ///
    /// @param dockerIds its containers that were started
    /// @param ear is told what its service uses
    record Metered(TaskPlan plan, Collection<String> dockerIds, Consumer<Measured> ear) {}

    /// What a container had used at a moment.
    private record Sample(long cpuNanos, double memoryMib, long atNanos) {}

    /// A service of an account and region.
    private record Owner(Scope scope, String serviceKey) {}

    /// What a service uses.
    private static final class Usage {
        final Consumer<Measured> ear;
        final List<Double> cpu = new ArrayList<>();
        final List<Double> memory = new ArrayList<>();

        Usage(Consumer<Measured> ear) {
            this.ear = ear;
        }

        void add(Usage other) {
            cpu.addAll(other.cpu);
            memory.addAll(other.memory);
        }
    }

    UsageMeter(Engine engine, Duration step, Supplier<Collection<Metered>> tasks) {
        this.engine = engine;
        this.stepMillis = step.toMillis();
        this.tasks = tasks;
        this.thread = Thread.ofVirtual().name("usage of tasks").unstarted(this::run);
    }

    /// Looks at every step from now on, and tells at the end of every minute.
    void begin() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                long now = System.currentTimeMillis();
                long end = (now / MetricSeries.MINUTE + 1) * MetricSeries.MINUTE;
                long next = (now / stepMillis + 1) * stepMillis;
                boolean last = next > end - stepMillis / 2; // what is too short says too little
                Thread.sleep((last ? end : next) - now);
                if (last) {
                    look(end);
                } else {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at every task now, and tells what was used since it was last told.
    ///
    /// @param endMillis the end of the minute that it is told for
    synchronized void look(long endMillis) {
        look();
        seen.forEach((owner, usage) -> {
            String service = owner.serviceKey();
            int slash = service.indexOf('/');
            String cluster = service.substring(0, slash);
            String name = service.substring(slash + 1);
            tell(usage.cpu, EcsMetrics.cpu(cluster, name), endMillis, usage.ear);
            tell(usage.memory, EcsMetrics.memory(cluster, name), endMillis, usage.ear);
        });
        seen.clear();
    }

    /// Looks at every task now.
    synchronized void look() {
        Map<String, Sample> now = new HashMap<>();
        Map<Owner, Usage> services = new LinkedHashMap<>();
        try {
            for (Metered task : tasks.get()) {
                String service = task.plan().task().identity().serviceKey();
                if (service != null) {
                    Owner owner = new Owner(task.plan().scope(), service);
                    add(task, now, services.computeIfAbsent(owner, _ -> new Usage(task.ear())));
                }
            }
        } catch (EngineFailure failure) {
            LOG.warn("what tasks use could not be measured: {}", failure.text());
            return; // the next look compares with the last
        }
        before = now;
        services.forEach((owner, usage) ->
                seen.computeIfAbsent(owner, _ -> new Usage(usage.ear)).add(usage));
    }

    private void add(Metered task, Map<String, Sample> now, Usage usage) throws EngineFailure {
        double busy = 0;
        double mib = 0;
        int looked = 0;
        boolean known = true;
        for (String id : task.dockerIds()) {
            Sample sample = sample(id);
            if (sample == null) {
                continue; // it has ended
            }
            now.put(id, sample);
            looked++;
            Sample last = before.get(id);
            known &= last != null;
            if (last != null) {
                long between = Math.max(1, sample.atNanos - last.atNanos);
                busy += (double) Math.max(0, sample.cpuNanos - last.cpuNanos) / between;
            }
            mib += sample.memoryMib;
        }
        Reservation reserved = Reservation.of(task.plan());
        known &= looked > 0;
        if (known && reserved.cpuUnits() > 0) {
            usage.cpu.add(100 * busy * UNITS_OF_A_CPU / reserved.cpuUnits());
        }
        if (known && reserved.memoryMib() > 0) {
            usage.memory.add(100 * mib / reserved.memoryMib());
        }
    }

    private @Nullable Sample sample(String id) throws EngineFailure {
        try {
            JsonNode said = engine.usage(id);
            JsonNode memory = said.path("memory_stats");
            JsonNode details = memory.path("stats");
            // cgroup v1, v2
            long cached =
                    details.has("total_inactive_file")
                            ? details.path("total_inactive_file").asLong()
                            : details.path("inactive_file").asLong();
            return memory.has("usage")
                    ? new Sample(
                            said.at("/cpu_stats/cpu_usage/total_usage").asLong(),
                            Math.max(0, memory.path("usage").asLong() - cached) / MIB,
                            System.nanoTime())
                    : null;
        } catch (EngineFailure failure) {
            if (failure.isUnreachable()) {
                throw failure;
            }
            LOG.debug("{}: {}", id, failure.text());
            return null;
        }
    }

    private static void tell(
            List<Double> samples, MetricId metric, long endMillis, Consumer<Measured> ear) {
        if (!samples.isEmpty()) {
            var all = samples.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            ear.accept(
                    new Measured(
                            metric,
                            endMillis,
                            all.getSum(),
                            all.getCount(),
                            all.getMin(),
                            all.getMax()));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
