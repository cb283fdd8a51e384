package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.Invariant;
import dev.kingtide.host.Machines.Stage;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.EngineInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Engine and its machine: what it has of ours at the start, what happens on it, and the
/// container instance that it is.
///
/// This machine's Engine has answered before; a further one may be away, and is taken into use when
/// it answers.
final class DockerHost {
    private static final Logger LOG = LoggerFactory.getLogger(DockerHost.class);
    private static final long SOON_MILLIS = 2_000;
    private final String name;
    private final Engine engine;
    private final HostNetwork network;
    private final DockerMachines machines;
    private final Patience patience = new Patience();
    private final Set<String> adopted = ConcurrentHashMap.newKeySet();

    /// What was there at the start, by task.
    private final CompletableFuture<Map<String, List<Engine.Listed>>> found =
            new CompletableFuture<>();

    private volatile @Nullable Yard yard;
    private volatile @Nullable EventStream events;
    private volatile @Nullable UsageMeter meter;
    private volatile @Nullable ImageCleanup images;
    private volatile @Nullable Home home;
    private volatile @Nullable TaskGroups groups;

    /// The container instance and the World that it is in.
    private record Home(LocalMachine machine, Stage stage) {}

    /// @param name empty for this machine
    DockerHost(String name, Engine engine, DockerMachines machines) {
        this.name = name;
        this.engine = engine;
        this.machines = machines;
        this.network =
                name.isEmpty()
                        ? HostNetwork.OWN
                        : HostNetwork.further(name, engine.address().reachedAt());
    }

    String name() {
        return name;
    }

    Engine engine() {
        return engine;
    }

    HostNetwork network() {
        return network;
    }

    Patience patience() {
        return patience;
    }

    /// Control groups of tasks; null where there can be none.
    @Nullable TaskGroups groups() {
        return groups;
    }

    Yard yard() {
        Yard known = yard;
        if (known == null) {
            throw Invariant.broken("begin comes first");
        }
        return known;
    }

    /// Hears the Engine, and finds out what it has of ours; of a further host this returns at once.
    void begin(Yard newYard, ImageCleanup cleanup) {
        yard = newYard;
        images = cleanup;
        cleanup.begin();
        EventStream stream = new EventStream(engine, Labels.ownedBy(newYard.owner()), new Ears());
        events = stream;
        UsageMeter.Settings metrics = newYard.settings().metrics();
        if (metrics.on()) {
            meter = new UsageMeter(engine, metrics.step(), () -> machines.metered(this));
        }
        if (name.isEmpty()) {
            stream.begin();
            look();
            Map<String, List<Engine.Listed>> all = list(newYard.owner());
            MetadataFiles files = newYard.metadataFiles();
            if (files != null) {
                files.retain(all.keySet());
            }
            found.complete(all);
        } else {
            Thread.ofVirtual()
                    .name("host " + name)
                    .start(() -> {
                        stream.begin();
                        look();
                        found.complete(list(newYard.owner()));
                    });
        }
    }

    private void look() {
        try {
            EngineInfo info = patience.ask(engine::info);
            groups = name.isEmpty() ? TaskGroups.of(engine, info, yard().settings()) : null;
        } catch (EngineFailure failure) {
            LOG.error("the Engine of {}: {}", this, failure.text());
        }
    }

    private Map<String, List<Engine.Listed>> list(String owner) {
        Map<String, List<Engine.Listed>> byTask = new TreeMap<>();
        try {
            for (Engine.Listed one : patience.ask(() -> engine.list(Labels.ownedBy(owner)))) {
                byTask.computeIfAbsent(one.label(Labels.TASK), _ -> new ArrayList<>()).add(one);
            }
        } catch (EngineFailure failure) {
            LOG.error("containers of before could not be listed: {}", failure.text());
        }
        return byTask;
    }

    /// A task is adopted: its containers are no remnants.
    void adopt(String taskId) {
        adopted.add(taskId);
    }

    /// The containers that a task has here, by name, once that is known.
    Map<String, ContainerState> states(String taskId) {
        Map<String, ContainerState> states = new TreeMap<>();
        for (Engine.Listed one : found.join().getOrDefault(taskId, List.of())) {
            try {
                states.put(
                        one.label(Labels.CONTAINER), patience.ask(() -> engine.inspect(one.id())));
            } catch (EngineFailure failure) {
                LOG.warn("the container {}: {}", one.id(), failure.text());
            }
        }
        return states;
    }

    /// Every task that lives has been adopted: what is left is of tasks that are over.
    void sweep() {
        if (found.isDone()) {
            sweep(found.join());
        } else {
            var _ = found.thenAccept(this::sweep);
        }
    }

    private void sweep(Map<String, List<Engine.Listed>> all) {
        all.forEach((task, remnants) -> {
            if (!adopted.contains(task)) {
                machines.begin(() -> sweep(remnants));
            }
        });
    }

    /// Removes containers whose task is over: at once what runs or never ran, and what ended after
    /// it has been kept for as long as usual.
    private void sweep(Collection<Engine.Listed> remnants) {
        for (Engine.Listed one : remnants) {
            try {
                ContainerState state = engine.inspect(one.id());
                long since = System.currentTimeMillis() - state.finishedAtMillis();
                boolean keep =
                        !state.isRunning()
                                && !state.isFresh()
                                && !one.label(Labels.CONTAINER).equals(Labels.PAUSE);
                if (keep) {
                    long wait = yard().settings().keeping(ThreadLocalRandom.current()).toMillis();
                    later(one, Math.max(0, wait - since));
                } else {
                    engine.remove(one.id());
                    yard().forget(one.label(Labels.TASK));
                    LOG.info("removed the remnant {}", one.id());
                }
            } catch (EngineFailure failure) {
                LOG.warn("the remnant {}: {}", one.id(), failure.text());
            }
        }
    }

    private void later(Engine.Listed one, long millis) {
        String id = one.id();
        Thread.ofVirtual()
                .name("clean up " + id)
                .start(() -> {
                    try {
                        Thread.sleep(millis);
                        patience.run(() -> engine.remove(id));
                        yard().forget(one.label(Labels.TASK));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (EngineFailure failure) {
                        LOG.warn("the remnant {}: {}", id, failure.text());
                    }
                });
    }

    /// Becomes a container instance, a further host when it answers.
    void join(Stage stage) {
        UsageMeter measuring = meter;
        if (measuring != null) {
            measuring.begin();
        }
        if (name.isEmpty()) {
            joinNow(stage);
        } else {
            Thread.ofVirtual()
                    .name("join " + name)
                    .start(() -> {
                        if (!isFoundSoon()) {
                            LOG.warn(
                                    "the host {} does not answer; it is asked until it does", name);
                            lost(stage);
                        }
                        found.join();
                        joinNow(stage);
                    });
        }
    }

    private boolean isFoundSoon() {
        try {
            found.get(SOON_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e); // nobody interrupts it, and it cannot fail
        }
    }

    private void joinNow(Stage stage) {
        try {
            patience.run(() -> network.provide(engine));
            EngineInfo info = patience.ask(engine::info);
            LocalMachine machine = new LocalMachine(yard().owner(), name, info, yard().settings());
            home = new Home(machine, stage);
            stage.decide(machine::join);
        } catch (EngineFailure failure) {
            LOG.error("the machine {} cannot be a container instance: {}", this, failure.text());
        }
    }

    private void lost(Stage stage) {
        String cluster = yard().settings().cluster();
        stage.decide(turn -> {
            LocalMachine.lost(turn, cluster, ec2InstanceId());
            return true;
        });
    }

    /// Such as `i-0123456789abcdef0`, the same at every start.
    String ec2InstanceId() {
        return LocalMachine.ec2InstanceId(yard().owner(), name);
    }

    void close() {
        patience.close();
        UsageMeter measuring = meter;
        if (measuring != null) {
            measuring.close();
        }
        ImageCleanup cleanup = images;
        if (cleanup != null) {
            cleanup.close();
        }
        Yard known = yard;
        if (known != null && known.metadata() != null) {
            known.metadata().close();
        }
        EventStream stream = events;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "itself" : name;
    }

    /// Hears the Engine.
    private final class Ears implements EventStream.Listener {

        @Override
        public void happened(JsonNode event) {
            JsonNode attributes = event.path("Actor").path("Attributes");
            String taskId = attributes.path(Labels.TASK).asText("");
            String container = attributes.path(Labels.CONTAINER).asText("");
            String action = event.path("Action").asText("");
            if (action.equals("die")) {
                int exitCode = attributes.path("exitCode").asInt(Ends.SIGKILL);
                machines.hear(taskId, new News.Died(container, exitCode));
            } else if (action.startsWith("health_status")) {
                boolean healthy = action.endsWith(": healthy");
                if (healthy || action.endsWith(": unhealthy")) {
                    machines.hear(taskId, new News.HealthChanged(container, healthy));
                }
            }
        }

        @Override
        public void back() {
            machines.runsOn(DockerHost.this).forEach(run -> run.hear(new News.EngineBack()));
            Home known = home;
            if (known != null) {
                machines.begin(() -> joinNow(known.stage()));
            }
        }

        @Override
        public void gone(String why) {
            Home known = home;
            if (known != null) {
                machines.begin(() -> lost(known.stage()));
            }
        }
    }
}
