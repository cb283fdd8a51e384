package dev.kingtide.host.engine;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What an Engine's containers have written, and go on to write (Docker Engine API, ContainerLogs).
///
/// @param engine the Engine
public record Streams(Engine engine) {
    private static final int PIECE_MAX = 1 << 20;

    /// Which part of a container's log.
    ///
    /// @param follow goes on until the container ends
    /// @param since the first moment, null for the beginning
    /// @param tail so many of the last lines; negative for all
    /// @param timestamps whether each line begins with the moment at which it was written
    public record Part(boolean follow, @Nullable Instant since, int tail, boolean timestamps) {

        /// All that there is.
        public static final Part ALL = new Part(false, null, -1, false);

        private String query() {
            StringBuilder query = new StringBuilder("stdout=1&stderr=1&follow=");
            query.append(follow ? 1 : 0).append("&timestamps=").append(timestamps ? 1 : 0);
            if (since != null) {
                query.append("&since=").append(since.getEpochSecond());
                query.append('.').append("%09d".formatted(since.getNano()));
            }
            if (tail >= 0) {
                query.append("&tail=").append(tail);
            }
            return query.toString();
        }
    }

    /// Hears what a container writes.
    @FunctionalInterface
    public interface Ear {

        /// A piece, not always a whole line; false ends the hearing.
        boolean heard(boolean error, byte[] bytes) throws IOException;
    }

    /// Hands over the log of a container.
    ///
    /// @param tty whether it has a terminal, and so one stream only
    /// @throws EngineFailure when it cannot be had
    /// @throws IOException when the hearer throws it
    public void logs(String id, boolean tty, Part part, Ear ear) throws EngineFailure, IOException {
        Duration limit = part.follow ? Engine.FOREVER : Engine.SHORT;
        try (Exchange exchange =
                Exchange.of(
                        engine.address(),
                        engine.request(
                                "GET", "/containers/" + id + "/logs?" + part.query(), limit))) {
            pieces(exchange.stream(), tty, ear);
        }
    }

    /// Takes streams apart that share a connection: each piece has a head of eight bytes, the first
    /// for the stream, the last four for the length (Docker Engine API, ContainerAttach).
    static void pieces(InputStream in, boolean tty, Ear ear) throws IOException, EngineFailure {
        byte[] buffer = new byte[16_384];
        DataInputStream data = new DataInputStream(in);
        boolean on = true;
        while (on) {
            int kind;
            byte[] bytes;
            try {
                kind = tty ? 1 : data.read();
                if (kind < 0) {
                    return;
                }
                if (tty) {
                    int read = data.read(buffer);
                    if (read < 0) {
                        return;
                    }
                    bytes = Arrays.copyOf(buffer, read);
                } else {
                    data.skipNBytes(3);
                    int length = data.readInt();
                    if (length < 0 || length > PIECE_MAX) {
                        throw EngineFailure.refused(500, "a piece of a stream is too long");
                    }
                    bytes = data.readNBytes(length);
                }
            } catch (EOFException e) {
                return; // the container ended in the middle of a piece
            } catch (IOException e) {
                throw EngineFailure.unreachable("the stream broke off: " + e);
            }
            on = ear.heard(kind == 2, bytes);
        }
    }
}
