package dev.kingtide.host.edge;

import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.Target;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The processes that carry the traffic of a data directory, as one edge: each is told everything,
/// each takes a share of the new connections (the kernel deals them out), and what they see is one
/// view.
///
/// They run on when this is closed, and the next control plane on the same data finds them.
public final class EdgeFleet implements AutoCloseable {
    private final Path data;
    private final String owner;
    private final List<EdgeLink> links = new ArrayList<>();
    private final Map<Scope, OneView> views = new ConcurrentHashMap<>();

    /// Says where targets take requests.
    @FunctionalInterface
    public interface Addresses {

        /// The address of a target; null when it is not known, for a task's target yet.
        @Nullable InetSocketAddress of(Target target);
    }

    /// A fleet that does nothing before [#begin], and before there is something to carry.
    ///
    /// @param owner the identity of the data directory
    /// @param edges how many processes, up to [Share#MOST]
    /// @param program is asked for when it is needed
    public EdgeFleet(
            Path data,
            String owner,
            int edges,
            Supplier<EdgeProgram> program,
            Addresses addresses) {
        this.data = data;
        this.owner = owner;
        for (int number = 1; number <= edges; number++) {
            int index = number - 1;
            Share share = new Share(number, edges);
            Runnable ended = () -> views.values().forEach(view -> view.lost(index));
            links.add(new EdgeLink(data, owner, share, program, addresses, ended));
        }
    }

    /// The traffic of one account and region.
    ///
    /// @param observations takes what is seen, from any thread, and does not block
    public Edge edge(Scope scope, Consumer<EdgeObservation> observations) {
        OneView view = new OneView(links.size(), observations);
        views.put(scope, view);
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            int index = i;
            edges.add(links.get(i).edge(scope, seen -> view.saw(index, seen)));
        }
        return command -> {
            view.accept(command);
            edges.forEach(edge -> edge.accept(command));
        };
    }

    /// All that there was before has been told to the edges: before that, what is to be carried is
    /// not known as a whole, and a process that carries it already must not hear of a part.
    ///
    /// Processes beyond those that are wanted, of a control plane of before, end.
    public void begin() {
        links.forEach(EdgeLink::begin);
        for (int number = links.size() + 1; number <= Share.MOST; number++) {
            Path socket = Wire.socket(data, owner, number);
            if (Files.exists(socket)) {
                Thread.ofVirtual().name("quit edge").start(() -> EdgeEntry.quit(socket));
            }
        }
    }

    /// It may be known now where a task takes requests.
    public void located(String taskId) {
        links.forEach(link -> link.located(taskId));
    }

    /// Nothing is to be carried any more.
    public void reset() {
        links.forEach(EdgeLink::reset);
        views.clear();
    }

    /// Where a listener can be reached.
    ///
    /// @return null when that is not known
    public @Nullable String endpoint(String listenerArn) {
        return links.stream()
                .map(link -> link.endpoint(listenerArn))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// The port of 127.0.0.1 where a listener can be reached by name.
    ///
    /// @return 0 when that is not known
    public int sharedPort(String listenerArn) {
        return links.getFirst().sharedPort(listenerArn);
    }

    /// Says what waits, and lets the processes run on by themselves.
    @Override
    public void close() {
        links.forEach(EdgeLink::close);
    }

    /// Ends the processes of a data directory, if there are any.
    ///
    /// @return whether there were
    public static boolean quit(Path data, String owner) {
        boolean any = false;
        for (int number = 1; number <= Share.MOST; number++) {
            Path socket = Wire.socket(data, owner, number);
            any |= Files.exists(socket) && EdgeEntry.quit(socket);
        }
        return any;
    }
}
