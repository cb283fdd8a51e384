package dev.kingtide.host.edge;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.host.edge.Message.Reach;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's side of a process that carries traffic: starts it with the first load
/// balancer, tells it what changes, and starts it again when it ends.
///
/// Knows everything that is to be, so that a process that is new, or was not told something, is
/// told all of it; what waits to be told is therefore bounded. The process runs on when this is
/// closed, and the next control plane on the same data finds it.
final class EdgeLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLink.class);
    private static final int WAITING_MAX = 100_000;
    private static final int BATCH_MAX = 1_000;
    private static final long CLOSING_MILLIS = 2_000;

    private final Share share;
    private final EdgeEntry entry;
    private final EdgeFleet.Addresses addresses;
    private final Runnable ended;
    private final Map<Scope, World> worlds = new LinkedHashMap<>();
    private final Deque<Word> waiting = new ArrayDeque<>();

    /// Targets that are to be added once it is known where they take requests, by task.
    private final Map<String, Map<String, Word>> parked = new HashMap<>();

    private final Map<String, Message.Listening> listening = new ConcurrentHashMap<>();
    private final Thread speaker;
    private @Nullable Wire wire;
    private boolean begun;
    private boolean tellAll = true;
    private boolean closed;

    private record Word(Scope scope, EdgeCommand command) {}

    private static final class World {
        final Carried carried = new Carried();
        final Consumer<EdgeObservation> observations;

        World(Consumer<EdgeObservation> observations) {
            this.observations = observations;
        }
    }

    /// A link that does nothing before [#begin], and before there is something to carry.
    ///
    /// @param owner the identity of the data directory
    /// @param program is asked for when it is needed
    /// @param ended is run when the process is not heard any more
    EdgeLink(
            Path data,
            String owner,
            Share share,
            Supplier<EdgeProgram> program,
            EdgeFleet.Addresses addresses,
            Runnable ended) {
        this.share = share;
        this.entry = new EdgeEntry(data, owner, share, program);
        this.addresses = addresses;
        this.ended = ended;
        this.speaker = Thread.ofPlatform().daemon().name("edge link").unstarted(this::run);
    }

    /// The traffic of one account and region.
    ///
    /// @param observations takes what is seen, from any thread, and does not block
    synchronized Edge edge(Scope scope, Consumer<EdgeObservation> observations) {
        worlds.put(scope, new World(observations));
        return command -> accept(scope, command);
    }

    private synchronized void accept(Scope scope, EdgeCommand command) {
        World world = worlds.get(scope);
        if (world == null) {
            return; // forgotten meanwhile
        }
        world.carried.note(command);
        switch (command) {
            case EdgeCommand.DrainTarget(Target target) -> unpark(target);
            case EdgeCommand.RemoveTarget(Target target) -> unpark(target);
            case EdgeCommand.RemoveListener(String arn) -> listening.remove(arn);
            case EdgeCommand.PutLoadBalancer _,
                    EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.PutListener _,
                    EdgeCommand.PutGroup _,
                    EdgeCommand.RemoveGroup _,
                    EdgeCommand.AddTarget _ -> {}
        }
        say(new Word(scope, command));
    }

    private void say(Word word) {
        if (waiting.size() >= WAITING_MAX) {
            tellAll = true;
        }
        if (tellAll) {
            waiting.clear();
        } else {
            waiting.add(word);
        }
        startSpeaking();
        notifyAll();
    }

    /// All that there was before has been told to the edges: before that, what is to be carried is
    /// not known as a whole, and a process that carries it already must not hear of a part.
    synchronized void begin() {
        begun = true;
        startSpeaking();
    }

    private void startSpeaking() {
        if (begun && speaker.getState() == Thread.State.NEW && (hasWork() || entry.exists())) {
            speaker.start();
        }
    }

    private boolean hasWork() {
        return worlds.values().stream().anyMatch(world -> !world.carried.isEmpty());
    }

    private void unpark(Target target) {
        Map<String, Word> ofTask = target.taskId() == null ? null : parked.get(target.taskId());
        if (ofTask != null) {
            ofTask.remove(target.key());
            if (ofTask.isEmpty()) {
                parked.remove(target.taskId());
            }
        }
    }

    /// It may be known now where a task takes requests.
    synchronized void located(String taskId) {
        Map<String, Word> ofTask = parked.remove(taskId);
        if (ofTask != null) {
            ofTask.values().forEach(this::say);
        }
    }

    /// Nothing is to be carried any more.
    synchronized void reset() {
        worlds.clear();
        parked.clear();
        listening.clear();
        waiting.clear();
        tellAll = true;
        notifyAll();
    }

    /// Where a listener can be reached.
    ///
    /// @return null when that is not known
    @Nullable String endpoint(String listenerArn) {
        Message.Listening known = listening.get(listenerArn);
        if (known == null) {
            return null;
        }
        Reach at = known.at();
        return at == null
                ? "not open: " + known.fault()
                : at.host()
                        + ':'
                        + at.port()
                        + (known.fault().isEmpty() ? "" : " (" + known.fault() + ')');
    }

    /// The port of 127.0.0.1 where a listener can be reached by name.
    ///
    /// @return 0 when that is not known
    int sharedPort(String listenerArn) {
        Message.Listening known = listening.get(listenerArn);
        return known == null ? 0 : known.sharedPort();
    }

    private void run() {
        Restarts restarts = new Restarts();
        try {
            while (awaitWork()) {
                long began = System.nanoTime();
                try (Wire opened = entry.open(this::hasWorkNow)) {
                    converse(opened);
                } catch (IOException e) {
                    if (!isClosed() && hasWorkNow()) {
                        LOG.warn("process {} of the load balancers: {}", share, e.getMessage());
                    }
                }
                pause(restarts.pauseMillis(System.nanoTime() - began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
        while (!closed && !hasWork() && !entry.exists()) {
            wait();
        }
        return !closed;
    }

    private synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !closed && left > 0; left = millisUntil(end)) {
            wait(left);
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private synchronized boolean hasWorkNow() {
        return hasWork();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void converse(Wire opened) throws IOException, InterruptedException {
        synchronized (this) {
            wire = opened;
            tellAll = true;
        }
        Thread listener =
                Thread.ofPlatform().daemon().name("edge reports").start(() -> hear(opened));
        try {
            for (List<Message> batch = next(opened); batch != null; batch = next(opened)) {
                opened.send(batch);
            }
        } finally {
            opened.close();
            listener.join(CLOSING_MILLIS);
        }
    }

    /// What is to be said next; null when the connection is over.
    private synchronized @Nullable List<Message> next(Wire opened) throws InterruptedException {
        while (wire == opened && !closed && !tellAll && waiting.isEmpty()) {
            wait();
        }
        if (wire != opened || (closed && waiting.isEmpty())) {
            return null;
        }
        List<Message> batch = new ArrayList<>();
        if (tellAll) {
            tellAll = false;
            waiting.clear();
            parked.clear();
            worlds.forEach((scope, world) -> {
                for (EdgeCommand command : world.carried.all()) {
                    batch.add(message(new Word(scope, command)));
                }
            });
            batch.add(new Message.Whole());
        }
        while (!waiting.isEmpty() && batch.size() < BATCH_MAX) {
            batch.add(message(waiting.remove()));
        }
        return batch;
    }

    private Message message(Word word) {
        if (!(word.command() instanceof EdgeCommand.AddTarget(Target target))) {
            return new Message.Change(word.scope(), word.command(), null);
        }
        InetSocketAddress at = addresses.of(target);
        if (at == null && target.taskId() != null) {
            parked.computeIfAbsent(target.taskId(), _ -> new LinkedHashMap<>())
                    .put(target.key(), word);
            return new Message.Keep(word.scope(), target.key());
        }
        Reach reach = at == null ? null : new Reach(at.getAddress().getHostAddress(), at.getPort());
        return new Message.Change(word.scope(), word.command(), reach);
    }

    private void hear(Wire opened) {
        try {
            for (Message said = opened.receive(); said != null; said = opened.receive()) {
                switch (said) {
                    case Message.Seen(Scope scope, EdgeObservation seen) -> saw(scope, seen);
                    case Message.Listening place -> listening.put(place.listenerArn(), place);
                    case Message.Hello _,
                            Message.Change _,
                            Message.Keep _,
                            Message.Whole _,
                            Message.Quit _ ->
                            throw new IOException("not for this side: " + said.getClass());
                }
            }
        } catch (IOException e) {
            LOG.debug("reports of the load balancers end: {}", e.getMessage());
        }
        synchronized (this) {
            if (wire == opened) {
                wire = null;
                if (!closed) {
                    LOG.warn("process {} of the load balancers has ended: a new one starts", share);
                }
            }
            notifyAll();
        }
        ended.run();
    }

    private void saw(Scope scope, EdgeObservation seen) {
        World world;
        synchronized (this) {
            world = worlds.get(scope);
            if (world != null && seen instanceof TargetHealthChanged health) {
                world.carried.note(health);
            }
        }
        if (world != null) {
            world.observations.accept(seen);
        }
    }

    /// Says what waits, and lets the process run on by itself.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            speaker.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (wire != null) {
                wire.close();
            }
        }
    }
}
