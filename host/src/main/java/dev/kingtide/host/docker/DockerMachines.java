package dev.kingtide.host.docker;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.edge.EdgeConfig;
import dev.kingtide.host.ControlPlane;
import dev.kingtide.host.Machines;
import dev.kingtide.host.Remote;
import dev.kingtide.host.edge.EdgeFleet;
import dev.kingtide.host.edge.EdgeProgram;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Execution;
import dev.kingtide.host.metadata.MetadataServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every World's tasks on the Docker Engines of this machine and of further ones, each of which is
/// a container instance.
///
/// Containers carry the identity of the data directory: those found at the start belong to tasks
/// that are adopted, or are remnants and removed; those of others are never touched.
public final class DockerMachines implements Machines {
    private static final Logger LOG = LoggerFactory.getLogger(DockerMachines.class);
    private static final long CLOSING_MILLIS = 10_000;
    private static final Duration CLOSING_LOOK = Duration.ofMillis(20);
    private final DockerHost own;
    private final List<DockerHost> hosts = new ArrayList<>();
    private final Map<String, Engine> further;
    private final AgentSettings settings;
    private final Path dockerConfig;
    private final int edges;
    private final Supplier<EdgeProgram> edgeProgram;
    private final Map<String, TaskRun> runs = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile @Nullable EdgeFleet link;
    private volatile @Nullable ControlPlane plane;
    private final Map<Scope, Consumer<Measured>> measured = new ConcurrentHashMap<>();

    /// The Engines that tasks run on.
    ///
    /// @param own of this machine
    /// @param further of other machines, by name, in order
    public record Engines(Engine own, SortedMap<String, Engine> further) {

        /// That of this machine alone.
        public static Engines only(Engine own) {
            return new Engines(own, Collections.emptySortedMap());
        }
    }

    /// @param dockerConfig where `docker login` keeps credentials
    /// @param edges how many processes carry the traffic to the tasks
    /// @param edgeProgram each of them
    public DockerMachines(
            Engines engines,
            AgentSettings settings,
            Path dockerConfig,
            int edges,
            Supplier<EdgeProgram> edgeProgram) {
        this.own = new DockerHost("", engines.own(), this);
        this.settings = settings;
        this.dockerConfig = dockerConfig;
        this.edges = edges;
        this.edgeProgram = edgeProgram;
        this.further = engines.further();
        hosts.add(own);
        engines.further().forEach((name, one) -> hosts.add(new DockerHost(name, one, this)));
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
            return answers == null
                    ? null
                    : MetadataServer.open(own.engine(), answers, data, settings.metadataRate());
        } catch (IOException e) {
            LOG.error("containers have no metadata endpoint: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void begin(String owner, Path data) {
        try {
            FurtherHosts.keep(data, further);
        } catch (IOException e) {
            LOG.warn("the hosts cannot be noted in {}: {}", data, e.getMessage());
        }
        RegistryLogins logins =
                new RegistryLogins(
                        settings, dockerConfig, System.getenv().getOrDefault("PATH", ""));
        LocalStores stores = LocalStores.of(data);
        for (DockerHost host : hosts) {
            String file = host == own ? "images.json" : "images-" + host.name() + ".json";
            ImageCleanup cleanup =
                    new ImageCleanup(host.engine(), settings.images(), data.resolve(file));
            host.begin(
                    new Yard(
                            owner,
                            host.engine(),
                            host.network(),
                            host.patience(),
                            settings,
                            new ImagePulls(host.engine(), host.patience(), logins, cleanup),
                            new PauseImage(host.engine()),
                            host::groups,
                            stores,
                            host == own && settings.metadataFile()
                                    ? new MetadataFiles(data.resolve("metadata"))
                                    : null,
                            host == own ? metadata(data) : null),
                    cleanup);
        }
        link = new EdgeFleet(data, owner, edges, edgeProgram, this::reach);
    }

    @Override
    public Drivers of(Stage stage, World world) {
        measured.put(world.scope(), stage::report);
        EdgeFleet traffic = link();
        Consumer<TaskObservation> ear =
                seen -> {
                    stage.report(seen);
                    if (seen instanceof TaskObservation.OfTask of) {
                        traffic.located(of.taskId());
                    }
                };
        return new Drivers(
                new DockerDriver(this, world, ear), traffic.edge(world.scope(), stage::report));
    }

    private EdgeFleet link() {
        EdgeFleet known = link;
        if (known == null) {
            throw Invariant.broken("begin comes first");
        }
        return known;
    }

    /// Where a target takes requests: a task where its containers are, a host on its own ports,
    /// anything else at the address that its id is.
    private @Nullable InetSocketAddress reach(Target target) {
        if (target.taskId() != null) {
            return whereabouts(target.taskId()).reach(target.port());
        }
        for (DockerHost host : hosts) {
            if (target.id().equals(host.ec2InstanceId())) {
                return new InetSocketAddress(host.network().address(), target.port());
            }
        }
        return EdgeConfig.byId(target);
    }

    @Override
    public @Nullable String endpoint(String listenerArn) {
        return link().endpoint(listenerArn);
    }

    @Override
    public int sharedPort(String listenerArn) {
        return link().sharedPort(listenerArn);
    }

    @Override
    public void ready(Function<Scope, Stage> stages) {
        link().begin();
        sweep();
        Stage stage = stages.apply(Scope.DEFAULT);
        List<String> names = hosts.stream().map(DockerHost::name).toList();
        stage.decide(turn -> {
            LocalMachine.lostBut(turn, settings.cluster(), names);
            return true;
        });
        hosts.forEach(host -> host.join(stage));
    }

    /// Every task that lives has been adopted: what is left is of tasks that are over.
    void sweep() {
        hosts.forEach(DockerHost::sweep);
    }

    /// The tasks of services on a host.
    List<UsageMeter.Metered> metered(DockerHost host) {
        List<UsageMeter.Metered> all = new ArrayList<>();
        for (TaskRun run : runsOn(host)) {
            Consumer<Measured> ear = measured.get(run.plan().scope());
            if (ear != null) {
                all.add(
                        new UsageMeter.Metered(
                                run.plan(), run.whereabouts().dockerIds().values(), ear));
            }
        }
        return all;
    }

    List<TaskRun> runsOn(DockerHost host) {
        return runs.values().stream().filter(run -> run.engine() == host.engine()).toList();
    }

    /// Where a task's containers are; nowhere for a task that is not here.
    public Whereabouts whereabouts(String taskId) {
        TaskRun run = runs.get(taskId);
        return run == null ? Whereabouts.NONE : run.whereabouts();
    }

    @Override
    public @Nullable Remote remote(String taskId, String container) {
        TaskRun run = runs.get(taskId);
        String id = run == null ? null : run.whereabouts().dockerId(container);
        return run == null || id == null
                ? null
                : words ->
                        Execution.start(run.engine(), id, new Execution.Wanted(words, true, true));
    }

    /// Whether something is being started or stopped.
    public boolean isBusy() {
        return begun.get() > 0 || runs.values().stream().anyMatch(run -> !run.isSteady());
    }

    /// The host that a container instance is: this machine for tasks of AWS Fargate and where
    /// nobody knows; null for a host that is not named any more.
    @Nullable DockerHost host(World world, Task task) {
        String id = task.place().instanceId();
        ContainerInstance instance = id == null ? null : world.clusters().instances.get(id);
        if (instance == null) {
            return own;
        }
        for (DockerHost host : hosts) {
            if (instance.identity().ec2InstanceId().equals(host.ec2InstanceId())) {
                return host;
            }
        }
        return instance.attributes().containsKey(LocalMachine.HOST) ? null : own;
    }

    /// Begins a task, or takes it over.
    ///
    /// @param ear is told what happens
    void run(DockerHost host, TaskPlan plan, Consumer<? super TaskObservation> ear, boolean adopt) {
        String id = plan.task().id();
        MetadataServer metadata = host.yard().metadata();
        TaskRun run =
                new TaskRun(
                        host.yard(),
                        plan,
                        ear,
                        () -> {
                            runs.remove(id);
                            if (metadata != null) {
                                metadata.leave(plan.resident());
                            }
                        });
        if (runs.putIfAbsent(id, run) != null) {
            return; // it is here already
        }
        if (metadata != null) {
            metadata.enter(plan.resident());
        }
        if (adopt) {
            host.adopt(id);
        }
        Thread.ofVirtual().name("task " + id).start(() -> run.run(adopt ? host.states(id) : null));
    }

    /// What a task is to become on a host.
    TaskPlan plan(DockerHost host, Scope scope, Task task, TaskDefinition definition) {
        return new TaskPlan(scope, host.yard().owner(), task, definition, settings, host.network());
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
            on = own.patience().wait(CLOSING_LOOK);
        }
        hosts.forEach(DockerHost::close);
    }
}
