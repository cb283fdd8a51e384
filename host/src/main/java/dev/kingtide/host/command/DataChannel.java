package dev.kingtide.host.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.command.CommandSessions.Prepared;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Execution;
import dev.kingtide.host.http.WebSockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session at the agent's end of a data channel, as the Session Manager plugin knows it
/// (session-manager-plugin, src/datachannel/streaming.go; amazon-ssm-agent,
/// agent/session/datachannel): the client shows its token; a handshake says what kind of session it
/// is; then the command runs, and what is typed, what it writes and how large the terminal is go to
/// and fro until it ends.
///
/// Messages of either side are numbered. A WebSocket loses nothing and keeps the order, so nothing
/// is sent twice here; what the client sends again is acknowledged again and passed over.
final class DataChannel implements WebSockets.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(DataChannel.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What the plugin keeps that is not acknowledged (session-manager-plugin, src/config): as much
    /// may be on its way.
    private static final int INBOX_MAX = 10_000;

    /// The agent waits so long for the answer to its handshake (amazon-ssm-agent,
    /// agent/session/datachannel: 1500 s is its limit for clients that ask people first).
    private static final int HANDSHAKE_SECONDS = 15;

    private static final int PIECE = 8_192;

    /// The flag by which a client ends its session (session-manager-plugin, TerminateSession).
    private static final int TERMINATE = 2;

    private static final byte[] CTRL_C = {3};
    private static final byte[] CTRL_D = {4};
    private static final int LEAVINGS = 5;
    private static final long LEAVING_MILLIS = 200;

    private final CommandSessions sessions;
    private final String id;
    private final WebSockets.Peer peer;
    private final Runnable end;
    private final BlockingQueue<News> inbox = new LinkedBlockingQueue<>(INBOX_MAX);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    /// What was typed before the handshake was answered.
    private final List<AgentMessage> early = new ArrayList<>();

    private volatile boolean gone;
    private long sent;
    private long expected;

    /// What a session hears.
    private sealed interface News {

        /// A message of the client.
        record Said(AgentMessage message) implements News {}

        /// The command has ended.
        record Ended() implements News {}

        /// The client has gone.
        record Gone() implements News {}
    }

    /// @param end is run once when the connection is closed
    DataChannel(CommandSessions sessions, String id, WebSockets.Peer peer, Runnable end) {
        this.sessions = sessions;
        this.id = id;
        this.peer = peer;
        this.end = end;
    }

    @Override
    public void text(String text) {
        String token = "";
        try {
            token = JSON.readTree(text).path("TokenValue").asText("");
        } catch (IOException e) {
            LOG.debug("{}: no JSON: {}", id, e.getMessage());
        }
        Prepared session = begun.compareAndSet(false, true) ? sessions.claim(id, token) : null;
        if (session == null) {
            peer.close();
        } else {
            Thread.ofVirtual().name(id).start(() -> run(session));
        }
    }

    @Override
    public void bytes(byte[] bytes) {
        AgentMessage message = AgentMessage.read(bytes);
        if (message == null || !begun.get() || !inbox.offer(new News.Said(message))) {
            peer.close();
        }
    }

    @Override
    public void closed() {
        gone = true;
        if (!inbox.offer(new News.Gone())) {
            inbox.clear();
            inbox.add(new News.Gone());
        }
        if (over.compareAndSet(false, true)) {
            end.run();
        }
    }

    private void run(Prepared session) {
        String why = "";
        try {
            if (shakeHands()) {
                LOG.info("{}: runs {}", id, session.words().getFirst());
                command(session);
            }
        } catch (EngineFailure failure) {
            why = "Unable to start command: " + failure.text();
        } catch (IOException e) {
            LOG.debug("{}: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(why);
    }

    private boolean shakeHands() throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode();
        request.put("AgentVersion", "3.3.0.0");
        ObjectNode action = request.putArray("RequestedClientActions").addObject();
        action.put("ActionType", "SessionType");
        ObjectNode parameters = action.putObject("ActionParameters");
        parameters.put("SessionType", "InteractiveCommands").putNull("Properties");
        output(AgentMessage.PAYLOAD_HANDSHAKE_REQUEST, bytes(request));
        long began = System.nanoTime();
        long until = began + TimeUnit.SECONDS.toNanos(HANDSHAKE_SECONDS);
        for (long left = until - began; left > 0; left = until - System.nanoTime()) {
            News news = inbox.poll(left, TimeUnit.NANOSECONDS);
            if (news == null || news instanceof News.Gone) {
                return false;
            }
            AgentMessage message = news instanceof News.Said said ? take(said.message()) : null;
            if (message != null
                    && message.payloadType() == AgentMessage.PAYLOAD_HANDSHAKE_RESPONSE) {
                ObjectNode complete = JSON.createObjectNode();
                complete.put("HandshakeTimeToComplete", System.nanoTime() - began);
                complete.put("CustomerMessage", "");
                output(AgentMessage.PAYLOAD_HANDSHAKE_COMPLETE, bytes(complete));
                return true;
            }
            if (message != null) {
                early.add(message);
            }
        }
        return false;
    }

    private void command(Prepared session) throws EngineFailure, IOException, InterruptedException {
        try (Execution execution = session.remote().start(session.words())) {
            boolean on = true;
            for (AgentMessage message : early) {
                on &= apply(execution, message);
            }
            Thread.ofVirtual().name(id + " output").start(() -> pump(execution));
            while (on) {
                on =
                        switch (inbox.take()) {
                            case News.Ended() -> false;
                            case News.Gone() -> false;
                            case News.Said(AgentMessage message) -> hear(execution, message);
                        };
            }
            if (gone) {
                leave(execution);
            }
        }
    }

    /// Ends what nobody sits before any more: the Engine lets it run on, so Ctrl-C ends a program,
    /// and Ctrl-D the shell under it, and what takes neither is killed where that can be done. The
    /// pause is for the terminal, which forgets what was typed when it gets a Ctrl-C.
    private static void leave(Execution execution)
            throws EngineFailure, IOException, InterruptedException {
        for (int i = 0; i < LEAVINGS && execution.exitCode() < 0; i++) {
            execution.write(CTRL_C);
            Thread.sleep(LEAVING_MILLIS);
            execution.write(CTRL_D);
            Thread.sleep(LEAVING_MILLIS);
        }
        execution.kill();
    }

    /// Carries what the command writes, until it ends.
    private void pump(Execution execution) {
        try {
            execution.output((_, bytes) -> {
                for (int at = 0; at < bytes.length; at += PIECE) {
                    int to = Math.min(bytes.length, at + PIECE);
                    output(AgentMessage.PAYLOAD_OUTPUT, Arrays.copyOfRange(bytes, at, to));
                }
                return !gone;
            });
        } catch (EngineFailure failure) {
            LOG.info("{}: {}", id, failure.text());
        } catch (IOException e) {
            LOG.debug("{}: {}", id, e.getMessage());
        }
        if (!inbox.offer(new News.Ended())) {
            peer.close();
        }
    }

    /// False when the session is to end.
    private boolean hear(Execution execution, AgentMessage raw) throws IOException {
        AgentMessage message = take(raw);
        return message == null || apply(execution, message);
    }

    private boolean apply(Execution execution, AgentMessage message) throws IOException {
        switch (message.payloadType()) {
            case AgentMessage.PAYLOAD_OUTPUT -> execution.write(message.payload());
            case AgentMessage.PAYLOAD_SIZE -> resize(execution, message);
            case AgentMessage.PAYLOAD_FLAG -> {
                byte[] flag = message.payload();
                if (flag.length == 4 && flag[3] == TERMINATE) {
                    gone = true;
                    return false;
                }
            }
            default -> {} // of other kinds of sessions
        }
        return true;
    }

    /// Acknowledges a piece of input; null when it was there before, or is no input.
    private @Nullable AgentMessage take(AgentMessage message) throws IOException {
        if (!message.type().equals(AgentMessage.INPUT) || message.number() > expected) {
            return null; // it will come again
        }
        ObjectNode acknowledged = JSON.createObjectNode();
        acknowledged.put("AcknowledgedMessageType", message.type());
        acknowledged.put("AcknowledgedMessageId", message.id().toString());
        acknowledged.put("AcknowledgedMessageSequenceNumber", message.number());
        acknowledged.put("IsSequentialMessage", true);
        send(AgentMessage.ACKNOWLEDGE, 0, 0, bytes(acknowledged));
        if (message.number() < expected) {
            return null;
        }
        expected++;
        return message;
    }

    private void resize(Execution execution, AgentMessage message) {
        try {
            JsonNode size = JSON.readTree(message.payload());
            int rows = size.path("rows").asInt();
            int columns = size.path("cols").asInt();
            if (rows > 0 && columns > 0) {
                execution.resize(rows, columns);
            }
        } catch (IOException e) {
            LOG.debug("{}: no size: {}", id, message.text());
        } catch (EngineFailure failure) {
            LOG.debug("{}: {}", id, failure.text()); // it has just ended
        }
    }

    private void close(String why) {
        ObjectNode closed = JSON.createObjectNode();
        closed.put("MessageType", AgentMessage.CLOSED);
        closed.put("MessageId", UUID.randomUUID().toString());
        closed.put("DestinationId", "");
        closed.put("SessionId", id);
        closed.put("SchemaVersion", 1);
        closed.put("CreatedDate", Long.toString(System.currentTimeMillis()));
        closed.put("Output", why);
        try {
            send(AgentMessage.CLOSED, 0, 0, bytes(closed));
        } catch (IOException e) {
            LOG.debug("{}: {}", id, e.getMessage());
        }
        peer.close();
    }

    private synchronized void output(int payloadType, byte[] payload) throws IOException {
        send(AgentMessage.OUTPUT, sent, payloadType, payload);
        sent++;
    }

    private void send(String type, long number, int payloadType, byte[] payload)
            throws IOException {
        peer.send(
                new AgentMessage(
                                type,
                                System.currentTimeMillis(),
                                number,
                                UUID.randomUUID(),
                                payloadType,
                                payload)
                        .bytes());
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
