package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.edge.EdgeConfig;
import dev.kingtide.host.ControlPlane;
import dev.kingtide.host.Machines;
import dev.kingtide.host.Remote;
import dev.kingtide.host.edge.EdgeLink;
import dev.kingtide.host.edge.EdgeProgram;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Execution;
import dev.kingtide.host.metadata.MetadataServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every World's tasks on one Docker Engine, and the machine of that Engine as a container
/// instance.
///
/// Containers carry the identity of the data directory: those found at the start belong to tasks
/// that are adopted, or are remnants and removed; those of others are never touched.
public final class DockerMachines implements Machines {
    private static final Logger LOG = LoggerFactory.getLogger(DockerMachines.class);
    private static final long CLOSING_MILLIS = 10_000;
    private static final Duration CLOSING_LOOK = Duration.ofMillis(20);
    private final Engine engine;
    private final AgentSettings settings;
    private final Path dockerConfig;
    private final Supplier<EdgeProgram> edgeProgram;
    private final Patience patience = new Patience();
    private final Map<String, TaskRun> runs = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile @Nullable Yard yard;
    private volatile @Nullable EdgeLink link;
    private volatile @Nullable EventStream events;
    private volatile @Nullable Home home;
    private volatile @Nullable ControlPlane plane;
    private final Map<Scope, Consumer<Measured>> measured = new ConcurrentHashMap<>();
    private final UsageMeter meter;
    private volatile @Nullable ImageCleanup images;

    /// What was there at the start and no task has claimed, by task; null once that is settled.
    private volatile @Nullable Map<String, List<Engine.Listed>> found;

    /// The container instance and the World that it is in.
    private record Home(LocalMachine machine, Stage stage) {}

    /// @param dockerConfig where `docker login` keeps credentials
    /// @param edgeProgram carries the traffic to the tasks
    public DockerMachines(
            Engine engine,
            AgentSettings settings,
            Path dockerConfig,
            Supplier<EdgeProgram> edgeProgram) {
        this.engine = engine;
        this.settings = settings;
        this.dockerConfig = dockerConfig;
        this.edgeProgram = edgeProgram;
        this.meter = new UsageMeter(engine, this::metered);
    }

    /// The name of an image that an Engine has from now on and whose program only waits: of the
    /// containers that hold tasks' networks.
    public static String ownImage(Engine engine) throws EngineFailure {
        new PauseImage(engine).provide();
        return PauseImage.NAME;
    }

    @Override
    public void serve(ControlPlane newPlane) {
        plane = newPlane;
    }

    private @Nullable MetadataServer metadata(Path data) {
        ControlPlane answers = plane;
        try {
            return answers == null ? null : MetadataServer.open(engine, answers, data);
        } catch (IOException e) {
            LOG.error("containers have no metadata endpoint: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void begin(String owner, Path data) {
        RegistryLogins logins = new RegistryLogins(settings, dockerConfig);
        ImageCleanup cleanup =
                new ImageCleanup(engine, settings.images(), data.resolve("images.json"));
        images = cleanup;
        cleanup.begin();
        yard =
                new Yard(
                        owner,
                        engine,
                        patience,
                        settings,
                        new ImagePulls(engine, patience, logins, cleanup),
                        new PauseImage(engine),
                        new Secrets(data.resolve("secrets.json")),
                        metadata(data));
        link = new EdgeLink(data, owner, edgeProgram, this::reach);
        EventStream stream = new EventStream(engine, Labels.ownedBy(owner), new Ears());
        events = stream;
        stream.begin();
        Map<String, List<Engine.Listed>> byTask = new ConcurrentHashMap<>();
        try {
            for (Engine.Listed one : patience.ask(() -> engine.list(Labels.ownedBy(owner)))) {
                byTask.computeIfAbsent(one.label(Labels.TASK), _ -> new ArrayList<>()).add(one);
            }
        } catch (EngineFailure failure) {
            LOG.error("containers of before could not be listed: {}", failure.text());
        }
        found = byTask;
    }

    @Override
    public Drivers of(Stage stage, World world) {
        measured.put(world.scope(), stage::report);
        EdgeLink traffic = link();
        Consumer<TaskObservation> ear =
                seen -> {
                    stage.report(seen);
                    if (seen instanceof TaskObservation.OfTask of) {
                        traffic.located(of.taskId());
                    }
                };
        return new Drivers(
                new DockerDriver(this, world.scope(), ear),
                traffic.edge(world.scope(), stage::report));
    }

    private EdgeLink link() {
        EdgeLink known = link;
        if (known == null) {
            throw Invariant.broken("begin comes first");
        }
        return known;
    }

    /// Where a target takes requests: a task where its containers are, this machine on its own
    /// ports, anything else at the address that its id is.
    private @Nullable InetSocketAddress reach(Target target) {
        if (target.taskId() != null) {
            return whereabouts(target.taskId()).reach(target.port());
        }
        Home known = home;
        return known != null && target.id().equals(known.machine().ec2InstanceId())
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port())
                : EdgeConfig.byId(target);
    }

    @Override
    public @Nullable String endpoint(String listenerArn) {
        return link().endpoint(listenerArn);
    }

    @Override
    public void ready(Function<Scope, Stage> stages) {
        link().begin();
        sweep();
        meter.begin();
        try {
            LocalMachine machine =
                    new LocalMachine(yard().owner(), patience.ask(engine::info), settings);
            Stage stage = stages.apply(Scope.DEFAULT);
            home = new Home(machine, stage);
            stage.decide(machine::join);
        } catch (EngineFailure failure) {
            LOG.error("the machine cannot be a container instance: {}", failure.text());
        }
    }

    /// Every task that lives has been adopted: what is left is of tasks that are over.
    void sweep() {
        Map<String, List<Engine.Listed>> left = found;
        found = null;
        if (left != null) {
            left.values().forEach(this::sweep);
        }
    }

    /// Removes containers whose task is over: at once what runs or never ran, and what ended after
    /// it has been kept for as long as usual.
    private void sweep(List<Engine.Listed> remnants) {
        begin(() -> {
            for (Engine.Listed one : remnants) {
                try {
                    ContainerState state = engine.inspect(one.id());
                    long since = System.currentTimeMillis() - state.finishedAtMillis();
                    boolean keep =
                            !state.isRunning()
                                    && !state.isFresh()
                                    && !one.label(Labels.CONTAINER).equals(Labels.PAUSE);
                    if (keep) {
                        later(one.id(), Math.max(0, settings.cleanupWait().toMillis() - since));
                    } else {
                        engine.remove(one.id());
                        LOG.info("removed the remnant {}", one.id());
                    }
                } catch (EngineFailure failure) {
                    LOG.warn("the remnant {}: {}", one.id(), failure.text());
                }
            }
        });
    }

    private void later(String id, long millis) {
        Thread.ofVirtual()
                .name("clean up " + id)
                .start(() -> {
                    try {
                        Thread.sleep(millis);
                        patience.run(() -> engine.remove(id));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (EngineFailure failure) {
                        LOG.warn("the remnant {}: {}", id, failure.text());
                    }
                });
    }

    private List<UsageMeter.Metered> metered() {
        List<UsageMeter.Metered> all = new ArrayList<>();
        for (TaskRun run : runs.values()) {
            Consumer<Measured> ear = measured.get(run.plan().scope());
            if (ear != null) {
                all.add(
                        new UsageMeter.Metered(
                                run.plan(), run.whereabouts().dockerIds().values(), ear));
            }
        }
        return all;
    }

    /// Where a task's containers are; nowhere for a task that is not here.
    public Whereabouts whereabouts(String taskId) {
        TaskRun run = runs.get(taskId);
        return run == null ? Whereabouts.NONE : run.whereabouts();
    }

    @Override
    public @Nullable Remote remote(String taskId, String container) {
        String id = whereabouts(taskId).dockerId(container);
        return id == null
                ? null
                : words -> Execution.start(engine, id, new Execution.Wanted(words, true, true));
    }

    /// Whether something is being started or stopped.
    public boolean isBusy() {
        return begun.get() > 0 || runs.values().stream().anyMatch(run -> !run.isSteady());
    }

    void run(
            Scope scope,
            Task task,
            TaskDefinition definition,
            Consumer<? super TaskObservation> ear,
            boolean adopt) {
        TaskPlan plan = new TaskPlan(scope, yard().owner(), task, definition, settings);
        MetadataServer metadata = yard().metadata();
        TaskRun run =
                new TaskRun(
                        yard(),
                        plan,
                        ear,
                        () -> {
                            runs.remove(task.id());
                            if (metadata != null) {
                                metadata.leave(plan.resident());
                            }
                        });
        if (runs.putIfAbsent(task.id(), run) != null) {
            return; // it is here already
        }
        if (metadata != null) {
            metadata.enter(plan.resident());
        }
        Map<String, List<Engine.Listed>> there = found;
        List<Engine.Listed> own = there == null ? null : there.remove(task.id());
        Thread.ofVirtual()
                .name("task " + task.id())
                .start(() -> run.run(adopt ? states(own == null ? List.of() : own) : null));
    }

    private Map<String, ContainerState> states(List<Engine.Listed> own) {
        Map<String, ContainerState> states = new TreeMap<>();
        for (Engine.Listed one : own) {
            try {
                states.put(
                        one.label(Labels.CONTAINER), patience.ask(() -> engine.inspect(one.id())));
            } catch (EngineFailure failure) {
                LOG.warn("the container {}: {}", one.id(), failure.text());
            }
        }
        return states;
    }

    /// False when there is no such task here.
    boolean hear(String taskId, News news) {
        TaskRun run = runs.get(taskId);
        if (run != null) {
            run.hear(news);
        }
        return run != null;
    }

    void begin(Runnable work) {
        begun.incrementAndGet();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } finally {
                        begun.decrementAndGet();
                    }
                });
    }

    private Yard yard() {
        Yard known = yard;
        if (known == null) {
            throw Invariant.broken("begin comes first");
        }
        return known;
    }

    @Override
    public void reset() {
        link().reset();
        List<TaskRun> all = new ArrayList<>(runs.values());
        all.forEach(run -> run.hear(new News.StopAsked()));
    }

    /// Waits a little for what is being started or stopped; containers and load balancers run on.
    @Override
    public void close() {
        link().close();
        long until = System.nanoTime() + CLOSING_MILLIS * 1_000_000;
        boolean on = true;
        while (on && isBusy() && System.nanoTime() < until) {
            on = patience.wait(CLOSING_LOOK);
        }
        patience.close();
        meter.close();
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
                hear(taskId, new News.Died(container, exitCode));
            } else if (action.startsWith("health_status")) {
                boolean healthy = action.endsWith(": healthy");
                if (healthy || action.endsWith(": unhealthy")) {
                    hear(taskId, new News.HealthChanged(container, healthy));
                }
            }
        }

        @Override
        public void back() {
            runs.values().forEach(run -> run.hear(new News.EngineBack()));
            Home known = home;
            if (known != null) {
                begin(() -> known.stage().decide(known.machine()::join));
            }
        }

        @Override
        public void gone(String why) {
            Home known = home;
            if (known != null) {
                begin(() ->
                        known.stage()
                                .decide(turn -> {
                                    LocalMachine.lost(turn, known.machine());
                                    return turn;
                                }));
            }
        }
    }
}
