package dev.kingtide.host.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The two ways of a connection to an Engine, in the clear or in TLS.
///
/// One thread may read while another writes.
final class Connection {
    private final SocketChannel channel;
    private final @Nullable SSLSocket secured;
    private final InputStream in;
    private final OutputStream out;

    private Connection(SocketChannel channel, @Nullable SSLSocket secured) throws IOException {
        this.channel = channel;
        this.secured = secured;
        this.in = secured == null ? Channels.newInputStream(channel) : secured.getInputStream();
        this.out = secured == null ? Channels.newOutputStream(channel) : secured.getOutputStream();
    }

    /// Connects a channel, and agrees on TLS where the address wants it.
    static Connection of(SocketChannel channel, EngineAddress address) throws IOException {
        channel.connect(address.socket());
        EngineTls tls = address.tls();
        return new Connection(
                channel, tls == null ? null : tls.over(channel.socket(), address.hostName()));
    }

    InputStream in() {
        return in;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Nothing more will be written.
    void endOutput() throws IOException {
        if (secured == null) {
            channel.shutdownOutput();
        } else {
            secured.shutdownOutput();
        }
    }
}
