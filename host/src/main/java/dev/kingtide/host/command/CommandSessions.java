package dev.kingtide.host.command;

import dev.kingtide.aws.Commands;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.host.Machines;
import dev.kingtide.host.Remote;
import dev.kingtide.host.http.WebSockets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sessions of `ecs:ExecuteCommand`, between the call that prepares one and the WebSocket that is
/// opened with its token.
///
/// A token is good once, and for a few minutes. Sessions are bounded; none outlives the process.
public final class CommandSessions implements Commands, WebSockets {
    private static final String PATH = "/v1/data-channel/";
    private static final long GOOD_NANOS = 5 * 60 * 1_000_000_000L;
    private static final int PREPARED_MAX = 1_000;
    private static final int OPEN_MAX = 200;
    private static final int TOKEN_BYTES = 48;
    private final Machines machines;
    private final Supplier<String> endpoint;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    /// A session that nobody has opened yet.
    record Prepared(String id, String token, Remote remote, List<String> words, long untilNanos) {

        @Override
        public String toString() {
            return "Prepared[" + id + ']';
        }
    }

    /// @param machines that run the containers
    /// @param endpoint of this control plane, such as `http://127.0.0.1:4566`
    public CommandSessions(Machines machines, Supplier<String> endpoint) {
        this.machines = machines;
        this.endpoint = endpoint;
    }

    @Override
    public @Nullable Session prepare(Ask ask) {
        Remote remote = machines.remote(ask.taskId(), ask.container());
        List<String> words = Words.of(ask.line());
        long now = System.nanoTime();
        prepared.values().removeIf(one -> one.untilNanos() - now < 0);
        if (remote == null || words.isEmpty() || prepared.size() >= PREPARED_MAX) {
            return null;
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String id = "ecs-execute-command-0" + HexFormat.of().formatHex(bytes, 0, 8);
        String token = Base64.getUrlEncoder().encodeToString(bytes);
        prepared.put(id, new Prepared(id, token, remote, words, now + GOOD_NANOS));
        String url = "ws" + endpoint.get().substring("http".length()) + PATH + id;
        return new Session(id, url + "?role=publish_subscribe", token);
    }

    /// The session of a token; null when it is not its token, or was opened already.
    @Nullable Prepared claim(String id, String token) {
        Prepared one = prepared.get(id);
        boolean same =
                one != null
                        && one.untilNanos() - System.nanoTime() > 0
                        && MessageDigest.isEqual(
                                one.token().getBytes(StandardCharsets.UTF_8),
                                token.getBytes(StandardCharsets.UTF_8));
        return same && prepared.remove(id, one) ? one : null;
    }

    @Override
    public @Nullable Listener open(WireRequest request, Peer peer) {
        if (!request.path().startsWith(PATH)) {
            return null;
        }
        if (open.incrementAndGet() > OPEN_MAX) {
            open.decrementAndGet();
            return null;
        }
        String id = request.path().substring(PATH.length());
        return new DataChannel(this, id, peer, open::decrementAndGet);
    }
}
