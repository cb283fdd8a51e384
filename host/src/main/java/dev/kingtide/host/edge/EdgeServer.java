package dev.kingtide.host.edge;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.edge.EdgeConfig;
import dev.kingtide.edge.Endpoint;
import dev.kingtide.edge.NettyEdge;
import dev.kingtide.edge.proxy.Loops;
import dev.kingtide.edge.proxy.NamedPort;
import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.UnusableData;
import dev.kingtide.host.edge.Message.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of the load balancers: carries traffic by what a control plane tells it, and by the
/// last of it while there is none.
///
/// One control plane at a time: a new one, which is what a restarted one is, takes the place of the
/// one before. What is seen meanwhile waits for it, the newest of it if there is much.
public final class EdgeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    private static final long OPENING_MILLIS = 2_000;
    private static final Set<PosixFilePermission> MINE =
            PosixFilePermissions.fromString("rw-------");
    private final String version;
    private final EdgeConfig config;

    /// The port of all names; only the first of those that share has it.
    private final @Nullable NamedPort named;

    private final FileChannel held;
    private final ServerSocketChannel door;
    private final Path socket;
    private final Outbox outbox = new Outbox();
    private final Map<String, InetSocketAddress> reaches = new ConcurrentHashMap<>();
    private final Map<Scope, Served> served = new ConcurrentHashMap<>();

    /// The control plane that says what is to be.
    private @Nullable Visit leader;

    /// One account and region.
    private record Served(NettyEdge edge, Carried carried) {}

    private EdgeServer(
            String version,
            EdgeConfig config,
            @Nullable NamedPort named,
            FileChannel held,
            ServerSocketChannel door,
            Path socket) {
        this.version = version;
        this.held = held;
        this.config =
                (named == null ? config : config.with(named))
                        .with(target -> reaches.get(target.key()));
        this.named = named;
        this.door = door;
        this.socket = socket;
    }

    /// Takes the traffic of a data directory, or a share of it: from now on a control plane can
    /// connect, and [#serve] lets it in. Waits for the end of a process that has it.
    ///
    /// @param version what control planes know it by
    /// @param share which of those that share
    /// @throws IOException when the socket cannot be had
    /// @throws UnusableData when nobody has ever run on the directory
    public static EdgeServer open(Path data, String version, Share share) throws IOException {
        String owner = DataDirectory.identity(data);
        if (owner == null) {
            throw new UnusableData("nothing has run on " + data + " yet; kingtide up begins");
        }
        FileChannel held =
                FileChannel.open(
                        share.file(data, "lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        ServerSocketChannel door = null;
        EdgeServer opened = null;
        try {
            held.lock();
            Path socket = Wire.socket(data, owner, share.number());
            Files.deleteIfExists(socket); // of a process that was killed
            door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            door.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, MINE);
            EdgeConfig config = config(data, share);
            NamedPort named =
                    share.number() > 1
                            ? null
                            : SharedPort.open(
                                    data, new Loops(config.transport(), config.threads()));
            opened = new EdgeServer(share.version(version), config, named, held, door, socket);
            return opened;
        } finally {
            if (opened == null) {
                if (door != null) {
                    door.close();
                }
                held.close();
            }
        }
    }

    /// Those that share have the processors together.
    private static EdgeConfig config(Path data, Share share) throws IOException {
        EdgeConfig standard = EdgeConfig.standard();
        return standard.withCookieKey(cookieKey(data.resolve("edge.key"), standard.cookieKey()))
                .withLogs(data.resolve("buckets"))
                .withThreads(Math.ceilDiv(standard.threads(), share.of()))
                .with(
                        share.of() == 1
                                ? EdgeConfig.Sharing.ALONE
                                : share.number() == 1
                                        ? EdgeConfig.Sharing.FIRST
                                        : EdgeConfig.Sharing.FURTHER);
    }

    /// The secret of sticky cookies, which outlives the process; the first one writes it.
    private static String cookieKey(Path file, String fresh) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try (FileChannel channel =
                FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(MINE))) {
            channel.lock(); // until it is closed
            if (channel.size() == 0) {
                channel.write(StandardCharsets.UTF_8.encode(fresh + "\n"));
                channel.force(true);
            }
        }
        return Files.readString(file).strip();
    }

    /// Serves control planes until one says that it is over.
    public void serve() throws IOException {
        Thread speaker = Thread.ofPlatform().daemon().name("edge speaker").start(outbox::run);
        try {
            for (long number = 1; ; number++) {
                Visit visit = new Visit(new Wire(door.accept()), number);
                Thread.ofPlatform().daemon().name("control plane").start(visit::run);
            }
        } catch (ClosedChannelException e) {
            LOG.info("told to end");
        } finally {
            speaker.interrupt();
        }
    }

    /// A control plane that has connected.
    private final class Visit {
        private final Wire wire;
        private final long number;

        /// What is to be as far as it has been said, until all of it has.
        private @Nullable Map<Scope, Carried> wanted = new HashMap<>();

        Visit(Wire wire, long number) {
            this.wire = wire;
            this.number = number;
        }

        void run() {
            try (wire) {
                Message message = wire.receive();
                while (message != null) {
                    hear(message);
                    message = wire.receive();
                }
            } catch (IOException e) {
                LOG.warn("a control plane is gone: {}", String.valueOf(e.getMessage()));
            }
            outbox.disconnect(wire);
        }

        private void hear(Message message) throws IOException {
            switch (message) {
                case Message.Hello(String other, long process) -> {
                    LOG.info("control plane {} of process {}", other, process);
                    long own = ProcessHandle.current().pid();
                    wire.send(List.of(new Message.Hello(version, own)));
                }
                case Message.Change(Scope scope, EdgeCommand command, Reach reach) -> {
                    want(scope, command);
                    change(this, scope, command, reach);
                }
                case Message.Keep(Scope scope, String key) -> {
                    Served one = served.get(scope);
                    Target known = one == null ? null : one.carried.target(key);
                    if (known != null) {
                        want(scope, new EdgeCommand.AddTarget(known));
                    }
                }
                case Message.Whole() -> {
                    if (wanted != null) {
                        prune(this, wanted);
                    }
                    wanted = null;
                    if (named != null) {
                        named.begin();
                    }
                    outbox.connect(wire);
                    tellAll();
                }
                case Message.Quit() -> door.close();
                case Message.Seen _, Message.Listening _ ->
                        throw new IOException("not for this side: " + message.getClass());
            }
        }

        private void want(Scope scope, EdgeCommand command) {
            if (wanted != null) {
                wanted.computeIfAbsent(scope, _ -> new Carried()).note(command);
            }
        }
    }

    /// Only one control plane says what is to be: the newest.
    private void lead(Visit visit) throws IOException {
        Visit before = leader;
        if (before == visit) {
            return;
        }
        if (before != null && before.number > visit.number) {
            throw new IOException("another has taken its place");
        }
        leader = visit;
        if (before != null) {
            before.wire.close();
        }
    }

    private synchronized void change(
            Visit visit, Scope scope, EdgeCommand command, @Nullable Reach reach)
            throws IOException {
        lead(visit);
        Served one =
                served.computeIfAbsent(
                        scope,
                        _ ->
                                new Served(
                                        NettyEdge.start(config, seen -> saw(scope, seen)),
                                        new Carried()));
        synchronized (one) {
            boolean moved =
                    command instanceof EdgeCommand.AddTarget(Target target)
                            && !place(target.key(), reach);
            if (!moved && one.carried.has(command)) {
                return;
            }
            one.carried.note(command);
        }
        one.edge.accept(command);
        switch (command) {
            case EdgeCommand.RemoveTarget(Target target) -> reaches.remove(target.key());
            case EdgeCommand.PutListener _ -> tellListeners(one);
            case EdgeCommand.PutLoadBalancer _,
                    EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.RemoveListener _,
                    EdgeCommand.PutGroup _,
                    EdgeCommand.RemoveGroup _,
                    EdgeCommand.AddTarget _,
                    EdgeCommand.DrainTarget _ -> {}
        }
    }

    /// @return whether it was there before
    private boolean place(String key, @Nullable Reach reach) throws IOException {
        InetSocketAddress next = reach == null ? null : address(reach);
        InetSocketAddress before = next == null ? reaches.remove(key) : reaches.put(key, next);
        return Objects.equals(before, next);
    }

    private static InetSocketAddress address(Reach reach) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(reach.host()), reach.port());
    }

    private void prune(Visit visit, Map<Scope, Carried> wanted) throws IOException {
        for (Map.Entry<Scope, Served> one : served.entrySet()) {
            Carried carried = one.getValue().carried;
            Carried kept = wanted.getOrDefault(one.getKey(), new Carried());
            for (EdgeCommand command : carried.beyond(kept)) {
                change(visit, one.getKey(), command, null);
            }
        }
    }

    private void saw(Scope scope, EdgeObservation seen) {
        Served one = served.get(scope);
        if (one != null && seen instanceof TargetHealthChanged health) {
            synchronized (one) {
                one.carried.note(health);
            }
        }
        outbox.add(new Message.Seen(scope, seen));
    }

    /// What a control plane may have missed: the health of all targets, and where listeners are.
    private void tellAll() {
        List<Message> all = new ArrayList<>();
        served.forEach((scope, one) -> {
            synchronized (one) {
                for (EdgeCommand command : one.carried.all()) {
                    if (command instanceof EdgeCommand.AddTarget(Target target)
                            && target.state() != TargetState.INITIAL) {
                        all.add(
                                new Message.Seen(
                                        scope,
                                        new TargetHealthChanged(
                                                target.key(),
                                                target.state(),
                                                target.reason(),
                                                target.description())));
                    }
                }
            }
            tellListeners(one);
        });
        all.forEach(outbox::add);
    }

    /// Ports take a moment to open: what came of it is said when it is known.
    private void tellListeners(Served one) {
        Thread.ofVirtual()
                .name("edge listeners")
                .start(() -> {
                    one.edge.settle(OPENING_MILLIS);
                    for (Endpoint endpoint : one.edge.endpoints()) {
                        InetSocketAddress at = endpoint.address();
                        outbox.add(
                                new Message.Listening(
                                        endpoint.listenerArn(),
                                        at == null
                                                ? null
                                                : new Reach(
                                                        at.getAddress().getHostAddress(),
                                                        at.getPort()),
                                        endpoint.fault(),
                                        named == null ? 0 : named.address().getPort()));
                    }
                });
    }

    /// Ends all traffic.
    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(socket);
            if (named != null) {
                named.close();
            }
            served.values().forEach(one -> one.edge.close());
            if (named != null) {
                named.loops().close();
            }
            held.close();
        } catch (IOException e) {
            LOG.warn("the socket {} could not be removed: {}", socket, e.getMessage());
        }
    }
}
