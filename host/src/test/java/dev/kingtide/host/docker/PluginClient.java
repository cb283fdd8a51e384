package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of Session Manager's data channel, written after session-manager-plugin, with its own
/// WebSocket (the JDK's) and its own reading of the messages: shows the token, answers the
/// handshake, acknowledges, and keeps what the command writes.
final class PluginClient implements WebSocket.Listener, AutoCloseable {
    private static final int TYPE_AT = 4;
    private static final int NUMBER_AT = 48;
    private static final int ID_AT = 64;
    private static final int DIGEST_AT = 80;
    private static final int PAYLOAD_TYPE_AT = 112;
    private static final int LENGTH_AT = 116;
    private static final int PAYLOAD_AT = 120;
    private final WebSocket socket;
    private final ByteBuffer partial = ByteBuffer.allocate(1 << 20);
    private final BlockingQueue<ByteBuffer> messages = new LinkedBlockingQueue<>();
    private final StringBuilder written = new StringBuilder();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private long expected;
    private long sent;
    private int acknowledged;
    private boolean complete;
    private String farewell = "";
    private boolean over;

    PluginClient(HttpClient client, JsonNode session) {
        socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(session.path("streamUrl").asText()), this)
                        .join();
        show(session.path("tokenValue").asText());
    }

    private void show(String token) {
        String text =
                TaskPlan.JSON
                        .createObjectNode()
                        .put("MessageSchemaVersion", "1.0")
                        .put("RequestId", UUID.randomUUID().toString())
                        .put("TokenValue", token)
                        .put("ClientId", UUID.randomUUID().toString())
                        .put("ClientVersion", "1.2.0.0")
                        .toString();
        socket.sendText(text, true).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        partial.put(data);
        if (last) {
            partial.flip();
            messages.add(ByteBuffer.allocate(partial.remaining()).put(partial).flip());
            partial.clear();
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(true);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /// Hears until something was written, or the session is over.
    String await(String wanted) throws InterruptedException {
        while (!over && written.indexOf(wanted) < 0) {
            hear();
        }
        return written.toString();
    }

    /// Hears until the session is over; what is then said.
    String awaitEnd() throws InterruptedException {
        while (!over) {
            hear();
        }
        closed.orTimeout(20, TimeUnit.SECONDS).join();
        return farewell;
    }

    /// Whether the server has closed the connection without a word.
    boolean isTurnedAway() {
        return closed.orTimeout(20, TimeUnit.SECONDS).join() && messages.isEmpty();
    }

    boolean isHandshakeComplete() {
        return complete;
    }

    int acknowledged() {
        return acknowledged;
    }

    long sent() {
        return sent;
    }

    private void hear() throws InterruptedException {
        ByteBuffer message = messages.poll(60, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("silence after: " + written);
        }
        byte[] type = new byte[32];
        message.get(TYPE_AT, type);
        byte[] payload = new byte[message.getInt(LENGTH_AT)];
        message.get(PAYLOAD_AT, payload);
        byte[] digest = new byte[32];
        message.get(DIGEST_AT, digest);
        if (message.getInt(0) != LENGTH_AT || !MessageDigest.isEqual(digest, sha256(payload))) {
            throw new AssertionError("no message");
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        switch (new String(type, StandardCharsets.US_ASCII).strip()) {
            case "acknowledge" -> acknowledged++;
            case "channel_closed" -> {
                over = true;
                farewell = text;
            }
            case "output_stream_data" -> output(message, text);
            default -> throw new AssertionError("of another type: " + text);
        }
    }

    private void output(ByteBuffer message, String text) {
        long number = message.getLong(NUMBER_AT);
        if (number != expected) {
            throw new AssertionError("number " + number + " in place of " + expected);
        }
        expected++;
        UUID id = new UUID(message.getLong(ID_AT + 8), message.getLong(ID_AT));
        String acknowledgement =
                TaskPlan.JSON
                        .createObjectNode()
                        .put("AcknowledgedMessageType", "output_stream_data")
                        .put("AcknowledgedMessageId", id.toString())
                        .put("AcknowledgedMessageSequenceNumber", number)
                        .put("IsSequentialMessage", true)
                        .toString();
        send("acknowledge", 0, 0, acknowledgement);
        switch (message.getInt(PAYLOAD_TYPE_AT)) {
            case 1 -> written.append(text);
            case 5 -> {
                JsonNode action = LiveDaemon.json(text).path("RequestedClientActions").path(0);
                String response =
                        "{\"ClientVersion\": \"1.2.0.0\", \"ProcessedClientActions\":"
                                + " [{\"ActionType\": "
                                + action.path("ActionType")
                                + ", \"ActionStatus\": 1, \"ActionResult\": null, \"Error\":"
                                + " \"\"}], \"Errors\": null}";
                input(6, response);
            }
            case 7 -> complete = true;
            default -> throw new AssertionError("of another kind: " + text);
        }
    }

    /// Types something.
    void type(String text) {
        input(1, text);
    }

    /// Says how large the terminal is.
    void size(int rows, int columns) {
        input(3, "{\"cols\": " + columns + ", \"rows\": " + rows + "}");
    }

    /// Sends what was sent last once more, as a client does that has heard nothing of it.
    void again(String text) {
        send("input_stream_data", sent - 1, 1, text);
    }

    private void input(int kind, String text) {
        send("input_stream_data", sent, kind, text);
        sent++;
    }

    private void send(String type, long number, int kind, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(PAYLOAD_AT + payload.length);
        message.putInt(LENGTH_AT);
        message.put((type + " ".repeat(32 - type.length())).getBytes(StandardCharsets.US_ASCII));
        message.putInt(1).putLong(System.currentTimeMillis()).putLong(number).putLong(0);
        UUID id = UUID.randomUUID();
        message.putLong(id.getLeastSignificantBits()).putLong(id.getMostSignificantBits());
        message.put(sha256(payload)).putInt(kind).putInt(payload.length).put(payload);
        try {
            socket.sendBinary(message.flip(), true).join();
        } catch (CompletionException e) {
            if (!closed.isDone()) {
                throw e;
            } // else the session has ended, and what it said before is still being read
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
