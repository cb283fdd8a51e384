package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One request to an Engine and its answer, over a connection of its own.
final class Exchange implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LINE_MAX = 16_384;
    private static final int BODY_MAX = 64 << 20;
    private final SocketChannel channel;
    private final Connection connection;
    private final Deadline deadline;
    private final String what;
    private final int status;
    private final InputStream body;

    /// What to ask.
    ///
    /// @param what a method and a path, such as `GET /v1.41/info`
    /// @param headers further headers
    /// @param contentType of the body
    /// @param body empty for none
    /// @param limit how long the answer may take to come, or to go on
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
    record Request(
            String what,
            Map<String, String> headers,
            String contentType,
            byte[] body,
            Duration limit) {

        byte[] head() {
            StringBuilder head = new StringBuilder(what);
            String then = headers.containsKey("Upgrade") ? "Upgrade" : "close";
            head.append(" HTTP/1.1\r\nHost: docker\r\nConnection: ").append(then).append("\r\n");
            headers.forEach(
                    (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            if (body.length > 0) {
                head.append("Content-Type: ").append(contentType).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            return head.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private Exchange(SocketChannel channel, Connection connection, Deadline deadline, String what)
            throws IOException {
        this.channel = channel;
        this.connection = connection;
        this.deadline = deadline;
        this.what = what;
        InputStream in = new BufferedInputStream(connection.in(), 8_192);
        String first = ResponseBody.line(in, LINE_MAX);
        this.status = status(first);
        Map<String, String> headers = new TreeMap<>();
        for (String line = ResponseBody.line(in, LINE_MAX);
                !line.isEmpty();
                line = ResponseBody.line(in, LINE_MAX)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        boolean chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
        String length = headers.get("content-length");
        boolean none = status == 204 || status == 304;
        this.body =
                new ResponseBody(
                        in, chunked, none ? 0 : length == null ? -1 : Long.parseLong(length));
    }

    /// Asks, and reads the answer's head.
    ///
    /// @throws EngineFailure when nobody answers, or the answer is a refusal
    static Exchange of(EngineAddress address, Request request) throws EngineFailure {
        SocketChannel channel = null;
        Deadline deadline = null;
        Exchange made = null;
        try {
            channel = SocketChannel.open(address.family());
            deadline = new Deadline(channel, request.limit());
            Connection connection = Connection.of(channel, address);
            connection.write(request.head());
            if (request.body().length > 0) {
                connection.write(request.body());
            }
            made = new Exchange(channel, connection, deadline, request.what());
            if (made.status >= 400) {
                EngineFailure refused = made.refusal();
                made.close();
                throw refused;
            }
            return made;
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            throw failure(address.text() + ": " + request.what(), deadline, e);
        } finally {
            if (made == null && deadline != null) {
                deadline.close();
            }
            if (made == null && channel != null) {
                close(channel);
            }
        }
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP answer: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    private static EngineFailure failure(
            String what, @Nullable Deadline deadline, Exception cause) {
        return deadline != null && deadline.hasPassed()
                ? EngineFailure.timedOut(what + " took too long")
                : EngineFailure.unreachable(what + ": " + cause);
    }

    /// What is left of an answer's body, at most 64 MiB.
    byte[] bytes() throws EngineFailure {
        try {
            byte[] bytes = body.readNBytes(BODY_MAX);
            if (bytes.length == BODY_MAX) {
                throw EngineFailure.refused(500, what + ": the answer is too long");
            }
            return bytes;
        } catch (IOException e) {
            throw failure(what, deadline, e);
        }
    }

    /// The body as JSON; a missing node when it is empty.
    JsonNode json() throws EngineFailure {
        byte[] bytes = bytes();
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw EngineFailure.refused(500, what + ": the answer is no JSON: " + e);
        }
    }

    /// Reads a body of one JSON object a line as it comes; null at its end.
    @Nullable JsonNode next() throws EngineFailure {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int one = body.read(); one >= 0; one = body.read()) {
                if (one == '\n' && bytes.size() > 0) {
                    break;
                }
                if (one != '\n' && one != '\r') {
                    bytes.write(one);
                }
                if (bytes.size() > BODY_MAX) {
                    throw EngineFailure.refused(500, what + ": a line is too long");
                }
            }
            deadline.extend();
            return bytes.size() == 0 ? null : JSON.readTree(bytes.toByteArray());
        } catch (IOException e) {
            throw failure(what, deadline, e);
        }
    }

    /// What follows may take so long to go on.
    void allow(Duration limit) {
        deadline.allow(limit);
    }

    /// The body as it comes.
    InputStream stream() {
        return body;
    }

    /// Writes on after the request: on connections that were upgraded.
    void write(byte[] bytes) throws IOException {
        connection.write(bytes);
    }

    /// Nothing more will be written.
    void endOutput() throws IOException {
        connection.endOutput();
    }

    private EngineFailure refusal() throws EngineFailure {
        byte[] bytes = bytes();
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        try {
            String said = JSON.readTree(bytes).path("message").asText("");
            return EngineFailure.refused(status, said.isEmpty() ? text : said);
        } catch (IOException e) {
            return EngineFailure.refused(status, text);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        deadline.close();
        close(channel);
    }
}
