package dev.kingtide.host.edge;

import dev.kingtide.core.Invariant;
import dev.kingtide.host.codec.RecordCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One end of a connection between the control plane and the process of the load balancers: each
/// message a line of JSON, over a socket of the file system.
final class Wire implements AutoCloseable {
    private static final RecordCodec CODEC = new RecordCodec();

    /// What a socket's address may be long, on Linux; a little less elsewhere.
    private static final int PATH_MAX = 100;

    private final SocketChannel channel;
    private final BufferedReader lines;

    Wire(SocketChannel channel) {
        this.channel = channel;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /// A connection to the process of a data directory.
    ///
    /// @throws IOException when none listens
    static Wire connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Wire(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The socket of a data directory's process: in it, unless its path is longer than sockets' may
    /// be.
    static Path socket(Path data, String owner, int number) {
        String end = (number == 1 ? "" : "-" + number) + ".sock";
        Path inside = data.resolve("edge" + end);
        return inside.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_MAX
                ? inside
                : Path.of(System.getProperty("java.io.tmpdir"), "kingtide-" + owner + end);
    }

    /// Sends messages, all together; from one thread at a time.
    void send(List<Message> messages) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append(CODEC.write(Message.class, message)).append('\n');
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// The next message; null when the other side has gone.
    ///
    /// @throws IOException when the connection is broken, or what came is no message
    @Nullable Message receive() throws IOException {
        String line = lines.readLine();
        try {
            return line == null ? null : CODEC.read(Message.class, line);
        } catch (Invariant broken) {
            throw new IOException("what came is no message", broken); // and may hold a secret
        }
    }

    /// Ends it for both sides, whatever they wait for.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to be done about it
        }
    }
}
